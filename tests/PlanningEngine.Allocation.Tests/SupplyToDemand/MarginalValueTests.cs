using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

/// <summary>V(b + d) - V(b) = d V'(b+) inside the range, by solving again.</summary>
public sealed class MarginalValueTests
{
    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void Sources_InsideTheRange_PredictTheResolve(PriorityRule rule)
    {
        var resolves = new Resolves(1e-7);
        foreach (var problem in Problems(rule, 150))
        {
            var result = Some.Solved(problem);
            resolves.Sources(problem, result);
        }

        Assert.True(resolves.Priced > 200 && resolves.WithShortage > (rule == PriorityRule.Strict ? 200 : 0), $"{resolves.Priced} {resolves.WithShortage}");
    }

    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void Demands_InsideTheRange_PredictTheResolve(PriorityRule rule)
    {
        Resolves quantities = new(1e-7), minimums = new(1e-7);
        foreach (var problem in Problems(rule, 150))
        {
            var result = Some.Solved(problem);
            quantities.Quantities(problem, result);
            minimums.Minimums(problem, result);
        }

        Assert.True(quantities.Priced > 500 && minimums.Priced > 20, $"{quantities.Priced} {minimums.Priced}");
        Assert.True(quantities.WithShortage > (rule == PriorityRule.Strict ? 100 : -1) && minimums.WithShortage > 20, $"{quantities.WithShortage} {minimums.WithShortage}");
    }

    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void Lanes_InsideTheRange_PredictTheResolve(PriorityRule rule)
    {
        var resolves = new Resolves(1e-7);
        foreach (var problem in Problems(rule, 300))
        {
            var result = Some.Solved(problem);
            resolves.Lanes(problem, result);
        }

        Assert.True(resolves.Priced > 200 && resolves.WithShortage > (rule == PriorityRule.Strict ? 50 : 0), $"{resolves.Priced} {resolves.WithShortage}");
    }

    [Fact]
    public void RefusedLanes_BelowTheirReducedCost_AreUsed()
    {
        var used = 0;
        foreach (var problem in Problems(PriorityRule.ByValue, 60))
        {
            var result = Some.Solved(problem);
            foreach (var refused in result.Explanation!.RefusedLanes.Where(lane => lane is { Rank: 0, ReducedCost: > 0 }))
            {
                SupplyPlan Plan(double cheaper) => Some.Solved(problem with { Lanes = [.. problem.Lanes.Select(lane => lane.SourceId == refused.SourceId && lane.DemandId == refused.DemandId ? lane with { UnitCost = lane.UnitCost - cheaper } : lane)] }).Plan!;
                if (problem.Lanes.Single(lane => lane.SourceId == refused.SourceId && lane.DemandId == refused.DemandId).UnitCost < refused.ReducedCost)
                    continue;
                Assert.Equal(result.Plan!.NetValue, Plan(0.999 * refused.ReducedCost).NetValue, 1e-7);
                used++;
            }
        }

        Assert.True(used > 100, $"{used}");
    }

    [Fact]
    public void OneMore_ByValue_AWholeUnitNeverGainsMoreThanThePrice()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var problem = Some.RealProblem(seed, PriorityRule.ByValue, 0.1, 50);
            problem = problem with { Demands = [.. problem.Demands.Select(demand => demand with { MinimumFill = 0 })] };
            var result = Some.Solved(problem);
            foreach (var (source, value) in problem.Sources.Zip(result.Explanation!.SourceValues))
            {
                var after = Some.Solved(problem with { Sources = [.. problem.Sources.Select(old => old == source ? old with { Available = old.Available + 1 } : old)] });
                Assert.InRange(after.Plan!.NetValue - result.Plan!.NetValue, -1e-6, value.OneMore.Money + 1e-6);
            }
        }
    }

    [Fact]
    public void Values_OfAScarcePlant_SayWhatPlannersAsk()
    {
        var problem = Some.Problem([Some.Plant("B", 60)], [Some.Demand("1", 50, value: 10), Some.Demand("2", 40, priority: 2, value: 30, minimumFill: 0.5)], [new Lane("B", "1", 2, 45), new Lane("B", "2", 3)]);
        // 20 of the plant are held for the minimum of demand 2, 40 go to demand 1.
        var explanation = Some.Solved(problem).Explanation!;
        Assert.Equal((0.0, new ShortageRate(1, 1)), (explanation.DemandValues[0].OneMore.Money, Assert.Single(explanation.DemandValues[0].OneMore.Shortages)));
        // One more for the minimum of demand 2 brings 27 and takes 8 from demand 1, whose shortage grows.
        var minimum = explanation.DemandValues[1].MinimumOneMore!;
        Assert.Equal((19.0, 20.0), (minimum.Money, minimum.HoldsFor));
        Assert.Equal([new ShortageRate(2, -1), new ShortageRate(1, +1)], minimum.Shortages);
        Assert.Empty(explanation.LaneValues);
    }

    private static IEnumerable<SupplyProblem> Problems(PriorityRule rule, int count) =>
        Enumerable.Range(0, count).Select(seed => seed % 2 == 0 ? Some.TiedProblem(seed, rule, minimumFills: seed % 4 == 0) : Some.RealProblem(seed, rule));
}
