namespace PlanningEngine.Allocation.Budgets;

/// <summary>A budget to divide among items by what each of them returns.</summary>
/// <param name="Budget">Money to spend at most, 0 .. 1e15.</param>
/// <param name="Items">What it can be spent on; at least one.</param>
/// <param name="Groups">Groups with limits of their own; they form trees; null for none.</param>
public sealed record BudgetProblem(double Budget, IReadOnlyList<BudgetItem> Items, IReadOnlyList<BudgetGroup>? Groups = null);

/// <summary>Something to spend on: calls on a segment, a promotion, a channel.</summary>
/// <param name="Id">Unique among the items, not empty.</param>
/// <param name="Label">Words for it; empty uses the id.</param>
/// <param name="Curve">What spending on it brings.</param>
/// <param name="Least">Money it must get, at least 0.</param>
/// <param name="Most">Money it may get; null for no limit.</param>
/// <param name="GroupId">Its group; null for none.</param>
public sealed record BudgetItem(string Id, string Label, ResponseCurve Curve, double Least = 0, double? Most = null, string? GroupId = null);

/// <summary>Items, and groups of items, that share limits.</summary>
/// <param name="Id">Unique among the groups, not empty.</param>
/// <param name="Label">Words for it; empty uses the id.</param>
/// <param name="Least">Money all below it must get together, at least 0.</param>
/// <param name="Most">Money all below it may get together; null for no limit.</param>
/// <param name="ParentId">The group it is part of; null for none.</param>
public sealed record BudgetGroup(string Id, string Label, double Least = 0, double? Most = null, string? ParentId = null);
