namespace PlanningEngine.Planning.Input;

/// <summary>The value of a driver of demand from a day on.</summary>
/// <param name="DriverCode">The driver.</param>
/// <param name="ProductCode">The product; null for all.</param>
/// <param name="TerritoryCode">The territory with all below it; null for all.</param>
/// <param name="ChannelCode">The channel; null for all.</param>
/// <param name="Date">First day.</param>
/// <param name="EndDate">Last day, included; null where it holds until a later row begins.</param>
/// <param name="Value">The value in the driver's unit.</param>
/// <param name="RowKey">Key of the row in the source system; empty where driver, product, territory, channel and first day identify it.</param>
public sealed record DriverValueRow(
    string DriverCode, string? ProductCode, string? TerritoryCode, string? ChannelCode, DateOnly Date, DateOnly? EndDate, double Value, string RowKey = "")
{
    /// <summary>What the row is about, for findings: driver and the codes that narrow it.</summary>
    public override string ToString() => string.Join(" / ", new[] { DriverCode, ProductCode, TerritoryCode, ChannelCode }.Where(c => !string.IsNullOrEmpty(c)));
}
