using PlanningEngine.Allocation.Assignment;
using PlanningEngine.Allocation.Assignment.Search;

namespace PlanningEngine.Allocation.Locations;

/// <summary>Solves the capacitated p-median problem, with a valid bound at any moment.</summary>
/// <remarks>
/// The search of <see cref="AssignmentSolver"/>, in which only so many agents may be open: the bound is that of set partitioning by clusters (Ceselli and Righini, Networks 45, 2005).
/// The answer depends on the input, the node limit and the seed only, unless the token is cancelled. Safe to call from many threads.
/// </remarks>
public static class LocationSolver
{
    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">Limits; a warm start names the site of each customer. Null for the defaults.</param>
    /// <param name="cancellationToken">Stops the solve; the best plan so far comes back with its bound, no exception is thrown.</param>
    /// <returns>Status, plan and bound.</returns>
    /// <exception cref="InvalidProblemException">The problem breaks rules; holds all violations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is negative, or the warm start has another number of customers.</exception>
    /// <exception cref="ArgumentNullException">The problem or one of its lists is null.</exception>
    public static LocationResult Solve(LocationProblem problem, AssignmentSolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        var violations = LocationProblemValidator.Validate(problem);
        if (violations.Count > 0)
            throw new InvalidProblemException(violations);
        options ??= new AssignmentSolverOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.NodeLimit ?? 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.WarmStart?.Count ?? problem.Customers, problem.Customers, nameof(options));

        var load = new long[problem.Sites * problem.Customers];
        for (var pair = 0; pair < load.Length; pair++)
            load[pair] = problem.Demand[pair % problem.Customers];
        var model = new AssignmentModel(problem.Sites, problem.Customers, problem.MostOpen, [.. problem.Distance.Select(distance => (double)distance)], load, [.. problem.Capacity]);
        var search = new AssignmentSearch(model, options.Seed);
        search.Run(options.WarmStart, options.NodeLimit ?? long.MaxValue, cancellationToken);
        var plan = search.Incumbent;
        var status = search.StatusNow;
        return new LocationResult(
            status,
            plan.AgentOfJob,
            [.. plan.AgentOfJob.Distinct().Order()],
            plan.Exists ? (long)plan.Cost : 0,
            status == SolveStatus.Infeasible ? 0 : (long)Math.Min(search.Bound, plan.Cost),
            status == SolveStatus.Infeasible ? CapacityConflicts.Describe(model, "customer", "site") : [],
            search.Nodes);
    }
}
