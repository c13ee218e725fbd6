namespace PlanningEngine.Planning.Input;

/// <summary>Stock of one product at one location on one day.</summary>
/// <param name="LocationCode">Location that holds the stock.</param>
/// <param name="ProductCode">Product held.</param>
/// <param name="Date">Day of the count, at its end.</param>
/// <param name="OnHand">Units on hand; 0 means stocked out.</param>
public sealed record InventoryRow(string LocationCode, string ProductCode, DateOnly Date, double OnHand);
