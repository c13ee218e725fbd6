using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

/// <summary>Compares marginal values with solves at half and at all of their range, money and every shortage.</summary>
internal sealed class Resolves(double tolerance)
{
    public int Priced { get; private set; }

    public int WithShortage { get; private set; }

    public void CheckAll(SupplyProblem problem, SupplyResult result)
    {
        Sources(problem, result);
        Quantities(problem, result);
        Minimums(problem, result);
        Lanes(problem, result);
    }

    public void Sources(SupplyProblem problem, SupplyResult result)
    {
        foreach (var (source, value) in problem.Sources.Zip(result.Explanation!.SourceValues))
        {
            SupplyProblem With(double step) => problem with { Sources = [.. problem.Sources.Select(old => old == source ? old with { Available = Math.Max(0, old.Available + step) } : old)] };
            Check(problem, result, value.OneMore, +1, With);
            Check(problem, result, value.OneLess, -1, With);
        }
    }

    public void Quantities(SupplyProblem problem, SupplyResult result)
    {
        foreach (var (demand, value) in Demands(problem, result))
        {
            SupplyProblem With(double step) => WithDemand(problem, demand, Math.Max(0, demand.Quantity + step), demand.MinimumFill * demand.Quantity);
            Check(problem, result, value.OneMore, +1, With);
            Check(problem, result, value.OneLess, -1, With);
        }
    }

    public void Minimums(SupplyProblem problem, SupplyResult result)
    {
        foreach (var (demand, value) in Demands(problem, result))
        {
            SupplyProblem With(double step) => WithDemand(problem, demand, demand.Quantity, Math.Max(0, demand.MinimumFill * demand.Quantity + step));
            Check(problem, result, value.MinimumOneMore, +1, With);
            Check(problem, result, value.MinimumOneLess, -1, With);
        }
    }

    public void Lanes(SupplyProblem problem, SupplyResult result)
    {
        foreach (var value in result.Explanation!.LaneValues)
        {
            SupplyProblem With(double step) => problem with { Lanes = [.. problem.Lanes.Select(old => old.SourceId == value.SourceId && old.DemandId == value.DemandId ? old with { Maximum = Math.Max(0, old.Maximum!.Value + step) } : old)] };
            Check(problem, result, value.OneMore, +1, With);
            Check(problem, result, value.OneLess, -1, With);
        }
    }

    private static IEnumerable<(Demand Demand, DemandValue Value)> Demands(SupplyProblem problem, SupplyResult result) =>
        result.Explanation!.DemandValues.Select(value => (problem.Demands.Single(demand => demand.Id == value.DemandId), value));

    private static SupplyProblem WithDemand(SupplyProblem problem, Demand demand, double quantity, double required) =>
        problem with { Demands = [.. problem.Demands.Select(old => old == demand ? old with { Quantity = quantity, MinimumFill = quantity == 0 ? 0 : Math.Clamp(required / quantity, 0, 1) } : old)] };

    private void Check(SupplyProblem problem, SupplyResult before, MarginalValue? value, int sign, Func<double, SupplyProblem> changed)
    {
        if (value is null)
            return;
        Assert.True(value.HoldsFor > 0);
        foreach (var share in new[] { 0.5, 1 })
        {
            var step = sign * share * Math.Min(value.HoldsFor, 10);
            var problemAfter = changed(step);
            var after = Some.Solved(problemAfter, new SupplySolverOptions { RatioValueLimit = 0 });
            Assert.Equal(step * value.Money, after.Plan!.NetValue - before.Plan!.NetValue, tolerance);
            foreach (var priority in problem.Demands.Select(demand => (int?)demand.Priority).Distinct().Append(null))
            {
                if (priority is not null && problem.Rule == PriorityRule.ByValue)
                    continue;
                var rate = value.Shortages.SingleOrDefault(shortage => shortage.Priority == priority)?.PerUnit ?? 0;
                Assert.Equal(step * rate, Short(problemAfter, after, priority) - Short(problem, before, priority), tolerance);
            }
        }

        Priced += value.Money != 0 ? 1 : 0;
        WithShortage += value.Shortages.Count > 0 ? 1 : 0;
    }

    /// <summary>Units below minimum fills, or units above them that a priority lacks.</summary>
    private static double Short(SupplyProblem problem, SupplyResult result, int? priority) => priority is null
        ? result.Conflicts.Sum(conflict => conflict.Shortfall)
        : problem.Demands.Zip(result.Plan!.Demands).Where(pair => pair.First.Priority == priority).Sum(pair => Math.Max(0, pair.First.Quantity - Math.Max(pair.Second.Served, pair.Second.Required)));
}
