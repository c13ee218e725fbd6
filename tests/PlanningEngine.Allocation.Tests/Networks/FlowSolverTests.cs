using Google.OrTools.Graph;
using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.Tests.Networks;

public sealed class FlowSolverTests
{
    [Fact]
    public void Solve_RandomProblems_CostEqualsThePeerAndFlowIsConserved()
    {
        var infeasible = 0;
        for (var seed = 0; seed < 600; seed++)
        {
            var problem = RandomProblem(seed);
            var result = Solved(problem);
            var (status, cost) = Peer(problem);
            infeasible += result.Status == SolveStatus.Infeasible ? 1 : 0;
            Assert.Equal(status == MinCostFlowBase.Status.OPTIMAL ? SolveStatus.Optimal : SolveStatus.Infeasible, result.Status);
            if (result.Status != SolveStatus.Optimal)
                continue;
            Assert.Equal(cost, (long)result.Cost);
            AssertIsFlow(problem, result);
        }

        Assert.InRange(infeasible, 20, 400);
    }

    [Fact]
    public void Solve_FromAPreviousResult_CostsTheSameAsAfresh()
    {
        long afresh = 0, again = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var problem = RandomProblem(seed, mostNodes: 40);
            var previous = Solved(problem);
            var random = new Random(seed);
            var changed = problem with { Supply = (long[])problem.Supply.Clone() };
            for (var i = 0; i < 3; i++)
            {
                changed.Supply[random.Next(changed.Supply.Length)] += 3;
                changed.Supply[random.Next(changed.Supply.Length)] -= 3;
            }

            if (seed % 3 == 0)
                changed = changed with { Cost = Array.ConvertAll(changed.Cost, cost => random.Next(4) == 0 && cost > 0 ? random.Next(50) : cost) };
            if (seed % 5 == 0 && changed.Capacity is not null)
                changed = changed with { Capacity = Array.ConvertAll(changed.Capacity, capacity => random.Next(4) == 0 ? random.Next(20) : capacity) };
            var cold = Solved(changed);
            var warm = FlowSolver.Solve(changed, previous: previous, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(cold.Status, warm.Status);
            if (cold.Status == SolveStatus.Optimal)
            {
                Assert.Equal(cold.Cost, warm.Cost);
                AssertIsFlow(changed, warm);
            }

            (afresh, again) = (afresh + cold.Pivots, again + warm.Pivots);
        }

        Assert.True(again < afresh / 2, $"{again} pivots again, {afresh} afresh");
    }

    [Fact]
    public void Solve_InfeasibleProblems_NameAMinimumCut()
    {
        var seen = 0;
        for (var seed = 0; seed < 600; seed++)
        {
            var problem = RandomProblem(seed);
            if (Solved(problem).Cut is not { } cut)
                continue;
            seen++;
            var inside = cut.Nodes.ToHashSet();
            Assert.Equal(cut.Surplus, cut.Nodes.Sum(node => problem.Supply[node]));
            Assert.Equal(cut.Outflow, Enumerable.Range(0, problem.From.Length).Where(arc => inside.Contains(problem.From[arc]) && !inside.Contains(problem.To[arc])).Sum(arc => problem.Capacity![arc]));
            Assert.True(cut.Shortfall > 0);
            // Once as many units may leave it at a high price, the problem has a solution; one unit less, it has none.
            Assert.Equal(SolveStatus.Optimal, Solved(WithWayOut(problem, cut, cut.Shortfall)).Status);
            Assert.Equal(SolveStatus.Infeasible, Solved(WithWayOut(problem, cut, cut.Shortfall - 1)).Status);
        }

        Assert.True(seen > 20);
    }

    [Fact]
    public void Solve_WideAndNarrowArithmetic_CostTheSame()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var problem = RandomProblem(seed, mostNodes: 60);
            var narrow = NetworkSimplex.Prepare(NetworkOf(problem, FlowSolver.ArtificialCost(problem)));
            var wide = NetworkSimplex.Prepare(NetworkOf(problem, 1L << 50));
            Assert.NotEqual(narrow.GetType(), wide.GetType());
            narrow.Run(long.MaxValue, TestContext.Current.CancellationToken);
            wide.Run(long.MaxValue, TestContext.Current.CancellationToken);
            Assert.Equal(narrow.PositiveFlows().Sum(flow => problem.Cost[flow.Arc] * flow.Flow), wide.PositiveFlows().Sum(flow => problem.Cost[flow.Arc] * flow.Flow));
        }
    }

    [Fact]
    public void Solve_Stopped_GivesABoundOrNoSolution()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var problem = RandomProblem(seed, mostNodes: 30);
            var best = Solved(problem);
            if (best.Status != SolveStatus.Optimal)
                continue;
            for (var pivots = 0L; pivots < best.Pivots; pivots += 3)
            {
                var stopped = FlowSolver.Solve(problem, new FlowOptions { PivotLimit = pivots }, cancellationToken: TestContext.Current.CancellationToken);
                Assert.NotEqual(SolveStatus.Optimal, stopped.Status);
                Assert.True((double)(stopped.Cost - best.Cost) <= stopped.Gap);
            }
        }

        var cancelled = FlowSolver.Solve(RandomProblem(1), cancellationToken: new CancellationToken(true));
        Assert.Equal(0, cancelled.Pivots);
    }

    [Fact]
    public void Solve_OneNodeOrNoArc_IsOptimalAndEmpty()
    {
        Assert.Equal(SolveStatus.Optimal, Solved(new FlowProblem([0], [], [], [])).Status);
        var apart = Solved(new FlowProblem([3, -3], [], [], []));
        Assert.Equal(SolveStatus.Infeasible, apart.Status);
        Assert.Equal([0], apart.Cut!.Nodes);
        Assert.Equal(3, apart.Cut.Shortfall);
    }

    [Fact]
    public void Solve_AMillionNodes_SendsEachUnitAlongItsLine()
    {
        const int nodes = 1_000_000, line = 10;
        var supply = new long[nodes];
        for (var node = 0; node < nodes; node += line)
            (supply[node], supply[node + line - 1]) = (1, -1);
        var from = Enumerable.Range(0, nodes).Where(node => node % line != line - 1).ToArray();
        var result = Solved(new FlowProblem(supply, from, Array.ConvertAll(from, node => node + 1), Array.ConvertAll(from, _ => 2L)));
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal(2L * from.Length, (long)result.Cost);
    }

    [Fact]
    public void Solve_BadInput_ThrowsAllViolationsAtOnce()
    {
        var exception = Assert.Throws<InvalidProblemException>(() => Solved(new FlowProblem([1, 0], [0, 5, 1], [1, 0, 1], [-1, 1, 0])));
        Assert.Equal(["UNBALANCED", "UNKNOWN_NODE", "LOOP", "UNBOUNDED"], exception.Violations.Select(violation => violation.Code));
        Assert.All(exception.Violations, violation => Assert.Contains(". Maybe ", violation.Message, StringComparison.Ordinal));
        Assert.Equal(["EMPTY", "LENGTH"], FlowProblemValidator.Validate(new FlowProblem([], [0], [0], [])).Select(violation => violation.Code));
        Assert.Equal(["TOO_LARGE", "TOO_LARGE"], FlowProblemValidator.Validate(new FlowProblem([long.MaxValue, -long.MaxValue], [0], [1], [long.MaxValue])).Select(violation => violation.Code));
        Assert.Equal(["OUT_OF_RANGE"], FlowProblemValidator.Validate(new FlowProblem([1, -1], [0], [1], [1], [-1])).Select(violation => violation.Code));
        Assert.Throws<ArgumentException>(() => FlowSolver.Solve(new FlowProblem([1, -1], [0], [1], [1]), previous: Solved(new FlowProblem([1, -1, 0], [0], [1], [1])), cancellationToken: TestContext.Current.CancellationToken));
    }

    private static FlowResult Solved(FlowProblem problem) => FlowSolver.Solve(problem, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Ties, zeros, parallel arcs, limits and gains are the rule; long rows and single arcs both occur.</summary>
    private static FlowProblem RandomProblem(int seed, int mostNodes = 14)
    {
        var random = new Random(seed);
        var nodes = random.Next(2, mostNodes);
        var supply = new long[nodes];
        for (var i = 0; i < nodes; i++)
        {
            var units = random.Next(0, 8);
            supply[random.Next(nodes)] += units;
            supply[random.Next(nodes)] -= units;
        }

        var limited = random.Next(3) > 0;
        var arcs = Enumerable.Range(0, random.Next(1, 5 * nodes)).Select(_ => (From: random.Next(nodes), To: random.Next(nodes))).Where(arc => arc.From != arc.To);
        if (random.Next(2) == 0)
            arcs = arcs.Concat(Enumerable.Range(1, nodes - 1).Select(node => (0, node)));
        var list = (random.Next(2) == 0 ? arcs.Order() : arcs).ToArray();
        return new FlowProblem(
            supply,
            [.. list.Select(arc => arc.From)],
            [.. list.Select(arc => arc.To)],
            [.. list.Select(_ => (long)random.Next(limited ? -4 : 0, 20))],
            limited ? [.. list.Select(_ => (long)random.Next(0, 12))] : null);
    }

    private static FlowNetwork NetworkOf(FlowProblem problem, long artificialCost) =>
        new(problem.Supply.Length + 1, problem.Supply.Length, problem.Supply, problem.From, problem.To, problem.Cost, problem.Capacity, artificialCost);

    private static FlowProblem WithWayOut(FlowProblem problem, FlowCut cut, long units)
    {
        var outside = Enumerable.Range(0, problem.Supply.Length).Except(cut.Nodes);
        var ways = cut.Nodes.SelectMany(node => outside.Select(other => (From: node, To: other))).ToArray();
        // All ways out share one limit: they pass one arc between two new nodes. Inside, surplus may move freely.
        int into = problem.Supply.Length, from = into + 1;
        int[] ins = [.. ways.Select(way => way.From).Distinct()], outs = [.. outside];
        return new FlowProblem(
            [.. problem.Supply, 0, 0],
            [.. problem.From, .. ins, into, .. outs.Select(_ => from)],
            [.. problem.To, .. ins.Select(_ => into), from, .. outs],
            [.. problem.Cost, .. ins.Select(_ => 0L), 1000, .. outs.Select(_ => 0L)],
            [.. problem.Capacity ?? [.. problem.From.Select(_ => 1000L)], .. ins.Select(_ => 1000L), units, .. outs.Select(_ => 1000L)]);
    }

    private static void AssertIsFlow(FlowProblem problem, FlowResult result)
    {
        var left = (long[])problem.Supply.Clone();
        Int128 cost = 0;
        var potential = result.Potentials();
        for (var arc = 0; arc < problem.From.Length; arc++)
        {
            var flow = result.Flow[arc];
            Assert.InRange(flow, 0, problem.Capacity?[arc] ?? long.MaxValue);
            left[problem.From[arc]] -= flow;
            left[problem.To[arc]] += flow;
            cost += (Int128)flow * problem.Cost[arc];
            var reduced = problem.Cost[arc] + potential[problem.From[arc]] - potential[problem.To[arc]];
            Assert.True(flow == 0 || reduced <= 0);
            Assert.True(flow == problem.Capacity?[arc] || reduced >= 0);
        }

        Assert.All(left, units => Assert.Equal(0, units));
        Assert.Equal(result.Cost, cost);
    }

    private static (MinCostFlowBase.Status Status, long Cost) Peer(FlowProblem problem)
    {
        using var flow = new MinCostFlow();
        for (var arc = 0; arc < problem.From.Length; arc++)
            flow.AddArcWithCapacityAndUnitCost(problem.From[arc], problem.To[arc], problem.Capacity?[arc] ?? 1_000_000, problem.Cost[arc]);
        for (var node = 0; node < problem.Supply.Length; node++)
            flow.SetNodeSupply(node, problem.Supply[node]);
        var status = flow.Solve();
        return (status, status == MinCostFlowBase.Status.OPTIMAL ? flow.OptimalCost() : 0);
    }
}
