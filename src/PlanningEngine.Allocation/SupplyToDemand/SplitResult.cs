namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Answer to a <see cref="SupplyProblem"/> under <see cref="SplitRule"/>s.</summary>
/// <param name="Status">Optimal; Feasible when the node limit or the token ended it; Infeasible when the minimum fills cannot all be met under the rules; NoSolutionFound when nothing was found in time.</param>
/// <param name="Plan">The plan; null without one. Availabilities, lane maximums and smallest shipments are kept exactly.</param>
/// <param name="Bound">No plan that serves the priorities as well has a net value above this: from the branch and bound tree, or that of the best plan without split rules where it ended early. Infinite without a plan.</param>
/// <param name="Gap">Bound less net value, at least 0; 0 when optimal.</param>
/// <param name="Conflicts">For an infeasible problem the least units by which minimum fills must give way; the total is the smallest possible.</param>
/// <param name="LinearPrices">
/// What one more unit of each source is worth while the same lanes stay open: the price of the linear problem that is left. Choosing other lanes may be worth more;
/// <see cref="SplitSolver.WorthOfMore"/> solves again. Empty unless there is a plan.
/// </param>
/// <param name="Shortages">One per demand with an unmet quantity, in the order of the problem; empty unless there is a plan.</param>
public sealed record SplitResult(
    SolveStatus Status,
    SupplyPlan? Plan,
    double Bound,
    double Gap,
    IReadOnlyList<MinimumFillRelaxation> Conflicts,
    IReadOnlyList<SourceValue> LinearPrices,
    IReadOnlyList<ShortageReason> Shortages);
