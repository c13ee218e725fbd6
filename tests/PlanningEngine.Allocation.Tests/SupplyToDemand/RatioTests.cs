using Google.OrTools.LinearSolver;
using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

/// <summary>Lanes that take other than unit for unit.</summary>
public sealed class RatioTests
{
    private static readonly double[] Ratios = [0.25, 0.5, 1, 1, 1.5, 2, 3];

    [Fact]
    public void Solve_HoursPerPiece_TakesTheBetterUseOfAnHour()
    {
        // Twelve hours; a piece of SKU-1 takes three and brings 9, one of SKU-2 takes one and brings 4.
        var problem = Some.Problem(
            [Some.Plant("B", 12)],
            [Some.Demand("1", 4, value: 10), Some.Demand("2", 6, value: 5)],
            [new Lane("B", "1", 1, null, 3), new Lane("B", "2", 1)],
            PriorityRule.ByValue);
        var result = Some.Solved(problem);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal([("1", 2.0, 6.0), ("2", 6.0, 6.0)], result.Plan!.Shipments.Select(shipment => (shipment.DemandId, shipment.Quantity, shipment.Taken)));
        Assert.Equal((12.0, 0.0, 42.0), (result.Plan.Sources[0].Used, result.Plan.Sources[0].Unused, result.Plan.NetValue));
        var value = Assert.Single(result.Explanation!.SourceValues);
        // An hour more makes a third of a piece of SKU-1, up to the two pieces that are short; the last hour did too.
        Assert.Equal((3.0, 6.0), (Math.Round(value.OneMore.Money, 9), Math.Round(value.OneMore.HoldsFor, 9)));
        Assert.Equal((3.0, 6.0), (Math.Round(value.OneLess!.Money, 9), Math.Round(value.OneLess.HoldsFor, 9)));
        Assert.Equal("Demand 1 of SKU-1 is short 2 because plant B is full in May 2026 and gives 6 to demand 2 of SKU-2, which brings more per unit; one more unit there is worth 3.00.", Assert.Single(result.Explanation.Shortages).Sentence);
        // A piece of SKU-2 more would bring 4 and take an hour worth 3.
        Assert.Equal(1, result.Explanation.DemandValues[1].OneMore.Money, 1e-9);
        Assert.Empty(SupplyPlanChecker.Check(problem, result));
        Assert.Equal("NOT_SUPPORTED", Assert.Single(Assert.Throws<InvalidProblemException>(() => FairShareSolver.Solve(problem, FairShareRule.MaxMin, TestContext.Current.CancellationToken)).Violations).Code);
        Assert.Equal(SolveStatus.NoSolutionFound, SupplySolver.Solve(problem, cancellationToken: new CancellationToken(true)).Status);
        Assert.Equal(2, SplitSolver.Solve(problem, [new SplitRule("1", 1)], cancellationToken: TestContext.Current.CancellationToken).Plan!.Shipments[0].Quantity, 1e-9);
        foreach (var ratio in new[] { 0, -1, 1e7, double.NaN })
            Assert.Equal("lanes[B->1].UnitsPerUnit", Assert.Single(SupplyProblemValidator.Validate(problem with { Lanes = [new Lane("B", "1", 1, null, ratio)] })).Subject);
    }

    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void Solve_ThousandsOfRandomProblems_KeepEveryLimitAndPassTheChecker(PriorityRule rule)
    {
        var (infeasible, ratios) = (0, 0);
        for (var seed = 0; seed < 1_500; seed++)
        {
            var problem = WithRatios(seed % 2 == 0 ? Some.TiedProblem(seed, rule, minimumFills: seed % 4 == 0) : seed % 4 == 1 ? Some.RealProblem(seed, rule) : Some.RealProblem(seed, rule, 0.01, 1e4), seed);
            ratios += problem.Lanes.Any(lane => lane.UnitsPerUnit != 1) ? 1 : 0;
            var result = Some.Solved(problem, new SupplySolverOptions { RatioValueLimit = 0 });
            infeasible += result.Status == SolveStatus.Infeasible ? 1 : 0;
            foreach (var source in problem.Sources)
                Assert.True(result.Plan!.Shipments.Where(shipment => shipment.SourceId == source.Id).Sum(shipment => shipment.Taken) <= source.Available, $"seed {seed}");
            foreach (var demand in result.Plan!.Demands)
                Assert.True(demand.Served <= demand.Quantity && result.Plan.Shipments.Where(shipment => shipment.DemandId == demand.DemandId).Sum(shipment => shipment.Quantity) <= demand.Quantity, $"seed {seed}");
            Assert.All(result.Plan.Shipments, shipment => Assert.True(shipment.Quantity > 0 && shipment.Quantity <= (problem.Lanes.Single(lane => lane.SourceId == shipment.SourceId && lane.DemandId == shipment.DemandId).Maximum ?? double.PositiveInfinity)));
            var violations = SupplyPlanChecker.Check(problem, result);
            Assert.True(violations.Count == 0, $"seed {seed}: {(violations.Count == 0 ? "" : violations[0].Message)}");
        }

        Assert.True(infeasible > 10 && ratios > 900, $"{infeasible} {ratios}");
    }

    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void Solve_RandomProblems_EqualAPeerGoalByGoal(PriorityRule rule)
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var problem = WithRatios(Some.TiedProblem(seed, rule, minimumFills: seed % 2 == 0), seed);
            var expected = PeerGoals(problem);
            var actual = BruteForce.Score(problem, Some.Solved(problem, new SupplySolverOptions { RatioValueLimit = 0 }).Plan!);
            Assert.Equal(expected.Length, actual.Length);
            for (var goal = 0; goal < expected.Length; goal++)
                Assert.True(Math.Abs(expected[goal] - actual[goal]) < 1e-6, $"seed {seed} goal {goal}: {expected[goal]} {actual[goal]}");
        }
    }

    [Fact]
    public void Solve_RatiosOfOneThroughTheProgram_EqualTheNetwork()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var problem = Some.RealProblem(seed, PriorityRule.Strict);
            // A lane that nothing can flow on turns the network into a program.
            var asProgram = problem with { Demands = [.. problem.Demands, Some.Demand("none", 0)], Lanes = [.. problem.Lanes, new Lane("0", "none", 1, 0, 2)] };
            var (network, program) = (Some.Solved(problem), Some.Solved(asProgram));
            Assert.Equal(network.Plan!.NetValue, program.Plan!.NetValue, 1e-6);
            Assert.Equal(network.Status, program.Status);
            foreach (var (left, right) in network.Explanation!.SourceValues.Zip(program.Explanation!.SourceValues))
            {
                Assert.Equal(left.OneMore.Money, right.OneMore.Money, 1e-6);
                Assert.Equal(left.OneLess?.Money ?? 0, right.OneLess?.Money ?? 0, 1e-6);
                Assert.Equal(left.OneMore.Shortages, right.OneMore.Shortages.Select(rate => rate with { PerUnit = Math.Round(rate.PerUnit, 9) }));
            }
        }
    }

    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void Solve_OneRatioPerSource_IsANetworkAndEqualsTheProgram(PriorityRule rule)
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var problem = seed % 2 == 0 ? Some.TiedProblem(seed, rule, minimumFills: seed % 4 == 0) : Some.RealProblem(seed, rule);
            var ratio = problem.Sources.ToDictionary(source => source.Id, _ => Ratios[random.Next(Ratios.Length)]);
            problem = problem with { Lanes = [.. problem.Lanes.Select(lane => lane with { UnitsPerUnit = ratio[lane.SourceId] })] };
            var network = Some.Solved(problem);
            Assert.True(network.Pivots > 0 || network.Plan!.Shipments.Count == 0 || problem.Lanes.All(lane => lane.UnitsPerUnit == 1));
            var violations = SupplyPlanChecker.Check(problem, network);
            Assert.True(violations.Count == 0, $"seed {seed}: {(violations.Count == 0 ? "" : violations[0].Message)}");
            foreach (var source in problem.Sources)
                Assert.True(network.Plan!.Shipments.Where(shipment => shipment.SourceId == source.Id).Sum(shipment => shipment.Taken) <= source.Available, $"seed {seed}");
            if (seed % 4 != 0)
                continue;
            var program = RatioSolver.Solve(problem, new SupplySolverOptions(), TestContext.Current.CancellationToken);
            Assert.Equal(program.Status, network.Status);
            Assert.Equal(program.Plan!.NetValue, network.Plan!.NetValue, 1e-6);
            foreach (var (left, right) in network.Explanation!.SourceValues.Zip(program.Explanation!.SourceValues))
            {
                Assert.Equal(right.OneMore.Money, left.OneMore.Money, 1e-6);
                Assert.Equal(right.OneLess?.Money ?? 0, left.OneLess?.Money ?? 0, 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(PriorityRule.Strict)]
    [InlineData(PriorityRule.ByValue)]
    public void OneSidedValues_InsideTheirRange_PredictTheResolve(PriorityRule rule)
    {
        var resolves = new Resolves(1e-6);
        for (var seed = 0; seed < 60; seed++)
        {
            var problem = WithRatios(Some.TiedProblem(seed, rule, minimumFills: seed % 2 == 0, mostNodes: 5), seed);
            resolves.CheckAll(problem, Some.Solved(problem));
        }

        Assert.True(resolves.Priced > 100 && (rule == PriorityRule.ByValue || resolves.WithShortage > 100), $"{resolves.Priced} {resolves.WithShortage}");
    }

    private static SupplyProblem WithRatios(SupplyProblem problem, int seed)
    {
        var random = new Random(seed);
        return problem with { Lanes = [.. problem.Lanes.Select(lane => lane with { UnitsPerUnit = Ratios[random.Next(Ratios.Length)] })] };
    }

    /// <summary>The goals' values from CLP with each earlier goal held by a row.</summary>
    private static double[] PeerGoals(SupplyProblem problem)
    {
        using var solver = Solver.CreateSolver("CLP");
        var units = problem.Lanes.Select(lane => solver.MakeNumVar(0, lane.Maximum ?? double.PositiveInfinity, "")).ToArray();
        var unmet = problem.Demands.Select(demand => solver.MakeNumVar(0, demand.Quantity, "")).ToArray();
        var below = problem.Demands.Select(_ => solver.MakeNumVar(0, double.PositiveInfinity, "")).ToArray();
        LinearExpr Of(Func<Lane, bool> which, Func<Lane, double> times) => problem.Lanes.Select((lane, i) => (lane, i)).Where(pair => which(pair.lane)).Aggregate(new LinearExpr(), (sum, pair) => sum + times(pair.lane) * units[pair.i]);
        foreach (var source in problem.Sources)
            solver.Add(Of(lane => lane.SourceId == source.Id, lane => lane.UnitsPerUnit) <= source.Available);
        foreach (var (demand, i) in problem.Demands.Select((demand, i) => (demand, i)))
        {
            solver.Add(Of(lane => lane.DemandId == demand.Id, _ => 1) + unmet[i] == demand.Quantity);
            solver.Add(Of(lane => lane.DemandId == demand.Id, _ => 1) + below[i] >= demand.MinimumFill * demand.Quantity);
        }

        List<LinearExpr> goals = [below.Aggregate(new LinearExpr(), (sum, variable) => sum + variable)];
        if (problem.Rule == PriorityRule.Strict)
            goals.AddRange(problem.Demands.Select(demand => demand.Priority).Distinct().Order().Select(priority => unmet.Where((_, i) => problem.Demands[i].Priority == priority).Aggregate(new LinearExpr(), (sum, variable) => sum + variable)));
        goals.Add(Of(_ => true, lane => lane.UnitCost - problem.Demands.Single(demand => demand.Id == lane.DemandId).UnitValue));
        var values = new List<double>();
        foreach (var goal in goals)
        {
            solver.Minimize(goal);
            Assert.Equal(Solver.ResultStatus.OPTIMAL, solver.Solve());
            values.Add(solver.Objective().Value());
            solver.Add(goal <= values[^1] + 1e-9);
        }

        return [.. values];
    }
}
