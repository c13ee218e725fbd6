namespace PlanningEngine.Planning.Input;

/// <summary>The value of a driver of demand from a day on.</summary>
/// <param name="DriverCode">The driver.</param>
/// <param name="ProductCode">The product; null for all.</param>
/// <param name="TerritoryCode">The territory with all below it; null for all.</param>
/// <param name="ChannelCode">The channel; null for all.</param>
/// <param name="Date">First day.</param>
/// <param name="EndDate">Last day, included; null where it holds until a later row begins.</param>
/// <param name="Value">The value in the driver's unit.</param>
/// <param name="RowKey">Key of the row in the source system; empty where driver, product or levels, territory, channel and first day identify it.</param>
public sealed record DriverValueRow(
    string DriverCode, string? ProductCode, string? TerritoryCode, string? ChannelCode, DateOnly Date, DateOnly? EndDate, double Value, string RowKey = "")
{
    /// <summary>Level 1 of the products for which it holds; empty for any.</summary>
    public string ProductLevel1 { get; init; } = "";

    /// <summary>Level 2 of the products for which it holds; empty for any.</summary>
    public string ProductLevel2 { get; init; } = "";

    /// <summary>Level 3 of the products for which it holds; empty for any.</summary>
    public string ProductLevel3 { get; init; } = "";

    /// <summary>Whether it holds for all products of a level.</summary>
    public bool HasLevel => ProductLevel1.Length > 0 || ProductLevel2.Length > 0 || ProductLevel3.Length > 0;

    /// <summary>What the row is about, for findings: driver and the codes that narrow it.</summary>
    public override string ToString() => string.Join(" / ", new[] { DriverCode, ProductCode, ProductLevel1, ProductLevel2, ProductLevel3, TerritoryCode, ChannelCode }.Where(c => !string.IsNullOrEmpty(c)));
}
