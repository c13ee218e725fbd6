namespace PlanningEngine.Data.Dimensions;

/// <summary>A place that holds stock or makes products.</summary>
public sealed class Location : Dimension
{
    /// <summary>Key; 0 is the Unknown member.</summary>
    public int LocationKey { get; set; }

    /// <summary>What the place is: plant, warehouse, store.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The territory it serves first; 0 when it serves all.</summary>
    public int TerritoryKey { get; set; }
}
