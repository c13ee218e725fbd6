using PlanningEngine.Data.Plans;

namespace PlanningEngine.Data.Allocations;

/// <summary>
/// How much of one source serves one demand, or how much of a demand stays unmet and why. A demand's quantity is the
/// sum of Quantity and Unmet over its rows. TerritoryKey, DateKey and ProductKey are the demand's.
/// </summary>
public sealed class Allocation : PublishedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long AllocationKey { get; set; }

    /// <summary>The source's location; 0 on a row that states what is unmet.</summary>
    public int LocationKey { get; set; }

    /// <summary>What the source is: Stock, or the resource whose capacity is used.</summary>
    public string Source { get; set; } = "";

    /// <summary>The day the supply comes from, as yyyymmdd; 0 on a row that states what is unmet.</summary>
    public int SourceDateKey { get; set; }

    /// <summary>The product demanded.</summary>
    public int ProductKey { get; set; }

    /// <summary>Units served.</summary>
    public double Quantity { get; set; }

    /// <summary>Units not served.</summary>
    public double Unmet { get; set; }

    /// <summary>Why units are not served, as a code; Served where they are.</summary>
    public string ReasonCode { get; set; } = "";

    /// <summary>The reason in words.</summary>
    public string Reason { get; set; } = "";

    /// <summary>What one more unit of the source, or of the demand's scarcest source, is worth, in the company currency.</summary>
    public decimal ShadowPrice { get; set; }
}
