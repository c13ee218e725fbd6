using PlanningEngine.Data.Plans;

namespace PlanningEngine.Data.Allocations;

/// <summary>Hires of a role in a month, and the capacity that the role then has against what is required.</summary>
public sealed class HeadcountPlan : PublishedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long HeadcountPlanKey { get; set; }

    /// <summary>The role, as in SalesReps.</summary>
    public string Role { get; set; } = "";

    /// <summary>People hired in the month.</summary>
    public int Hires { get; set; }

    /// <summary>Expected people in the month, hires included, attrition deducted.</summary>
    public double People { get; set; }

    /// <summary>Expected capacity in the month, ramp counted, in the company currency of quota.</summary>
    public double Capacity { get; set; }

    /// <summary>Capacity required.</summary>
    public double Required { get; set; }

    /// <summary>Capacity missing.</summary>
    public double Shortfall { get; set; }

    /// <summary>Cost of the month's hires until the end of the plan, in the company currency.</summary>
    public decimal HireCost { get; set; }

    /// <summary>What one unit more of required capacity would cost where fractions of people could be hired: a guide, not a promise.</summary>
    public decimal ShadowPrice { get; set; }

    /// <summary>Why people are hired, or capacity is missing, in words.</summary>
    public string Reason { get; set; } = "";
}
