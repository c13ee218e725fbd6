namespace PlanningEngine.Planning.Input;

/// <summary>One order line, or one bucket of sales where the source is already aggregated.</summary>
/// <param name="RowKey">Key of the line in the source system, unique within a source.</param>
/// <param name="Date">Day of the sale.</param>
/// <param name="ProductCode">Product sold.</param>
/// <param name="TerritoryCode">Territory credited; null when unknown.</param>
/// <param name="ChannelCode">Channel; null when unknown.</param>
/// <param name="AccountCode">Customer account; null when unknown.</param>
/// <param name="SalesRepCode">Rep credited; null when unknown.</param>
/// <param name="Quantity">Units, negative for a return.</param>
/// <param name="Revenue">Net revenue of the line in <paramref name="CurrencyCode"/>, negative for a return.</param>
/// <param name="Cost">Cost of the line; null when unknown.</param>
/// <param name="CurrencyCode">ISO 4217 code of the money columns.</param>
public sealed record SaleRow(
    string RowKey,
    DateOnly Date,
    string ProductCode,
    string? TerritoryCode,
    string? ChannelCode,
    string? AccountCode,
    string? SalesRepCode,
    double Quantity,
    decimal Revenue,
    decimal? Cost,
    string CurrencyCode);
