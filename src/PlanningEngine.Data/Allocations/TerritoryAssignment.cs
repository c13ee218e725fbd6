using PlanningEngine.Data.Plans;

namespace PlanningEngine.Data.Allocations;

/// <summary>Which rep serves an account, and why. TerritoryKey is the account's.</summary>
public sealed class TerritoryAssignment : PublishedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long TerritoryAssignmentKey { get; set; }

    /// <summary>The account.</summary>
    public int AccountKey { get; set; }

    /// <summary>The rep who shall serve it.</summary>
    public int SalesRepKey { get; set; }

    /// <summary>The rep who serves it now; 0 for nobody.</summary>
    public int CurrentSalesRepKey { get; set; }

    /// <summary>True where the account changes hands.</summary>
    public bool Moved { get; set; }

    /// <summary>Work that the account takes, in the unit that the run balanced.</summary>
    public double Workload { get; set; }

    /// <summary>What the account could buy in a year, in the company currency; 0 where it is not known.</summary>
    public decimal Potential { get; set; }

    /// <summary>Why it is with this rep, as a code.</summary>
    public string ReasonCode { get; set; } = "";

    /// <summary>The reason in words.</summary>
    public string Reason { get; set; } = "";
}
