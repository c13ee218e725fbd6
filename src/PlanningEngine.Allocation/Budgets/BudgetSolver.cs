namespace PlanningEngine.Allocation.Budgets;

/// <summary>Divides a budget so that the next unit returns the same everywhere, and says what one more unit is worth.</summary>
/// <remarks>
/// Concave curves: exact to machine precision, certified by the dual. S-shaped curves enter by their concave envelope, whose plan has at most one item per
/// priced group between nothing and where its returns pay; branch and bound over these closes the gap under a limit on work. Each tied choice goes in the order of the problem.
/// The answer depends on the input only. Safe to call from many threads.
/// </remarks>
public static class BudgetSolver
{
    private const int FewestDivisions = 16;
    private const int MostSpends = 2_000_000;

    /// <summary>Relative gap up to which a plan is called optimal.</summary>
    public const double OptimalGap = 1e-9;

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the solve: without a plan, as it takes well under a second.</param>
    /// <returns>Status, plan, prices, reasons and conflicts.</returns>
    /// <exception cref="InvalidProblemException">The problem breaks rules; holds all violations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is negative.</exception>
    /// <exception cref="ArgumentNullException">The problem or its items are null.</exception>
    public static BudgetResult Solve(BudgetProblem problem, BudgetSolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new BudgetSolverOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.ReasonLimit, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.DivisionLimit, nameof(options));
        InputCheck.ThrowIfAny(BudgetProblemValidator.Validate(problem));
        var tree = BudgetTree.Build(problem);
        if (BudgetConflicts.Find(problem, tree) is { Count: > 0 } conflicts)
            return new(SolveStatus.Infeasible, [], [], 0, 0, double.NaN, null, null, [], conflicts);
        try
        {
            var division = BudgetDivision.Of(tree, problem.Budget, 1, cancellationToken);
            var bound = division.Bound(problem.Budget);
            var (more, less) = division.Margins(problem.Budget);
            var branching = new BudgetBranching(problem, tree, division.Spend);
            branching.Run(division, bound, Math.Min(options.DivisionLimit, Math.Max(FewestDivisions, MostSpends / problem.Items.Count)), cancellationToken);
            return BudgetPlanReader.Read(problem, tree, division, branching.Spend, branching.Bound, more, less, options.ReasonLimit);
        }
        catch (OperationCanceledException)
        {
            return new(SolveStatus.NoSolutionFound, [], [], 0, 0, double.NaN, null, null, [], []);
        }
    }
}
