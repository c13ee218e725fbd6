namespace PlanningEngine.Planning.Input;

/// <summary>Capacity of one resource at one location in one period.</summary>
/// <param name="LocationCode">Location of the resource.</param>
/// <param name="Resource">Resource, for example "Outbound" or "Assembly".</param>
/// <param name="PeriodStart">First day of the period.</param>
/// <param name="Available">Units that the resource can handle in the period, not negative.</param>
public sealed record CapacityRow(string LocationCode, string Resource, DateOnly PeriodStart, double Available);
