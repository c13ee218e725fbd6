using PlanningEngine.Data.Plans;

namespace PlanningEngine.Data.Allocations;

/// <summary>What one item of a budget gets, and what it brings.</summary>
public sealed class BudgetAllocation : PublishedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long BudgetAllocationKey { get; set; }

    /// <summary>Code of the item, unique within a version.</summary>
    public string Item { get; set; } = "";

    /// <summary>What planners call it.</summary>
    public string Label { get; set; } = "";

    /// <summary>What it gets, in the company currency.</summary>
    public decimal Amount { get; set; }

    /// <summary>What it is expected to bring, in units of the response.</summary>
    public double Response { get; set; }

    /// <summary>Response to one more unit of money.</summary>
    public double MarginalResponse { get; set; }

    /// <summary>What holds the amount, as a code.</summary>
    public string ReasonCode { get; set; } = "";

    /// <summary>The same in words.</summary>
    public string Reason { get; set; } = "";
}
