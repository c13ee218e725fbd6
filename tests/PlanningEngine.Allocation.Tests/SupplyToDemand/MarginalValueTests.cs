using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class MarginalValueTests
{
    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void OneMoreAndOneLess_InsideTheirRange_PredictTheResolve(PriorityRule rule)
    {
        var moved = 0;
        for (var seed = 0; seed < 150; seed++)
        {
            var problem = seed % 2 == 0 ? Some.TiedProblem(seed, rule, minimumFills: seed % 4 == 0) : Some.RealProblem(seed, rule);
            var result = Some.Solved(problem);
            for (var i = 0; i < problem.Sources.Count; i++)
            {
                var value = result.Explanation!.SourceValues[i];
                Predicts(problem, result, i, value.OneMore, +1, ref moved);
                if (value.OneLess is not null)
                    Predicts(problem, result, i, value.OneLess, -1, ref moved);
            }
        }

        Assert.True(moved > 200);
    }

    [Fact]
    public void OneMore_ByValue_AWholeUnitNeverGainsMoreThanThePrice()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var problem = Some.RealProblem(seed, PriorityRule.ByValue, 0.1, 50);
            problem = problem with { Demands = [.. problem.Demands.Select(demand => demand with { MinimumFill = 0 })] };
            var result = Some.Solved(problem);
            for (var i = 0; i < problem.Sources.Count; i++)
            {
                var price = result.Explanation!.SourceValues[i].OneMore.Money;
                var gain = Some.Solved(WithAvailable(problem, i, problem.Sources[i].Available + 1)).Plan!.NetValue - result.Plan!.NetValue;
                Assert.InRange(gain, -1e-6, price + 1e-6);
            }
        }
    }

    private static void Predicts(SupplyProblem problem, SupplyResult before, int source, MarginalValue value, int sign, ref int moved)
    {
        Assert.True(value.HoldsFor > 0);
        foreach (var share in new[] { 0.5, 1 })
        {
            var step = share * Math.Min(value.HoldsFor, 10);
            var available = Math.Max(0, problem.Sources[source].Available + sign * step);
            var after = Some.Solved(WithAvailable(problem, source, available));
            Assert.Equal(sign * step * value.Money, after.Plan!.NetValue - before.Plan!.NetValue, 1e-7);
            Assert.Equal(value.MinimumFill ? sign * step : 0, Breach(before) - Breach(after), 1e-7);
            foreach (var priority in problem.Demands.Select(demand => demand.Priority).Distinct())
            {
                // A minimum fill that is met also serves its demand, whatever its priority: only the breach is predicted then.
                if (value.MinimumFill || problem.Rule == PriorityRule.ByValue)
                    continue;
                Assert.Equal(value.Priority == priority ? sign * step : 0, Unmet(problem, before, priority) - Unmet(problem, after, priority), 1e-7);
            }

            moved += value.Money != 0 ? 1 : 0;
        }
    }

    private static SupplyProblem WithAvailable(SupplyProblem problem, int source, double available) =>
        problem with { Sources = [.. problem.Sources.Select((old, i) => i == source ? old with { Available = available } : old)] };

    private static double Breach(SupplyResult result) => result.Conflicts.Sum(conflict => conflict.Shortfall);

    private static double Unmet(SupplyProblem problem, SupplyResult result, int priority) =>
        problem.Demands.Zip(result.Plan!.Demands).Where(pair => pair.First.Priority == priority).Sum(pair => Math.Max(0, pair.First.Quantity - Math.Max(pair.Second.Served, pair.Second.Required)));
}
