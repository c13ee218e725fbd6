namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A one-sided marginal value, with the range in which it holds exactly.</summary>
/// <param name="Money">Change of the plan's net value per unit. Under <see cref="PriorityRule.Strict"/> it can be negative: priority goes before money.</param>
/// <param name="Priority">Priority whose shortage changes by one unit per unit; null when only money changes.</param>
/// <param name="MinimumFill">True when a minimum fill's shortfall changes by one unit per unit.</param>
/// <param name="HoldsFor">Units for which the rate holds exactly, greater than 0; infinite when it always holds. Further on it may still hold; it never improves.</param>
public sealed record MarginalValue(double Money, int? Priority, bool MinimumFill, double HoldsFor);

/// <summary>What a source's next and last unit are worth.</summary>
/// <param name="SourceId">Id of the source.</param>
/// <param name="OneMore">Gain per unit added.</param>
/// <param name="OneLess">Loss per unit taken away; null when nothing is available.</param>
/// <param name="Binding">True when the source is used up and one more unit is worth something.</param>
public sealed record SourceValue(string SourceId, MarginalValue OneMore, MarginalValue? OneLess, bool Binding);

/// <summary>A lane the optimum does not use.</summary>
/// <param name="SourceId">Id of the source.</param>
/// <param name="DemandId">Id of the demand.</param>
/// <param name="ReducedCost">Money by which its unit cost would have to fall before it is used; with <paramref name="Rank"/> above 0 no cost is low enough.</param>
/// <param name="Rank">Ranks by which using it would hurt higher priorities; 0 when only money speaks against it.</param>
public sealed record RefusedLane(string SourceId, string DemandId, double ReducedCost, int Rank);

/// <summary>Why the plan is as it is.</summary>
/// <param name="SourceValues">One per source in the order of the problem; empty when the plan is not proven optimal.</param>
/// <param name="RefusedLanes">Unused lanes, the nearest to being used first; empty when the plan is not proven optimal.</param>
/// <param name="Shortages">One per demand with an unmet quantity, in the order of the problem.</param>
public sealed record SupplyExplanation(
    IReadOnlyList<SourceValue> SourceValues,
    IReadOnlyList<RefusedLane> RefusedLanes,
    IReadOnlyList<ShortageReason> Shortages);
