namespace PlanningEngine.Planning.Input;

/// <summary>One node of the sales territory tree.</summary>
/// <param name="Code">Key of the source system, unique among territories.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="ParentCode">Code of the parent node; null or empty for a root.</param>
public sealed record TerritoryRow(string Code, string Name, string? ParentCode);
