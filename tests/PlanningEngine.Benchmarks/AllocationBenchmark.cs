using System.CommandLine;
using Google.OrTools.Graph;
using PlanningEngine.Allocation;
using PlanningEngine.Allocation.SupplyToDemand;
using PlanningEngine.Benchmarks.Flows;

namespace PlanningEngine.Benchmarks;

/// <summary>Dense transport problems, beside OR-Tools' min-cost flow on the same instances; the objectives must be equal.</summary>
internal static class AllocationBenchmark
{
    private const string Peer = "OR-Tools min-cost flow";

    public static Command Create()
    {
        var largest = Benchmark.Number("--largest", "Sources and demands of the largest problem", 1000, 10, 2000);
        return Benchmark.Create("allocation", "CPU seconds of flow and supply-to-demand problems beside their peers, objectives checked.", "allocation --largest 300", [largest],
            (parse, report, ct) => Task.Run(() => Run(parse.GetValue(largest), report, ct), ct));
    }

    private static void Run(int largest, Report report, CancellationToken ct)
    {
        FlowBenchmark.Run(withLargest: largest >= 1000, report, ct);
        PromiseBenchmark.Run(report, ct);
        BudgetBenchmark.Run(report, ct);
        InventoryBenchmark.Run(report, ct);
        Compare(50, seed: 7, ct); // Warms both up.
        foreach (var size in new[] { 300, 1000 }.Where(s => s <= largest).DefaultIfEmpty(largest))
        {
            Report.Progress($"{size} x {size}, {size * size} lanes");
            var repeats = size <= 300 ? 3 : 1;
            var runs = Enumerable.Range(1, repeats).Select(seed => Compare(size, seed, ct)).ToArray();
            report.Add(new Figure($"allocation.dense-{size}", Measure.Median([.. runs.Select(r => r.Own)]), "CPU-s") { Peer = Measure.Median([.. runs.Select(r => r.Other)]), PeerName = Peer });
            report.Add(new Figure($"allocation.dense-{size}-cost", runs[^1].Cost, "money") { Peer = runs[^1].Optimum, PeerName = Peer, Goal = "equal", Holds = runs.All(r => r.Cost == r.Optimum) });
        }

        OrLibraryFigures.Add(report, ct);
        TerritoryFigures.Add(report, ct);
        QuotaBenchmark.Run(report, ct);
    }

    private static (double Own, double Other, double Cost, double Optimum) Compare(int size, int seed, CancellationToken ct)
    {
        var (supply, demand, cost) = Instance(size, seed);
        var ids = Enumerable.Range(0, size).Select(i => $"N{i}").ToArray();
        var lanes = new Lane[size * size];
        for (var i = 0; i < lanes.Length; i++)
            lanes[i] = new Lane(ids[i / size], ids[i % size], cost[i]);
        var problem = new SupplyProblem(
            [.. supply.Select((units, i) => new SupplySource(ids[i], ids[i], SourceKind.Stock, units))],
            [.. demand.Select((units, i) => new Demand(ids[i], ids[i], units, Priority: 1, UnitValue: 0))],
            lanes);
        var (result, own) = Measure.Cpu(() => SupplySolver.Solve(problem, cancellationToken: ct));
        if (result.Status != SolveStatus.Optimal || result.Plan is not { Unmet: 0 } plan)
            throw new BenchmarkException($"The {size} x {size} problem ended as {result.Status} with {result.Plan?.Unmet} units unmet; all of it can be served.");
        ct.ThrowIfCancellationRequested();
        var (optimum, other) = Measure.Cpu(() => SolveByPeer(supply, demand, cost));
        return (own, other, plan.Cost, optimum);
    }

    /// <summary>Ten percent more supply than demand, whole numbers throughout.</summary>
    private static (long[] Supply, long[] Demand, long[] Cost) Instance(int size, int seed)
    {
        var random = new Random(seed);
        long[] Draw(int count, int least, int most) => [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(least, most))];
        var (supply, demand, cost) = (Draw(size, 80, 160), Draw(size, 50, 160), Draw(size * size, 1, 1000));
        var excess = supply.Sum() - demand.Sum();
        if (excess < 0)
            supply[0] -= excess;
        return (supply, demand, cost);
    }

    private static double SolveByPeer(long[] supply, long[] demand, long[] cost)
    {
        var size = supply.Length;
        using var flow = new MinCostFlow(2 * size + 1, size * (size + 1));
        for (var i = 0; i < cost.Length; i++)
            flow.AddArcWithCapacityAndUnitCost(i / size, size + i % size, supply[i / size], cost[i]);
        for (var i = 0; i < size; i++)
        {
            // What is left over goes to a node of its own for nothing.
            flow.AddArcWithCapacityAndUnitCost(i, 2 * size, supply[i], 0);
            flow.SetNodeSupply(i, supply[i]);
            flow.SetNodeSupply(size + i, -demand[i]);
        }

        flow.SetNodeSupply(2 * size, demand.Sum() - supply.Sum());
        var status = flow.Solve();
        return status == MinCostFlowBase.Status.OPTIMAL ? flow.OptimalCost() : throw new BenchmarkException($"OR-Tools ended as {status}.");
    }
}
