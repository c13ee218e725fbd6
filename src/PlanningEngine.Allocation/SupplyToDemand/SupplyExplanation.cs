namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>How an unmet quantity changes per unit.</summary>
/// <param name="Priority">Units unmet of this priority, above minimum fills; null: units below minimum fills, of whatever priority.</param>
/// <param name="PerUnit">Units unmet per unit of what grows; below 0 a shortage falls. +1 or -1 where all lanes are unit for unit.</param>
public sealed record ShortageRate(int? Priority, double PerUnit);

/// <summary>A one-sided derivative of the optimal value, with the range in which it holds exactly.</summary>
/// <param name="Money">Change of the plan's net value per unit. Under <see cref="PriorityRule.Strict"/> it can have either sign: priority goes before money.</param>
/// <param name="HoldsFor">Units for which the rate holds exactly, greater than 0; infinite when it always holds. Further on it may still hold; it never improves. 0: the dual price of a linear program, which lies between the two one-sided values.</param>
/// <param name="Shortages">Unmet quantities that change along; empty when only money does. Under <see cref="PriorityRule.ByValue"/> minimum fills alone are told.</param>
public sealed record MarginalValue(double Money, double HoldsFor, IReadOnlyList<ShortageRate> Shortages);

/// <summary>What a source's next and last unit are worth.</summary>
/// <param name="SourceId">Id of the source.</param>
/// <param name="OneMore">Gain per unit added.</param>
/// <param name="OneLess">Loss per unit taken away; null when nothing is available.</param>
/// <param name="Binding">True when the source is used up and one more unit is worth something.</param>
public sealed record SourceValue(string SourceId, MarginalValue OneMore, MarginalValue? OneLess, bool Binding);

/// <summary>What a demand's next and last unit bring, and what its minimum fill costs; each is the change per unit more, seen from above and from below.</summary>
/// <param name="DemandId">Id of the demand.</param>
/// <param name="OneMore">Per unit wanted more, the units its minimum fill asks for unchanged: value less what serving it costs, or 0 money and a shortage more.</param>
/// <param name="OneLess">The same for the last unit wanted; null when the minimum fill asks for all of them.</param>
/// <param name="MinimumOneMore">Per unit that must be served more, the quantity unchanged; null when the minimum fill asks for all.</param>
/// <param name="MinimumOneLess">The same for the last unit that must be served; null without a minimum fill.</param>
public sealed record DemandValue(string DemandId, MarginalValue OneMore, MarginalValue? OneLess, MarginalValue? MinimumOneMore, MarginalValue? MinimumOneLess);

/// <summary>What the maximum of a lane that carries it is worth.</summary>
/// <param name="SourceId">Id of the source.</param>
/// <param name="DemandId">Id of the demand.</param>
/// <param name="OneMore">Gain per unit by which the maximum is raised.</param>
/// <param name="OneLess">Loss per unit by which it is lowered; null when it is 0.</param>
public sealed record LaneValue(string SourceId, string DemandId, MarginalValue OneMore, MarginalValue? OneLess);

/// <summary>A lane the optimum does not use.</summary>
/// <param name="SourceId">Id of the source.</param>
/// <param name="DemandId">Id of the demand.</param>
/// <param name="ReducedCost">Money by which its unit cost would have to fall before it is used; with <paramref name="Rank"/> above 0 no cost is low enough.</param>
/// <param name="Rank">Ranks by which using it would hurt higher priorities; 0 when only money speaks against it.</param>
public sealed record RefusedLane(string SourceId, string DemandId, double ReducedCost, int Rank);

/// <summary>Why the plan is as it is. All but the shortages is empty when the plan is not proven optimal.</summary>
/// <param name="SourceValues">One per source in the order of the problem.</param>
/// <param name="DemandValues">One per demand with a positive quantity, in the order of the problem; where lanes take other than unit for unit, the dearest.</param>
/// <param name="LaneValues">Lanes that carry their maximum, where it is not above what the demand wants; the dearest first by dual price, as many as asked for.</param>
/// <param name="RefusedLanes">Unused lanes, the nearest to being used first.</param>
/// <param name="Shortages">One per demand with an unmet quantity, in the order of the problem.</param>
public sealed record SupplyExplanation(
    IReadOnlyList<SourceValue> SourceValues,
    IReadOnlyList<DemandValue> DemandValues,
    IReadOnlyList<LaneValue> LaneValues,
    IReadOnlyList<RefusedLane> RefusedLanes,
    IReadOnlyList<ShortageReason> Shortages);
