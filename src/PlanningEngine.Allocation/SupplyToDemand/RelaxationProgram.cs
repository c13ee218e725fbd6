using Google.OrTools.LinearSolver;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>The least weighted relaxation where lanes take other than unit for unit, or demands limit their split: a linear program, with switches a mixed-integer one.</summary>
internal static class RelaxationProgram
{
    private const long NodeLimit = 100_000;

    public static (SolveStatus Status, RelaxedAmounts? Amounts) Find(SupplyProblem problem, IReadOnlyList<SplitRule> splits, RelaxationCosts costs, CancellationToken cancellationToken)
    {
        using var solver = Solver.CreateSolver(splits.Count > 0 ? "SCIP" : "GLOP") ?? throw new InvalidOperationException("OR-Tools has no such solver here.");
        var scale = Math.Max(double.Epsilon, problem.Demands.Max(demand => demand.Quantity));
        var heaviest = Math.Max(1e-300, costs.MinimumFill.Concat(costs.Availability).Concat(costs.LaneMaximum).Where(double.IsFinite).DefaultIfEmpty().Max());
        Variable[] Relaxing(double[] weights, Func<int, double> most) => [.. weights.Select((weight, i) =>
        {
            var variable = solver.MakeNumVar(0, double.IsFinite(weight) ? most(i) : 0, "");
            solver.Objective().SetCoefficient(variable, double.IsFinite(weight) ? weight / heaviest : 0);
            return variable;
        })];
        var below = Relaxing(costs.MinimumFill, i => problem.Demands[i].MinimumFill * problem.Demands[i].Quantity / scale);
        var more = Relaxing(costs.Availability, _ => double.PositiveInfinity);
        var wider = Relaxing(costs.LaneMaximum, _ => double.PositiveInfinity);
        solver.Objective().SetMinimization();

        var ruleOf = splits.ToDictionary(rule => rule.DemandId, StringComparer.Ordinal);
        var give = problem.Sources.Select((source, i) => (source.Id, Row: Row(solver, double.NegativeInfinity, source.Available / scale, (more[i], -1)))).ToDictionary(pair => pair.Id, pair => pair.Row, StringComparer.Ordinal);
        var take = problem.Demands.Select((demand, i) => (demand.Id, Least: Row(solver, demand.MinimumFill * demand.Quantity / scale, double.PositiveInfinity, (below[i], 1)), Most: Row(solver, 0, demand.Quantity / scale)))
            .ToDictionary(pair => pair.Id, pair => (pair.Least, pair.Most), StringComparer.Ordinal);
        var quantityOf = problem.Demands.ToDictionary(demand => demand.Id, demand => demand.Quantity / scale, StringComparer.Ordinal);
        var counts = splits.Where(rule => rule.MostSources is not null).ToDictionary(rule => rule.DemandId, rule => Row(solver, 0, rule.MostSources!.Value), StringComparer.Ordinal);
        for (var i = 0; i < problem.Lanes.Count; i++)
        {
            var lane = problem.Lanes[i];
            var units = solver.MakeNumVar(0, quantityOf[lane.DemandId], "");
            give[lane.SourceId].SetCoefficient(units, lane.UnitsPerUnit);
            take[lane.DemandId].Least.SetCoefficient(units, 1);
            take[lane.DemandId].Most.SetCoefficient(units, 1);
            if (lane.Maximum is { } most)
                Row(solver, double.NegativeInfinity, most / scale, (units, 1), (wider[i], -1));
            if (!ruleOf.TryGetValue(lane.DemandId, out var rule))
                continue;
            var open = solver.MakeBoolVar("");
            Row(solver, double.NegativeInfinity, 0, (units, 1), (open, -quantityOf[lane.DemandId]));
            Row(solver, 0, double.PositiveInfinity, (units, 1), (open, -rule.SmallestShipment / scale));
            if (counts.TryGetValue(lane.DemandId, out var count))
                count.SetCoefficient(open, 1);
        }

        if (splits.Count > 0)
            solver.SetSolverSpecificParametersAsString(FormattableString.Invariant($"limits/totalnodes = {NodeLimit}\nparallel/maxnthreads = 1\nlimits/gap = 0\n"));
        using var stop = cancellationToken.Register(() => solver.InterruptSolve());
        var status = cancellationToken.IsCancellationRequested ? Solver.ResultStatus.NOT_SOLVED : solver.Solve();
        double[] Units(Variable[] variables) => Array.ConvertAll(variables, variable => variable.SolutionValue() <= SplitModel.Tolerance ? 0 : variable.SolutionValue() * scale);
        return status switch
        {
            Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE => (status == Solver.ResultStatus.OPTIMAL ? SolveStatus.Optimal : SolveStatus.Feasible, new RelaxedAmounts(Units(below), Units(more), Units(wider))),
            Solver.ResultStatus.INFEASIBLE => (SolveStatus.Infeasible, null),
            _ => (SolveStatus.NoSolutionFound, null),
        };
    }

    private static Constraint Row(Solver solver, double least, double most, params ReadOnlySpan<(Variable Variable, double Coefficient)> terms)
    {
        var row = solver.MakeConstraint(least, most, "");
        foreach (var (variable, coefficient) in terms)
            row.SetCoefficient(variable, coefficient);
        return row;
    }
}
