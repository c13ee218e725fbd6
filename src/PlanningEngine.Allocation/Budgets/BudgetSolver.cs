namespace PlanningEngine.Allocation.Budgets;

/// <summary>Divides a budget so that the next unit returns the same everywhere, and says what one more unit is worth.</summary>
/// <remarks>
/// Concave curves: exact to machine precision, certified by the dual. S-shaped curves enter by their concave envelope, whose plan has at most one item per
/// priced group between nothing and where its returns pay; the gap to the envelope is stated. Each tied choice goes in the order of the problem.
/// The answer depends on the input only. Safe to call from many threads.
/// </remarks>
public static class BudgetSolver
{
    private const int MostRepairs = 8;

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
        InputCheck.ThrowIfAny(BudgetProblemValidator.Validate(problem));
        var tree = BudgetTree.Build(problem);
        if (BudgetConflicts.Find(problem, tree) is { Count: > 0 } conflicts)
            return new(SolveStatus.Infeasible, [], [], 0, 0, double.NaN, null, null, [], conflicts);
        try
        {
            var division = BudgetDivision.Of(tree, problem.Budget, 1, cancellationToken);
            var bound = division.Bound(problem.Budget);
            var (more, less) = division.Margins(problem.Budget);
            var spend = Repaired(problem, tree, division, cancellationToken);
            return BudgetPlanReader.Read(problem, tree, division, spend, bound, more, less, options.ReasonLimit);
        }
        catch (OperationCanceledException)
        {
            return new(SolveStatus.NoSolutionFound, [], [], 0, 0, double.NaN, null, null, [], []);
        }
    }

    /// <summary>Moves items off their chords, where the envelope promises more than the curve gives: each to its least amount or past its chord, whichever brings more.</summary>
    private static double[] Repaired(BudgetProblem problem, BudgetTree tree, BudgetDivision first, CancellationToken cancellationToken)
    {
        var (best, value, current) = (first.Spend, Value(first.Spend), first.Spend);
        var original = tree.Demands.ToArray();
        for (var repair = 0; repair < MostRepairs; repair++)
        {
            var item = Array.FindIndex(Enumerable.Range(0, current.Length).ToArray(), at => tree.Demands[at].OnChord(current[at]));
            if (item < 0)
                break;
            var demand = tree.Demands[item];
            var choices = new[] { demand.Without(), demand.PastChord() }.Select(choice =>
            {
                tree.Demands[item] = choice;
                var feasible = BudgetConflicts.Find(problem, tree).Count == 0;
                var spend = feasible ? BudgetDivision.Of(tree, problem.Budget, first.Price[0], cancellationToken).Spend : null;
                return (Choice: choice, Spend: spend, Value: spend is null ? double.NegativeInfinity : Value(spend));
            }).ToArray();
            var better = choices[1].Value > choices[0].Value ? choices[1] : choices[0];
            if (better.Spend is null)
                break;
            (tree.Demands[item], current) = (better.Choice, better.Spend);
            if (better.Value > value)
                (best, value) = (better.Spend, better.Value);
        }

        original.CopyTo(tree.Demands, 0);
        return best;

        double Value(double[] spend)
        {
            var sum = 0.0;
            for (var place = 0; place < spend.Length; place++)
                sum += problem.Items[tree.Item[place]].Curve.Response(spend[place]);
            return sum;
        }
    }
}
