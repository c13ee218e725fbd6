using PlanningEngine.Data.Plans;

namespace PlanningEngine.Data.Allocations;

/// <summary>When and how much of a product to order for a place, from the demand over lead time and review period. TerritoryKey is the place's.</summary>
public sealed class InventoryPolicy : PublishedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long InventoryPolicyKey { get; set; }

    /// <summary>The product.</summary>
    public int ProductKey { get; set; }

    /// <summary>The place.</summary>
    public int LocationKey { get; set; }

    /// <summary>Expected demand over lead time and review period, in units.</summary>
    public double ExpectedDemand { get; set; }

    /// <summary>Stock above the expected demand, in units.</summary>
    public double SafetyStock { get; set; }

    /// <summary>Stock on hand and on order at or below which one orders, in units.</summary>
    public double ReorderPoint { get; set; }

    /// <summary>Units of a usual order.</summary>
    public double OrderQuantity { get; set; }

    /// <summary>Units on hand when the run looked.</summary>
    public double OnHand { get; set; }

    /// <summary>Units to order now.</summary>
    public double OrderNow { get; set; }

    /// <summary>Chance that a cycle ends without running out, 0 to 1.</summary>
    public double CycleService { get; set; }

    /// <summary>Share of demand served from stock, 0 to 1.</summary>
    public double FillRate { get; set; }

    /// <summary>Why the numbers are what they are, in words.</summary>
    public string Reason { get; set; } = "";
}
