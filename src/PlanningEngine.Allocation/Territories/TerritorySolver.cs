namespace PlanningEngine.Allocation.Territories;

/// <summary>Gives accounts to reps with little travel and disruption under balanced territories, and says how far the plan can be from the best one.</summary>
/// <remarks>
/// The linear relaxation gives prices of the balance bands; simulated annealing guided by these prices gives a plan, which exact searches over a few neighbouring territories improve. Prices of the accounts, under
/// which every rep fills its own bands with whole accounts, give the bound. Small problems are searched to the end. The answer depends on the input, the moves and the seed only, unless the token is cancelled.
/// Safe to call from many threads.
/// </remarks>
public static class TerritorySolver
{
    private const int MostMovesPerAccount = 10_000_000;

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the solve; the best plan so far comes back with its bound, no exception is thrown.</param>
    /// <returns>Status, plan, bound with the prices that prove it, reasons and conflicts.</returns>
    /// <exception cref="InvalidProblemException">The problem breaks rules; holds all violations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of range.</exception>
    /// <exception cref="ArgumentNullException">The problem or one of its required lists is null.</exception>
    public static TerritoryResult Solve(TerritoryProblem problem, TerritorySolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        var violations = TerritoryProblemValidator.Validate(problem);
        if (violations.Count > 0)
            throw new InvalidProblemException(violations);
        options ??= new TerritorySolverOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.MovesPerAccount, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MovesPerAccount, MostMovesPerAccount, nameof(options));

        var model = new TerritoryModel(problem);
        var conflicts = TerritoryConflicts.Find(model);
        if (conflicts.Any(conflict => conflict.RepId is null && conflict.Tolerance is null))
            return new TerritoryResult(SolveStatus.Infeasible, null, 0, [], [], conflicts);
        var search = new TerritorySearch(model, options, proven: conflicts.Count > 0);
        search.Run(cancellationToken);
        return search.Best is { } best ? Planned(model, search, best) : Unplanned(model, search, conflicts);
    }

    private static TerritoryResult Planned(TerritoryModel model, TerritorySearch search, int[] best)
    {
        var plan = TerritoryPlanReader.PlanOf(model, best);
        var optimal = plan.Cost <= search.Bound + 1e-9 * Math.Abs(search.Bound);
        return new TerritoryResult(
            optimal ? SolveStatus.Optimal : SolveStatus.Feasible, plan, search.Bound, TerritoryPlanReader.PricesOf(model, search.Prices), new TerritoryExplainer(model, best).Explain(), [], search.Proof);
    }

    private static TerritoryResult Unplanned(TerritoryModel model, TerritorySearch search, IReadOnlyList<TerritoryConflict> conflicts)
    {
        var nearest = TerritoryPlanReader.PlanOf(model, search.Nearest);
        var named = conflicts.Count > 0 ? conflicts : [TerritoryPlanReader.NearestConflict(model, search.Nearest, search.WhyNone)];
        return search.IsImpossible
            ? new TerritoryResult(SolveStatus.Infeasible, nearest, 0, [], [], named)
            : new TerritoryResult(SolveStatus.NoSolutionFound, nearest, search.Bound, TerritoryPlanReader.PricesOf(model, search.Prices), [], named, search.Proof);
    }
}
