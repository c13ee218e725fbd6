namespace PlanningEngine.Planning.Input;

/// <summary>One stocking or producing place.</summary>
/// <param name="Code">Key of the source system, unique among locations.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Kind">What the place does, for example "Warehouse" or "Plant"; empty when unknown.</param>
/// <param name="TerritoryCode">Node of the sales tree that the place serves, with everything below it; null for all.</param>
public sealed record LocationRow(string Code, string Name, string Kind, string? TerritoryCode);
