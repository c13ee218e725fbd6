using Google.OrTools.Graph;
using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class OptimalityTests
{
    [Theory]
    [InlineData(PriorityRule.Strict, false)]
    [InlineData(PriorityRule.Strict, true)]
    [InlineData(PriorityRule.ByValue, false)]
    [InlineData(PriorityRule.ByValue, true)]
    public void Solve_TinyProblems_EqualBruteForce(PriorityRule rule, bool minimumFills)
    {
        var infeasible = 0;
        for (var seed = 0; seed < 250; seed++)
        {
            var problem = Some.TiedProblem(seed, rule, minimumFills, mostNodes: 4);
            // Brute force tries whole units only, so the minimums are rounded down to whole units.
            problem = minimumFills ? problem with { Demands = [.. problem.Demands.Select(demand => demand with { MinimumFill = demand.Quantity == 0 ? 0 : Math.Floor(demand.MinimumFill * demand.Quantity) / demand.Quantity })] } : problem;
            var result = Some.Solved(problem);
            Assert.True(BruteForce.Compare(BruteForce.BestScore(problem), BruteForce.Score(problem, result.Plan!)) == 0, $"seed {seed}");
            infeasible += result.Status == SolveStatus.Infeasible ? 1 : 0;
        }

        Assert.Equal(minimumFills, infeasible > 10);
    }

    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void Solve_ThousandRandomProblems_PassTheCheckerInAnyOrder(PriorityRule rule)
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var problem = (seed % 3) switch
            {
                0 => Some.TiedProblem(seed, rule, minimumFills: seed % 2 == 0),
                1 => Some.RealProblem(seed, rule),
                _ => Some.RealProblem(seed, rule, 1e-6, 1e9),
            };
            var result = Some.Solved(problem);
            var violations = SupplyPlanChecker.Check(problem, result);
            Assert.True(violations.Count == 0, $"seed {seed}: {(violations.Count == 0 ? "" : violations[0].Message)}");
            Assert.Equal(0, result.Certificate!.Gap);
            Assert.All(result.Conflicts, conflict => Assert.Equal(conflict.Shortfall, conflict.Relaxations.Sum(relaxation => relaxation.Quantity), 1e-6 * conflict.Required));
            Assert.Equal(result.Status == SolveStatus.Infeasible, result.Conflicts.Count > 0);

            var again = Some.Solved(Some.Shuffled(problem, seed));
            Assert.Equal(result.Plan!.Shipments, again.Plan!.Shipments);
            Assert.Equal(result.Explanation!.Shortages.OrderBy(reason => reason.DemandId), again.Explanation!.Shortages.OrderBy(reason => reason.DemandId));
        }
    }

    [Fact]
    public void Solve_RandomProblems_ObjectivesEqualThePeer()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var problem = seed % 2 == 0 ? Some.TiedProblem(seed, PriorityRule.ByValue, false, 14) : Some.DenseProblem(seed, 5 + seed % 30, PriorityRule.ByValue);
            Assert.Equal(PeerObjective(problem), Some.Solved(problem).Certificate!.Objective, 1e-6);
        }
    }

    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void Solve_DenseThousandByThousand_IsProvenAndEqualsThePeer(PriorityRule rule)
    {
        var problem = Some.DenseProblem(7, 1_000, rule);
        var result = Some.Solved(problem, new SupplySolverOptions { RefusedLaneLimit = 10 });
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Empty(SupplyPlanChecker.Check(problem, result));
        Assert.Equal(10, result.Explanation!.RefusedLanes.Count);
        if (rule == PriorityRule.ByValue)
            Assert.Equal(PeerObjective(problem), result.Certificate!.Objective, 1e-6);
    }

    private static double PeerObjective(SupplyProblem problem)
    {
        using var flow = new MinCostFlow();
        var sources = problem.Sources.Select((source, i) => (source.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i);
        var demands = problem.Demands.Select((demand, i) => (demand.Id, i + sources.Count)).ToDictionary(pair => pair.Id, pair => pair.Item2);
        var root = sources.Count + demands.Count;
        foreach (var lane in problem.Lanes)
            flow.AddArcWithCapacityAndUnitCost(sources[lane.SourceId], demands[lane.DemandId], (long)(lane.Maximum ?? 1_000_000), (long)lane.UnitCost);
        foreach (var source in problem.Sources)
        {
            flow.SetNodeSupply(sources[source.Id], (long)source.Available);
            flow.AddArcWithCapacityAndUnitCost(sources[source.Id], root, 1_000_000_000, 0);
        }

        foreach (var demand in problem.Demands)
        {
            flow.SetNodeSupply(demands[demand.Id], -(long)demand.Quantity);
            flow.AddArcWithCapacityAndUnitCost(root, demands[demand.Id], 1_000_000_000, (long)demand.UnitValue);
        }

        flow.SetNodeSupply(root, (long)(problem.Demands.Sum(demand => demand.Quantity) - problem.Sources.Sum(source => source.Available)));
        Assert.Equal(MinCostFlowBase.Status.OPTIMAL, flow.Solve());
        return flow.OptimalCost();
    }
}
