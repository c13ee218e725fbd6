using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Answer to a <see cref="SupplyProblem"/>.</summary>
/// <param name="Status">How the solve ended.</param>
/// <param name="Plan">The plan; when <see cref="SolveStatus.Infeasible"/>, the best plan with the smallest total breach of minimum fills; null when <see cref="SolveStatus.NoSolutionFound"/>.</param>
/// <param name="Certificate">Objective, bound and prices of the plan; null with it.</param>
/// <param name="Explanation">Why the plan is as it is; null with it.</param>
/// <param name="Conflicts">Minimum fills that cannot be met together; empty unless <see cref="SolveStatus.Infeasible"/>.</param>
/// <param name="Pivots">Work done, in pivots of the network simplex.</param>
public sealed record SupplyResult(
    SolveStatus Status,
    SupplyPlan? Plan,
    OptimalityCertificate? Certificate,
    SupplyExplanation? Explanation,
    IReadOnlyList<MinimumFillConflict> Conflicts,
    long Pivots)
{
    /// <summary>The network and tree it ended with; null unless proven.</summary>
    internal SupplyState? State { get; init; }
}

/// <summary>Where a solve ended, for the next one and for orders that come later.</summary>
/// <param name="Network">The network with its optimal flow.</param>
/// <param name="Simplex">The tree.</param>
/// <param name="Potential">Optimal potentials.</param>
internal sealed record SupplyState(SupplyNetwork Network, NetworkSimplex Simplex, long[] Potential);
