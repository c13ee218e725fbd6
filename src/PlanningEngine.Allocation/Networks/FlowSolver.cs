namespace PlanningEngine.Allocation.Networks;

/// <summary>Exact minimum-cost flow by the primal network simplex method.</summary>
/// <remarks>
/// Arithmetic is on whole numbers throughout. The first tree joins every node to an artificial root; the cost of its arcs exceeds that of any path, so that units stay on them
/// only where there is no other way. A later solve of the same network can start from the tree of an earlier one: after a change of few supplies, costs or capacities most of it
/// still fits (see <see cref="Solve"/>). Safe to call from many threads; the answer depends on problem, options and previous result only.
/// </remarks>
public static class FlowSolver
{
    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="previous">
    /// An answer to a problem with the same nodes and arcs (the same <c>From</c> and <c>To</c> arrays, or equal ones) to start from; null starts afresh. The cost is the same either way, the flow may be another of the same cost.
    /// </param>
    /// <param name="cancellationToken">Stops the solve; the best flow so far comes back, no exception is thrown.</param>
    /// <exception cref="InvalidProblemException">The problem breaks rules; holds all violations.</exception>
    /// <exception cref="ArgumentException">The previous result is of another network, or a limit is negative.</exception>
    public static FlowResult Solve(FlowProblem problem, FlowOptions? options = null, FlowResult? previous = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (options?.PivotLimit is { } limit)
            ArgumentOutOfRangeException.ThrowIfNegative(limit, nameof(options));
        var violations = FlowProblemValidator.Validate(problem, previous?.Problem);
        if (violations.Count > 0)
            throw new InvalidProblemException(violations);
        if (previous is not null && !HasSameArcs(problem, previous.Problem))
            throw new ArgumentException("The previous result must be of the same nodes and arcs. Maybe solve without it.", nameof(previous));

        var simplex = NetworkSimplex.Prepare(NetworkOf(problem), previous?.Simplex.Basis(), previous?.Simplex);
        var proven = simplex.Run(options?.PivotLimit ?? long.MaxValue, cancellationToken);
        Int128 cost = 0;
        foreach (var (arc, units) in simplex.PositiveFlows())
            cost += (Int128)problem.Cost[arc] * units;
        var lacking = simplex.UsesArtificialArcs;
        var status = (proven, lacking) switch
        {
            (true, false) => SolveStatus.Optimal,
            (true, true) => SolveStatus.Infeasible,
            (false, false) => SolveStatus.Feasible,
            _ => SolveStatus.NoSolutionFound,
        };
        var gap = status switch
        {
            SolveStatus.Optimal => 0,
            SolveStatus.Feasible => FlowBound.Gap(problem, simplex),
            _ => double.PositiveInfinity,
        };
        return new FlowResult(problem, simplex, status, cost, gap, status == SolveStatus.Infeasible ? FlowBound.Cut(problem, simplex) : null);
    }

    private static FlowNetwork NetworkOf(FlowProblem problem)
    {
        var root = problem.Supply.Length;
        return new FlowNetwork(root + 1, root, problem.Supply, problem.From, problem.To, problem.Cost, problem.Capacity, ArtificialCost(problem));
    }

    /// <summary>Above the cost of any path: no path has more arcs than there are nodes.</summary>
    internal static long ArtificialCost(FlowProblem problem)
    {
        var largest = 0L;
        foreach (var cost in problem.Cost)
            largest = Math.Max(largest, Math.Abs(cost));
        return (largest + 1) * (problem.Supply.Length + 1);
    }

    private static bool HasSameArcs(FlowProblem left, FlowProblem right) =>
        left.Supply.Length == right.Supply.Length
        && (ReferenceEquals(left.From, right.From) || left.From.AsSpan().SequenceEqual(right.From))
        && (ReferenceEquals(left.To, right.To) || left.To.AsSpan().SequenceEqual(right.To));
}
