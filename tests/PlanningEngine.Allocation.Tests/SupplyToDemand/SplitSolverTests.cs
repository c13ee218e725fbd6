using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class SplitSolverTests
{
    private static readonly SupplyProblem Problem = Some.Problem(
        [Some.Plant("A", 6), Some.Plant("B", 10), Some.Plant("C", 4)],
        [Some.Demand("1", 12)],
        [new Lane("A", "1", 1), new Lane("B", "1", 4), new Lane("C", "1", 2)]);

    [Fact]
    public void Solve_OneSourceOnly_TakesTheOneThatServesMost()
    {
        var result = Solved(Problem, new SplitRule("1", MostSources: 1));
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal(new Shipment("B", "1", 10, 4), Assert.Single(result.Plan!.Shipments));
        Assert.Equal((2.0, 0.0), (result.Plan.Unmet, result.Gap));
        Assert.Equal(6, SplitSolver.WorthOfMore(Problem, [new SplitRule("1", 1)], "B", 1, cancellationToken: TestContext.Current.CancellationToken)!.Value, 1e-9);
    }

    [Fact]
    public void Solve_SmallestShipment_IsKept()
    {
        // Six from A, four from C and two from B would be cheapest; C cannot send five.
        var result = Solved(Problem, new SplitRule("1", SmallestShipment: 5));
        Assert.Equal([("A", 6.0), ("B", 6.0)], result.Plan!.Shipments.Select(shipment => (shipment.SourceId, shipment.Quantity)));
        Assert.Equal(SolveStatus.Infeasible, Solved(Problem with { Demands = [Some.Demand("1", 12, minimumFill: 1)] }, new SplitRule("1", 1)).Status);
    }

    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void Solve_StoppedAtTheFirstNode_HasABoundThatNoPlanExceeds(PriorityRule rule)
    {
        var stopped = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var problem = new SupplyProblem(
                [.. Enumerable.Range(0, 5).Select(i => Some.Plant($"S{i}", random.Next(5, 25)))],
                [.. Enumerable.Range(0, 8).Select(i => Some.Demand($"D{i}", random.Next(5, 20)) with { Priority = 1 + i % 2, UnitValue = random.Next(10, 40) })],
                [.. from source in Enumerable.Range(0, 5) from demand in Enumerable.Range(0, 8) select new Lane($"S{source}", $"D{demand}", random.Next(1, 12))],
                rule);
            var rules = problem.Demands.Select(demand => new SplitRule(demand.Id, MostSources: 1, SmallestShipment: 4)).ToArray();
            var result = SplitSolver.Solve(problem, rules, nodeLimit: 1, TestContext.Current.CancellationToken);
            if (result.Status != SolveStatus.Feasible)
                continue;
            stopped++;
            Assert.True(double.IsFinite(result.Bound));
            Assert.Equal(result.Bound - result.Plan!.NetValue, result.Gap, 1e-9);
            Assert.True(Solved(problem, rules).Plan!.NetValue <= result.Bound + 1e-6, $"seed {seed}");
        }

        Assert.True(stopped > 0, "no problem needed more than one node");
    }

    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void Solve_TinyProblems_EqualTryingEverySetOfLanes(PriorityRule rule)
    {
        int different = 0, infeasible = 0;
        for (var seed = 0; seed < 100; seed++)
        {
            var problem = Some.TiedProblem(seed, rule, minimumFills: seed % 2 == 0, mostNodes: 4);
            var random = new Random(seed);
            var rules = problem.Demands.Select(demand => new SplitRule(demand.Id, random.Next(1, 3), random.Next(0, 3))).ToArray();
            var result = Solved(problem, rules);
            var best = BestOverAllSets(problem, rules);
            if (best is null)
            {
                Assert.Equal(SolveStatus.Infeasible, result.Status);
                infeasible++;
                continue;
            }

            Assert.Equal(SolveStatus.Optimal, result.Status);
            Assert.True(BruteForce.Compare(best, BruteForce.Score(problem, result.Plan!)) == 0, $"seed {seed}");
            different += BruteForce.Compare(best, BruteForce.Score(problem, Some.Solved(problem).Plan!)) != 0 ? 1 : 0;
            foreach (var split in rules)
            {
                var shipments = result.Plan!.Shipments.Where(shipment => shipment.DemandId == split.DemandId).ToArray();
                Assert.True(shipments.Length <= split.MostSources && shipments.All(shipment => shipment.Quantity >= split.SmallestShipment));
            }
        }

        Assert.True(different > 1 && infeasible > 1, $"{different} {infeasible}");
    }

    [Fact]
    public void Solve_BadRules_ThrowsAllViolations()
    {
        var exception = Assert.Throws<InvalidProblemException>(() => Solved(Problem, new SplitRule("9"), new SplitRule("1", 0, -1), new SplitRule("1", 1, double.NaN)));
        Assert.Equal(["UNKNOWN_DEMAND", "OUT_OF_RANGE", "NEGATIVE", "DUPLICATE", "NOT_FINITE"], exception.Violations.Select(violation => violation.Code));
        Assert.Equal(SolveStatus.NoSolutionFound, SplitSolver.Solve(Problem, [new SplitRule("1", 1)], cancellationToken: new CancellationToken(true)).Status);
    }

    private static SplitResult Solved(SupplyProblem problem, params SplitRule[] rules) => SplitSolver.Solve(problem, rules, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Every whole-number plan that keeps the rules.</summary>
    private static double[]? BestOverAllSets(SupplyProblem problem, SplitRule[] rules)
    {
        double[]? best = null;
        var units = new double[problem.Lanes.Count];
        Try(0);
        return best;

        void Try(int lane)
        {
            if (lane < units.Length)
            {
                var input = problem.Lanes[lane];
                var most = Math.Min(input.Maximum ?? double.PositiveInfinity, problem.Demands.Single(demand => demand.Id == input.DemandId).Quantity);
                var least = rules.Single(rule => rule.DemandId == input.DemandId).SmallestShipment;
                for (units[lane] = 0; units[lane] <= most; units[lane]++)
                {
                    if (units[lane] == 0 || units[lane] >= least)
                        Try(lane + 1);
                }

                units[lane] = 0;
                return;
            }

            double Sum(Func<Lane, bool> which) => problem.Lanes.Select((input, i) => which(input) ? units[i] : 0).Sum();
            var fits = problem.Sources.All(source => Sum(input => input.SourceId == source.Id) <= source.Available)
                && problem.Demands.All(demand => Sum(input => input.DemandId == demand.Id) is var served && served <= demand.Quantity && served >= demand.MinimumFill * demand.Quantity)
                && rules.All(rule => problem.Lanes.Where((input, i) => input.DemandId == rule.DemandId && units[i] > 0).Count() <= rule.MostSources);
            if (!fits)
                return;
            var shipments = problem.Lanes.Select((input, i) => new Shipment(input.SourceId, input.DemandId, units[i], input.UnitCost)).ToArray();
            var score = BruteForce.Score(problem, new SupplyPlan(shipments, [], [], 0, 0, 0, 0));
            if (best is null || BruteForce.Compare(score, best) < 0)
                best = score;
        }
    }
}
