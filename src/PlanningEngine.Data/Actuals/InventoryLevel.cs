namespace PlanningEngine.Data.Actuals;

/// <summary>Stock of a product at a location at the end of a day. Semi-additive: sum over places, never over days.</summary>
public sealed class InventoryLevel : VersionedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long InventoryKey { get; set; }

    /// <summary>Where the stock is.</summary>
    public int LocationKey { get; set; }

    /// <summary>What is in stock.</summary>
    public int ProductKey { get; set; }

    /// <summary>The territory of the location.</summary>
    public int TerritoryKey { get; set; }

    /// <summary>Units on hand.</summary>
    public double OnHand { get; set; }
}
