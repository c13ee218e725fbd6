namespace PlanningEngine.Planning.Input;

/// <summary>One product of the catalogue.</summary>
/// <param name="Code">Key of the source system, unique among products.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Level1">Top of the product hierarchy, for example the category; empty when unknown.</param>
/// <param name="Level2">Middle of the product hierarchy, for example the subcategory; empty when unknown.</param>
/// <param name="Level3">Lowest grouping above the product, for example the product line; empty when unknown.</param>
/// <param name="Unit">Unit of quantity, for example "pcs"; empty when unknown.</param>
/// <param name="Price">Current list price per unit, not negative; null when unknown.</param>
/// <param name="Cost">Current standard cost per unit, not negative; null when unknown.</param>
/// <param name="LaunchDate">First day of sale; null when always sold.</param>
/// <param name="EndDate">Last day of sale; null when not discontinued.</param>
/// <param name="PredecessorCode">The product that it replaces; null when it replaces none.</param>
/// <param name="PredecessorShare">Share of the predecessor's demand that goes to it, above 0 and at most 1; null for all of it, or without a predecessor.</param>
public sealed record ProductRow(
    string Code,
    string Name,
    string Level1,
    string Level2,
    string Level3,
    string Unit,
    decimal? Price,
    decimal? Cost,
    DateOnly? LaunchDate,
    DateOnly? EndDate,
    string? PredecessorCode = null,
    double? PredecessorShare = null);
