using System.Diagnostics;
using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Benchmarks.Flows;

/// <summary>How long one more order takes to be answered beside 10,000 open ones, with units left over and with hardly any; and how long a cancelled one takes to be given back.</summary>
/// <remarks>The goal is set against processor time, which other work on the machine does not change; the wall clock stands beside it.</remarks>
internal static class PromiseBenchmark
{
    private const int OpenOrders = 10_000;
    private const int Sources = 600;
    private const int LanesPerOrder = 20;
    private const int Asked = 5_000;

    public static void Run(Report report, CancellationToken ct)
    {
        Answer("warm-up", OpenOrders / 10, 1.05, (_, _, _) => { }, ct);
        foreach (var (name, supplyShare) in new[] { ("ample", 1.10), ("scarce", 1.01) })
        {
            Report.Progress($"available-to-promise at {OpenOrders} open orders, supply {name}");
            Answer(name, OpenOrders, supplyShare, (figure, times, goal) => Add(report, figure, times, goal), ct);
        }
    }

    private static void Answer(string name, int openOrders, double supplyShare, Action<string, (double[] Wall, double[] Cpu), double> add, CancellationToken ct)
    {
        var random = new Random(11);
        var problem = Problem(random, openOrders, supplyShare);
        var promises = AvailableToPromise.Open(SupplySolver.Solve(problem, new SupplySolverOptions { RefusedLaneLimit = 0, LaneValueLimit = 0 }, ct));
        var orders = Enumerable.Range(0, Asked).Select(i => new CustomerOrder($"new {i}", random.Next(1, 60), Lanes(random))).ToArray();
        Array.ForEach(orders[..500], order => promises.Check(order)); // Warms up.
        add($"check-{name}", Times(orders, (order, _) => promises.Check(order)), 1);
        // Every second order is promised, until far more is asked for than there is: the searches just before the end are the longest.
        var promised = new List<string>();
        add($"until-exhausted-{name}", Times(orders, (order, i) =>
        {
            var promise = i % 2 == 0 ? promises.Commit(order) : promises.Check(order);
            if (i % 2 == 0 && promise.Promised > 0)
                promised.Add(order.Id);
            return promise;
        }), 1);
        // From nothing left at all: the first units given back change what a unit costs everywhere.
        add($"release-{name}", Times([.. promised], (id, _) => promises.Release(id)), double.PositiveInfinity);
        ct.ThrowIfCancellationRequested();
    }

    private static (double[] Wall, double[] Cpu) Times<TAsked, TAnswer>(TAsked[] asked, Func<TAsked, int, TAnswer> answer)
    {
        var (wall, cpu) = (new double[asked.Length], new double[asked.Length]);
        for (var i = 0; i < asked.Length; i++)
        {
            var watch = Stopwatch.GetTimestamp();
            cpu[i] = 1000 * Measure.Cpu(() => answer(asked[i], i)).CpuSeconds;
            wall[i] = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
        }

        return (wall, cpu);
    }

    private static void Add(Report report, string name, (double[] Wall, double[] Cpu) times, double goal)
    {
        var slow = Measure.Percentile(times.Cpu, 0.99);
        report.Add(new Figure($"promise.{name}-p99", slow, "CPU-ms") { Goal = double.IsFinite(goal) ? $"<{goal}" : "", Holds = double.IsFinite(goal) ? slow < goal : null });
        report.Add(new Figure($"promise.{name}-p50-wall", Measure.Median(times.Wall), "ms"));
        report.Add(new Figure($"promise.{name}-p99-wall", Measure.Percentile(times.Wall, 0.99), "ms"));
    }

    private static SupplyProblem Problem(Random random, int openOrders, double supplyShare)
    {
        var demands = Enumerable.Range(0, openOrders).Select(i => new Demand($"order {i}", "", random.Next(1, 60), 1, 100)).ToArray();
        var mean = supplyShare * demands.Sum(demand => demand.Quantity) / Sources;
        var sources = Enumerable.Range(0, Sources).Select(i => new SupplySource($"source {i}", "", SourceKind.Stock, Math.Round(mean * (0.5 + random.NextDouble())))).ToArray();
        return new SupplyProblem(sources, demands, [.. demands.SelectMany(demand => Lanes(random).Select(lane => new Lane(lane.SourceId, demand.Id, lane.UnitCost)))]);
    }

    private static OrderLane[] Lanes(Random random) =>
        [.. Enumerable.Range(0, LanesPerOrder).Select(_ => random.Next(Sources)).Distinct().Select(source => new OrderLane($"source {source}", random.Next(1, 50)))];
}
