using PlanningEngine.Allocation.Assignment.Search;

namespace PlanningEngine.Allocation.Assignment;

/// <summary>Solves the generalised assignment problem, with a valid bound at any moment.</summary>
/// <remarks>
/// Lagrangian relaxation to knapsacks, tabu search for plans, and a branch and bound that asks for plans within rising targets. All arithmetic of bounds is exact. The answer depends on the input, the node
/// limit and the seed only, unless the token is cancelled. Safe to call from many threads.
/// </remarks>
public static class AssignmentSolver
{
    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the solve; the best plan so far comes back with its bound, no exception is thrown.</param>
    /// <returns>Status, plan and bound.</returns>
    /// <exception cref="InvalidProblemException">The problem breaks rules; holds all violations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is negative, or the warm start has another number of jobs.</exception>
    /// <exception cref="ArgumentNullException">The problem or one of its lists is null.</exception>
    public static AssignmentResult Solve(AssignmentProblem problem, AssignmentSolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        var violations = AssignmentProblemValidator.Validate(problem);
        if (violations.Count > 0)
            throw new InvalidProblemException(violations);
        options ??= new AssignmentSolverOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.NodeLimit ?? 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.WarmStart?.Count ?? problem.Jobs, problem.Jobs, nameof(options));

        var sign = problem.Goal == AssignmentGoal.Maximise ? -1 : 1;
        var model = new AssignmentModel(
            problem.Agents, problem.Jobs, problem.Agents, [.. problem.Cost.Select(cost => (double)(sign * cost))], [.. problem.Load], [.. problem.Capacity]);
        var search = new AssignmentSearch(model, options.Seed);
        search.Run(options.WarmStart, options.NodeLimit ?? long.MaxValue, cancellationToken);
        var plan = search.Incumbent;
        var status = search.StatusNow;
        return new AssignmentResult(
            status,
            plan.AgentOfJob,
            plan.Exists ? sign * (long)plan.Cost : 0,
            status == SolveStatus.Infeasible ? 0 : sign * (long)Math.Min(search.Bound, plan.Cost),
            status == SolveStatus.Infeasible ? CapacityConflicts.Describe(model, "job", "agent") : [],
            search.Nodes);
    }
}
