namespace PlanningEngine.Planning.Input;

/// <summary>One member of the sales force.</summary>
/// <param name="Code">Key of the source system, unique among reps.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="ManagerCode">Rep code of the manager; null or empty at the top.</param>
/// <param name="TerritoryCode">Territory that the rep works or manages; null when none.</param>
/// <param name="HireDate">First day of work; null when unknown.</param>
/// <param name="LeaveDate">Last day of work; null when active.</param>
/// <param name="Role">Role, for example "Sales rep" or "Regional manager".</param>
public sealed record SalesRepRow(
    string Code,
    string Name,
    string? ManagerCode,
    string? TerritoryCode,
    DateOnly? HireDate,
    DateOnly? LeaveDate,
    string? Role);
