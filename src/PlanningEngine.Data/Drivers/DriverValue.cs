using PlanningEngine.Data.Actuals;

namespace PlanningEngine.Data.Drivers;

/// <summary>
/// The value of a driver from its day (DateKey) on, in the past or in the future; it must not be added up. A row for a territory holds for all below it, one without product, territory or channel (key 0)
/// for all of them, and one for levels of products for all products that have them. On a day the most specific row holds: product before level 3, 2 and 1 before territory, the deeper territory before the higher, then channel; of equals the one that began last.
/// </summary>
public sealed class DriverValue : VersionedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long DriverValueKey { get; set; }

    /// <summary>The driver.</summary>
    public int DriverKey { get; set; }

    /// <summary>The product; 0 for all, or for those of the levels.</summary>
    public int ProductKey { get; set; }

    /// <summary>Level 1 of the products for which it holds; empty for any.</summary>
    public string ProductLevel1 { get; set; } = "";

    /// <summary>Level 2 of the products for which it holds; empty for any.</summary>
    public string ProductLevel2 { get; set; } = "";

    /// <summary>Level 3 of the products for which it holds; empty for any.</summary>
    public string ProductLevel3 { get; set; } = "";

    /// <summary>The territory, a leaf or an inner node; 0 for all.</summary>
    public int TerritoryKey { get; set; }

    /// <summary>The channel; 0 for all.</summary>
    public int ChannelKey { get; set; }

    /// <summary>Last day as yyyymmdd; 0 where it holds until a later row begins.</summary>
    public int EndDateKey { get; set; }

    /// <summary>The value, in the driver's unit.</summary>
    public double Value { get; set; }
}
