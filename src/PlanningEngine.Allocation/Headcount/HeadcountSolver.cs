using Google.OrTools.LinearSolver;

namespace PlanningEngine.Allocation.Headcount;

/// <summary>Plans hires at least cost and says what they are for.</summary>
/// <remarks>
/// A mixed-integer program solved by SCIP (through OR-Tools) to a gap of 0 under a limit on nodes, on one thread. A requirement counts as met within a
/// millionth of itself, the solver's tolerance. Prices: those of the linear relaxation are labelled so; what one unit more or less really costs comes
/// from solving the whole problem again. Safe to call from many threads.
/// </remarks>
public static class HeadcountSolver
{
    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the solve; the best plan so far comes back with its bound, no exception is thrown.</param>
    /// <returns>Status, plan, prices, reasons and conflicts.</returns>
    /// <exception cref="InvalidProblemException">The problem breaks rules; holds all violations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is too small.</exception>
    /// <exception cref="ArgumentNullException">The problem or one of its required lists is null.</exception>
    public static HeadcountResult Solve(HeadcountProblem problem, HeadcountSolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new HeadcountSolverOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.NodeLimit, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.RevaluedRequirements, nameof(options));
        InputCheck.ThrowIfAny(HeadcountProblemValidator.Validate(problem));

        var table = new CapacityTable(problem);
        using var model = new HeadcountModel(problem, table, Costs(problem));
        var (status, bound) = model.Solve(options.NodeLimit, cancellationToken);
        switch (status)
        {
            case Solver.ResultStatus.INFEASIBLE:
                return HeadcountConflictFinder.Explain(problem, table, options.NodeLimit, cancellationToken);
            case Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE:
                var plan = HeadcountPlanReader.Read(problem, table, model);
                var linear = new LinearPrices(problem, table);
                return status == Solver.ResultStatus.OPTIMAL
                    ? new(SolveStatus.Optimal, plan, plan.Objective, Prices(problem, table, plan, linear, options, cancellationToken), HeadcountExplainer.Explain(problem, table, plan, linear), [])
                    : new(SolveStatus.Feasible, plan, Math.Min(bound, plan.Objective), [], HeadcountExplainer.Explain(problem, table, plan, linear), []);
            default:
                return new(SolveStatus.NoSolutionFound, null, double.NaN, [], [], []);
        }
    }

    /// <summary>What the problem asks for: money for hires and, where it has a price, for what is missing.</summary>
    internal static HeadcountObjective Costs(HeadcountProblem problem) => new(true, [.. problem.Work.Select(work => work.ShortfallCost)]);

    private static List<CapacityPrice> Prices(HeadcountProblem problem, CapacityTable table, HeadcountPlan plan, LinearPrices linear, HeadcountSolverOptions options, CancellationToken cancellationToken)
    {
        var months = problem.Months.Count;
        var revalued = Enumerable.Range(0, problem.Work.Count * months)
            .Where(i => problem.Work[i / months].Required[i % months] > 0)
            .OrderByDescending(i => linear.Of(i / months, i % months)).ThenBy(i => i)
            .Take(options.RevaluedRequirements).ToHashSet();
        var prices = new List<CapacityPrice>();
        for (var i = 0; i < problem.Work.Count * months; i++)
        {
            var (work, month) = (i / months, i % months);
            var again = revalued.Contains(i);
            var more = again ? Again(+1) : null;
            var less = again ? Again(-1) : null;
            prices.Add(new CapacityPrice(problem.Work[work].Id, month, linear.Of(work, month), more - plan.Objective, plan.Objective - less));

            double? Again(double change)
            {
                using var model = new HeadcountModel(Changed(problem, work, month, change), table, Costs(problem));
                return model.Solve(Math.Max(1, options.NodeLimit / 10), cancellationToken).Status switch
                {
                    Solver.ResultStatus.OPTIMAL => model.Value,
                    Solver.ResultStatus.INFEASIBLE => double.PositiveInfinity,
                    _ => null,
                };
            }
        }

        return prices;
    }

    private static HeadcountProblem Changed(HeadcountProblem problem, int work, int month, double change)
    {
        var required = problem.Work[work].Required.ToArray();
        required[month] = Math.Max(0, required[month] + change);
        var changed = problem.Work.ToArray();
        changed[work] = changed[work] with { Required = required };
        return problem with { Work = changed };
    }
}
