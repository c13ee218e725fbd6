namespace PlanningEngine.Planning.Input;

/// <summary>One customer account.</summary>
/// <param name="Code">Key of the source system, unique among accounts.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="TerritoryCode">Territory that covers the account; null when uncovered.</param>
/// <param name="SalesRepCode">Rep who owns the account now; null when unowned.</param>
/// <param name="Potential">Estimated yearly potential in company currency; null when unknown.</param>
public sealed record AccountRow(string Code, string Name, string? TerritoryCode, string? SalesRepCode, decimal? Potential);
