using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class WarmStartTests
{
    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void Solve_FromThePlanOfAnotherProblem_IsProvenWithTheSameObjective(PriorityRule rule)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var previous = Some.Solved(Some.TiedProblem(seed, rule, minimumFills: seed % 2 == 0));
            // Even seeds change the numbers, odd ones also which sources, demands and lanes there are.
            var problem = seed % 2 == 0 ? Changed(Some.TiedProblem(seed, rule, minimumFills: true), seed) : Some.TiedProblem(seed + 1, rule, minimumFills: true);
            var warm = SupplySolver.Solve(problem, null, previous, TestContext.Current.CancellationToken);
            Assert.Empty(SupplyPlanChecker.Check(problem, warm));
            Assert.Equal(Some.Solved(problem).Certificate!.Objective, warm.Certificate!.Objective, 1e-6);
        }
    }

    [Fact]
    public void Solve_OnePercentOfDemandsChanged_NeedsFewPivots()
    {
        var problem = Some.DenseProblem(3, 150, PriorityRule.ByValue);
        var previous = Some.Solved(problem);
        var changed = problem with { Demands = [.. problem.Demands.Select((demand, i) => i is 7 or 90 ? demand with { Quantity = demand.Quantity + (i == 7 ? 5 : -5) } : demand)] };
        var warm = SupplySolver.Solve(changed, null, previous, TestContext.Current.CancellationToken);
        var cold = Some.Solved(changed);
        Assert.Equal(cold.Certificate!.Objective, warm.Certificate!.Objective, 1e-6);
        Assert.True(warm.Pivots * 10 < cold.Pivots, $"{warm.Pivots} warm, {cold.Pivots} cold");
    }

    private static SupplyProblem Changed(SupplyProblem problem, int seed)
    {
        var random = new Random(seed);
        return problem with
        {
            Sources = [.. problem.Sources.Select(source => random.Next(3) == 0 ? source with { Available = random.Next(6) } : source)],
            Demands = [.. problem.Demands.Select(demand => random.Next(3) == 0 ? demand with { Quantity = random.Next(6) } : demand)],
            Lanes = [.. problem.Lanes.Select(lane => random.Next(5) == 0 ? lane with { UnitCost = random.Next(5) } : lane)],
        };
    }
}
