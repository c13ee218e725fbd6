using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class RelaxationTests
{
    [Fact]
    public void Solve_WeightsDecideWhatGivesWay_InWords()
    {
        var problem = Some.Problem(
            [Some.Plant("A", 10), Some.Plant("B", 10)],
            [Some.Demand("1", 20, minimumFill: 1), Some.Demand("2", 8, minimumFill: 0.5)],
            [new Lane("A", "1", 1), new Lane("B", "1", 1, 6), new Lane("B", "2", 1)]);
        var result = Solved(problem, Weights(problem, demand: 5, source: 2, lane: 1));
        // Demand 1 lacks 4. Four more at A weigh 8; the lane from B would weigh 4, but B keeps its other 4 for demand 2 and would need four more as well.
        Assert.Equal((SolveStatus.Optimal, 8.0), (result.Status, result.Weight));
        Assert.Equal("Have 14 instead of 10 at plant A in May 2026.", Assert.Single(result.Relaxations).Sentence);
        Assert.Equal(SolveStatus.Optimal, Some.Solved(result.Apply(problem)).Status);

        result = Solved(problem, Weights(problem, demand: null, source: null, lane: 1));
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.Equal(4, result.Blocking.Sum(relaxation => relaxation.Quantity), 1e-9);
        Assert.Contains("has no weight", result.Sentence, StringComparison.Ordinal);
        Assert.Equal("Let demand 1 of SKU-1 have at least 16 instead of 20.", Assert.Single(Solved(problem, new RelaxationWeights(new Dictionary<string, double> { ["1"] = 3 }, new Dictionary<string, double>(), new Dictionary<(string, string), double>())).Relaxations).Sentence);
        Assert.Equal("Every minimum fill can be met as things are.", Solved(problem with { Demands = [Some.Demand("1", 20)], Lanes = [problem.Lanes[0]] }, RelaxationWeights.OfMinimumFills(Some.Problem([], [Some.Demand("1", 20)], []))).Sentence);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Solve_TinyProblems_EqualBruteForce(bool splits)
    {
        int relaxed = 0, infeasible = 0;
        for (var seed = 0; seed < 250; seed++)
        {
            var (problem, random) = (Tiny(seed), new Random(seed));
            var weights = RandomWeights(problem, random);
            SplitRule[] rules = splits ? [.. problem.Demands.Select(demand => new SplitRule(demand.Id, random.Next(1, 3), random.Next(0, 3)))] : [];
            var result = Solved(problem, weights, rules);
            var best = Best(problem, weights, rules);
            Assert.Equal(double.IsFinite(best) ? SolveStatus.Optimal : SolveStatus.Infeasible, result.Status);
            infeasible += double.IsFinite(best) ? 0 : 1;
            if (!double.IsFinite(best))
                continue;
            Assert.True(Math.Abs(best - result.Weight) < 1e-6, $"seed {seed}: {best} {result.Weight}");
            Assert.Equal(0, Best(result.Apply(problem), weights, rules), 1e-6);
            relaxed += result.Relaxations.Count > 0 ? 1 : 0;
        }

        Assert.True(relaxed > 50 && infeasible > 20, $"{relaxed} {infeasible}");
    }

    [Fact]
    public void Solve_AnyProblem_IsFeasibleAfterIt_AndFlowAndProgramAgree()
    {
        var relaxed = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var problem = Some.RealProblem(seed, PriorityRule.Strict);
            problem = problem with { Demands = [.. problem.Demands.Select((demand, i) => demand with { MinimumFill = i % 2 == 0 ? 0.8 : 0 })] };
            var weights = Weights(problem, demand: 3, source: 2, lane: 1);
            var flow = Solved(problem, weights);
            // A rule without limits sends the same problem to the program.
            var program = Solved(problem, weights, new SplitRule(problem.Demands[0].Id));
            Assert.Equal(flow.Weight, program.Weight, 1e-4 * (1 + flow.Weight));
            Assert.DoesNotContain(Some.Solved(flow.Apply(problem)).Conflicts, conflict => conflict.Shortfall > 1e-9 * conflict.Required);

            var ratios = problem with { Lanes = [.. problem.Lanes.Select((lane, i) => lane with { UnitsPerUnit = i % 3 == 0 ? 2 : 1 })] };
            var generalised = Solved(ratios, weights);
            var after = Some.Solved(generalised.Apply(ratios), new SupplySolverOptions { RatioValueLimit = 0 });
            Assert.True(after.Conflicts.Sum(conflict => conflict.Shortfall) < 1e-6 * problem.Demands.Max(demand => demand.Quantity) * problem.Demands.Count);
            Assert.True(generalised.Weight >= flow.Weight - 1e-6);
            relaxed += flow.Relaxations.Count > 0 ? 1 : 0;
        }

        Assert.True(relaxed > 50, $"{relaxed}");
    }

    [Fact]
    public void Solve_BadWeights_ThrowsAllViolations()
    {
        var problem = Some.Problem([Some.Plant("A", 1)], [Some.Demand("1", 1)], [new Lane("A", "1", 1)]);
        var weights = new RelaxationWeights(new Dictionary<string, double> { ["1"] = -1, ["9"] = 1 }, new Dictionary<string, double> { ["Z"] = 1, ["A"] = double.NaN }, new Dictionary<(string, string), double> { [("A", "1")] = 1 });
        var exception = Assert.Throws<InvalidProblemException>(() => Solved(problem, weights));
        Assert.Equal(["NEGATIVE", "UNKNOWN_DEMAND", "UNKNOWN_SOURCE", "NOT_FINITE", "UNKNOWN_LANE"], exception.Violations.Select(violation => violation.Code));
    }

    private static RelaxationResult Solved(SupplyProblem problem, RelaxationWeights weights, params SplitRule[] rules) => RelaxationSolver.Solve(problem, weights, rules, TestContext.Current.CancellationToken);

    private static RelaxationWeights Weights(SupplyProblem problem, double? demand, double? source, double? lane) => new(
        problem.Demands.Where(_ => demand is not null).ToDictionary(input => input.Id, _ => demand!.Value),
        problem.Sources.Where(_ => source is not null).ToDictionary(input => input.Id, _ => source!.Value),
        problem.Lanes.Where(input => lane is not null && input.Maximum is not null).ToDictionary(input => (input.SourceId, input.DemandId), _ => lane!.Value));

    private static RelaxationWeights RandomWeights(SupplyProblem problem, Random random) => new(
        problem.Demands.Where(_ => random.Next(3) > 0).ToDictionary(input => input.Id, _ => (double)random.Next(0, 6)),
        problem.Sources.Where(_ => random.Next(3) == 0).ToDictionary(input => input.Id, _ => (double)random.Next(1, 6)),
        problem.Lanes.Where(input => input.Maximum is not null && random.Next(2) == 0).ToDictionary(input => (input.SourceId, input.DemandId), _ => (double)random.Next(1, 4)));

    private static SupplyProblem Tiny(int seed)
    {
        var random = new Random(seed);
        var sources = Enumerable.Range(0, random.Next(1, 3)).Select(i => Some.Plant($"{i}", random.Next(0, 4))).ToArray();
        var demands = Enumerable.Range(0, random.Next(1, 4)).Select(i => (Id: $"{i}", Quantity: random.Next(1, 5))).Select(pair => Some.Demand(pair.Id, pair.Quantity, minimumFill: random.Next(0, pair.Quantity + 1) / (double)pair.Quantity)).ToArray();
        var lanes = sources.SelectMany(_ => demands, (source, demand) => (source, demand)).Where(_ => random.Next(4) > 0).Select(pair => new Lane(pair.source.Id, pair.demand.Id, 1, random.Next(2) == 0 ? random.Next(0, 4) : null)).ToArray();
        return Some.Problem(sources, demands, lanes);
    }

    /// <summary>The least weight over every whole-number plan; infinite where none keeps what has no weight.</summary>
    private static double Best(SupplyProblem problem, RelaxationWeights weights, SplitRule[] rules)
    {
        var (best, units) = (double.PositiveInfinity, new double[problem.Lanes.Count]);
        Try(0);
        return best;

        void Try(int lane)
        {
            if (lane == units.Length)
            {
                best = Math.Min(best, Weigh());
                return;
            }

            var quantity = problem.Demands.Single(demand => demand.Id == problem.Lanes[lane].DemandId).Quantity;
            for (units[lane] = 0; units[lane] <= quantity; units[lane]++)
                Try(lane + 1);
            units[lane] = 0;
        }

        double Weigh()
        {
            var weight = 0.0;
            foreach (var source in problem.Sources)
                weight += Cost(weights.Availabilities.TryGetValue(source.Id, out var each) ? each : null, Sum(lane => lane.SourceId == source.Id) - source.Available);
            foreach (var demand in problem.Demands)
            {
                var served = Sum(lane => lane.DemandId == demand.Id);
                if (served > demand.Quantity + 1e-9)
                    return double.PositiveInfinity;
                weight += Cost(weights.MinimumFills.TryGetValue(demand.Id, out var each) ? each : null, demand.MinimumFill * demand.Quantity - served);
            }

            for (var i = 0; i < units.Length; i++)
            {
                var lane = problem.Lanes[i];
                weight += Cost(weights.LaneMaximums.TryGetValue((lane.SourceId, lane.DemandId), out var each) ? each : null, units[i] - (lane.Maximum ?? double.PositiveInfinity));
            }

            foreach (var rule in rules)
            {
                var used = units.Where((amount, i) => problem.Lanes[i].DemandId == rule.DemandId && amount > 0).ToArray();
                if (used.Length > (rule.MostSources ?? int.MaxValue) || used.Any(amount => amount < rule.SmallestShipment))
                    return double.PositiveInfinity;
            }

            return weight;
        }

        double Sum(Func<Lane, bool> which) => problem.Lanes.Select((lane, i) => which(lane) ? units[i] : 0).Sum();

        static double Cost(double? weight, double excess) => excess <= 1e-9 ? 0 : weight is { } each ? each * excess : double.PositiveInfinity;
    }
}
