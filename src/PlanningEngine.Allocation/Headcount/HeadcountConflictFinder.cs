using Google.OrTools.LinearSolver;

namespace PlanningEngine.Allocation.Headcount;

/// <summary>Names hard requirements that cannot be met, and the plan that misses the least of them in total.</summary>
internal static class HeadcountConflictFinder
{
    public static HeadcountResult Explain(HeadcountProblem problem, CapacityTable table, long nodeLimit, CancellationToken cancellationToken)
    {
        bool[] hard = [.. problem.Work.Select(work => work.ShortfallCost is null)];
        using var least = new HeadcountModel(problem, table, new HeadcountObjective(false, [.. hard.Select(isHard => isHard ? 1.0 : 0)]));
        if (least.Solve(nodeLimit, cancellationToken).Status != Solver.ResultStatus.OPTIMAL)
            return new(SolveStatus.NoSolutionFound, null, double.NaN, [], [], []);

        var costs = HeadcountSolver.Costs(problem);
        using var cheapest = new HeadcountModel(problem, table, costs with { Shortfall = [.. costs.Shortfall.Select(cost => cost ?? 0)] });
        cheapest.LimitMissing(hard, least.Value * (1 + HeadcountPlanReader.Tolerance));
        var (status, bound) = cheapest.Solve(nodeLimit, cancellationToken);
        if (status is not (Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE))
            return new(SolveStatus.Infeasible, null, double.NaN, [], [], Conflicts(HeadcountPlanReader.Read(problem, table, least)));
        var plan = HeadcountPlanReader.Read(problem, table, cheapest);
        return new(SolveStatus.Infeasible, plan, Math.Min(bound, plan.Objective), [], HeadcountExplainer.Explain(problem, table, plan, new LinearPrices(problem, table)), Conflicts(plan));

        List<HeadcountConflict> Conflicts(HeadcountPlan relaxed) =>
        [
            .. relaxed.Work.Select((of, i) => (Of: of, Work: i / problem.Months.Count))
                .Where(row => row.Of.Shortfall > 0 && hard[row.Work])
                .Select(row => Conflict(problem, table, row.Work, row.Of, Reachable(problem, table, row.Work, row.Of.Month, nodeLimit, cancellationToken))),
        ];
    }

    /// <summary>Most capacity of one work in one month when nothing else counts, at most what is required.</summary>
    public static double Reachable(HeadcountProblem problem, CapacityTable table, int work, int month, long nodeLimit, CancellationToken cancellationToken)
    {
        var only = new double?[problem.Work.Count];
        Array.Fill(only, 0);
        only[work] = 1;
        using var model = new HeadcountModel(problem, table, new HeadcountObjective(false, only, month));
        var required = problem.Work[work].Required[month];
        return model.Solve(nodeLimit, cancellationToken).Status == Solver.ResultStatus.OPTIMAL ? required - Math.Max(0, model.Missing(work, month)) : double.NaN;
    }

    private static HeadcountConflict Conflict(HeadcountProblem problem, CapacityTable table, int work, WorkMonth of, double reachable)
    {
        var words = new HeadcountWords(problem);
        var start = $"{problem.Months[of.Month]} cannot reach {HeadcountWords.Number(of.Required)} of capacity{words.ForWork(work)}";
        var alone = of.Required - reachable > HeadcountPlanReader.Tolerance * Math.Max(1, of.Required);
        var sentence = alone
            ? $"{start}: at most {HeadcountWords.Number(reachable)} {words.EvenWith(table, work, of.Month)}{words.AsRamped(table, work, of.Month)}."
            : $"{start} together with the other requirements: it gives way by {HeadcountWords.Number(of.Shortfall)} where they miss the least in all.";
        return new(of.WorkId, of.Month, of.Required, reachable, of.Shortfall, sentence);
    }
}
