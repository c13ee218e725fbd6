using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Divides scarce supply among demands at a proven optimum and says why each shortage is there.</summary>
/// <remarks>
/// The problem is a minimum-cost flow: our own network simplex on exact integers solves it from the plan that serves nothing, so any moment's plan keeps
/// availabilities and lane limits. Minimum fills are the highest priority of all; if they cannot all be met, the breach is the smallest possible in total.
/// Where lanes take other than unit for unit (<see cref="Lane.UnitsPerUnit"/>) it stays a flow as long as each source takes one ratio; otherwise it is a linear program, solved goal by goal, without a pivot limit.
/// Neither starts from a previous answer, and a stopped solve finds no solution.
/// The answer depends on the input and the pivot limit only: not on the order of the lists, the machine or the clock. Safe to call from many threads.
/// </remarks>
public static class SupplySolver
{
    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the solve; the best plan so far comes back with its bound and gap, no exception is thrown.</param>
    /// <returns>Status, plan, certificate and explanation.</returns>
    /// <exception cref="InvalidProblemException">The problem breaks rules; holds all violations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is negative.</exception>
    /// <exception cref="ArgumentNullException">The problem or one of its lists is null.</exception>
    public static SupplyResult Solve(SupplyProblem problem, SupplySolverOptions? options = null, CancellationToken cancellationToken = default) =>
        Solve(problem, options, null, cancellationToken);

    /// <summary>Solves a problem that resembles one solved before, starting from its plan.</summary>
    /// <param name="problem">The problem; sources, demands and lanes may have come, gone or changed.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="previous">The answer to start from; the more the problems have in common, the less there is to do. The objective is the same as from scratch, the plan
    /// may be another of the same objective. Null, or an answer that is not optimal, starts from scratch.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <returns>Status, plan, certificate and explanation.</returns>
    /// <exception cref="InvalidProblemException">The problem breaks rules; holds all violations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is negative.</exception>
    /// <exception cref="ArgumentNullException">The problem or one of its lists is null.</exception>
    public static SupplyResult Solve(SupplyProblem problem, SupplySolverOptions? options, SupplyResult? previous, CancellationToken cancellationToken = default)
    {
        options ??= new SupplySolverOptions();
        if (options.PivotLimit is { } limit)
            ArgumentOutOfRangeException.ThrowIfNegative(limit, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.RefusedLaneLimit, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.LaneValueLimit, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.RatioValueLimit, nameof(options));
        var violations = SupplyProblemValidator.Validate(problem);
        if (violations.Count > 0)
            throw new InvalidProblemException(violations);

        if (problem.Lanes.Any(lane => lane.UnitsPerUnit != 1))
            return SourceUnits.Of(problem)?.Solve(options, cancellationToken) ?? RatioSolver.Solve(problem, options, cancellationToken);
        var network = SupplyNetwork.Build(problem);
        var simplex = NetworkSimplex.Prepare(network.Flow, previous?.State is { } state ? BasisTransfer.Carry(state, network) : null);
        var proven = simplex.Run(options.PivotLimit ?? long.MaxValue, cancellationToken);
        if (simplex.UsesArtificialArcs)
            return new SupplyResult(SolveStatus.NoSolutionFound, null, null, null, [], simplex.Pivots);
        simplex.WriteFlow();
        var minimumsMet = Enumerable.Range(0, network.Demands.Count).All(demand => network.BelowMinimumOf(demand) == 0);
        if (!proven && !minimumsMet)
            return new SupplyResult(SolveStatus.NoSolutionFound, null, null, null, [], simplex.Pivots);

        var plan = PlanReader.Read(network);
        if (!proven)
        {
            var certificate = CertificateWriter.Write(network, plan, simplex.Potentials(), proven: false);
            var shortages = ShortageExplainer.Explain(network, null);
            return new SupplyResult(SolveStatus.Feasible, plan, certificate, new SupplyExplanation([], [], [], [], shortages), [], simplex.Pivots);
        }

        var values = MarginalValues.Find(network, simplex.Potentials());
        return new SupplyResult(
            minimumsMet ? SolveStatus.Optimal : SolveStatus.Infeasible,
            plan,
            CertificateWriter.Write(network, plan, values.Potential, proven: true),
            new SupplyExplanation(values.Sources, values.Demands(), values.LimitedLanes(options.LaneValueLimit, cancellationToken), values.RefusedLanes(options.RefusedLaneLimit), ShortageExplainer.Explain(network, values.Sources)),
            minimumsMet ? [] : ConflictFinder.Find(network),
            simplex.Pivots)
        { State = new SupplyState(network, simplex, values.Potential) };
    }
}
