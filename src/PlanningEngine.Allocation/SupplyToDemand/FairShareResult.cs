namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>What a demand gets under a fair share.</summary>
/// <param name="DemandId">Id of the demand.</param>
/// <param name="Quantity">Units wanted.</param>
/// <param name="Target">Units its share entitles it to, reached exactly by the plan.</param>
/// <param name="Share">Target over quantity, 0 .. 1; 1 for a demand of nothing.</param>
/// <param name="Sentence">Why it is not more, in words; empty at a full share.</param>
public sealed record DemandShare(string DemandId, double Quantity, double Target, double Share, string Sentence);

/// <summary>Answer to a <see cref="SupplyProblem"/> under a <see cref="FairShareRule"/>.</summary>
/// <param name="Status">Optimal; Infeasible when the minimum fills cannot all be met; NoSolutionFound when stopped.</param>
/// <param name="Shares">One per demand in the order of the problem; empty unless optimal.</param>
/// <param name="Plan">The cheapest plan that gives every demand its target; null unless optimal.</param>
/// <param name="Conflicts">Minimum fills that cannot be met together; empty unless infeasible.</param>
/// <param name="Solves">Work done, in flow problems solved.</param>
public sealed record FairShareResult(SolveStatus Status, IReadOnlyList<DemandShare> Shares, SupplyPlan? Plan, IReadOnlyList<MinimumFillConflict> Conflicts, int Solves);
