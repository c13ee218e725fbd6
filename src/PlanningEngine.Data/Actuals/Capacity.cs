namespace PlanningEngine.Data.Actuals;

/// <summary>What a resource at a location can deliver in a period.</summary>
public sealed class Capacity : VersionedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long CapacityKey { get; set; }

    /// <summary>Where the resource is.</summary>
    public int LocationKey { get; set; }

    /// <summary>The resource, such as a line or a dock.</summary>
    public string Resource { get; set; } = "";

    /// <summary>The territory of the location.</summary>
    public int TerritoryKey { get; set; }

    /// <summary>Units that the resource can deliver in the period that starts at PeriodStart.</summary>
    public double Available { get; set; }
}
