using System.Diagnostics;
using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Benchmarks.Flows;

/// <summary>How long one more order takes to be answered beside 10,000 open ones, with units left over and with hardly any.</summary>
/// <remarks>The goal is set against processor time, which other work on the machine does not change; the wall clock stands beside it.</remarks>
internal static class PromiseBenchmark
{
    private const int OpenOrders = 10_000;
    private const int Sources = 600;
    private const int LanesPerOrder = 20;
    private const int Asked = 5_000;

    public static void Run(Report report, CancellationToken ct)
    {
        foreach (var (name, supplyShare) in new[] { ("ample", 1.10), ("scarce", 1.01) })
        {
            Report.Progress($"available-to-promise at {OpenOrders} open orders, supply {name}");
            var random = new Random(11);
            var problem = Problem(random, supplyShare);
            var result = SupplySolver.Solve(problem, new SupplySolverOptions { RefusedLaneLimit = 0 }, ct);
            var promises = AvailableToPromise.Open(result);
            var orders = Enumerable.Range(0, Asked).Select(i => new CustomerOrder($"new {i}", random.Next(1, 60), Lanes(random))).ToArray();
            Array.ForEach(orders[..500], order => promises.Check(order)); // Warms up.
            Add(report, $"check-{name}", orders, (order, _) => promises.Check(order), goal: 1);
            // Every second order is promised, until far more is asked for than there is: the searches just before the end are the longest.
            Add(report, $"until-exhausted-{name}", orders, (order, i) => i % 2 == 0 ? promises.Commit(order) : promises.Check(order), goal: double.PositiveInfinity);
            ct.ThrowIfCancellationRequested();
        }
    }

    private static void Add(Report report, string name, CustomerOrder[] orders, Func<CustomerOrder, int, Promise> answer, double goal)
    {
        var (wall, cpu) = (new double[orders.Length], new double[orders.Length]);
        for (var i = 0; i < orders.Length; i++)
        {
            var watch = Stopwatch.GetTimestamp();
            cpu[i] = 1000 * Measure.Cpu(() => answer(orders[i], i)).CpuSeconds;
            wall[i] = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
        }

        var slow = Measure.Percentile(cpu, 0.99);
        report.Add(new Figure($"promise.{name}-p99", slow, "CPU-ms") { Goal = double.IsFinite(goal) ? $"<{goal}" : "", Holds = double.IsFinite(goal) ? slow < goal : null });
        report.Add(new Figure($"promise.{name}-p50-wall", Measure.Median(wall), "ms"));
        report.Add(new Figure($"promise.{name}-p99-wall", Measure.Percentile(wall, 0.99), "ms"));
    }

    private static SupplyProblem Problem(Random random, double supplyShare)
    {
        var demands = Enumerable.Range(0, OpenOrders).Select(i => new Demand($"order {i}", "", random.Next(1, 60), 1, 100)).ToArray();
        var mean = supplyShare * demands.Sum(demand => demand.Quantity) / Sources;
        var sources = Enumerable.Range(0, Sources).Select(i => new SupplySource($"source {i}", "", SourceKind.Stock, Math.Round(mean * (0.5 + random.NextDouble())))).ToArray();
        return new SupplyProblem(sources, demands, [.. demands.SelectMany(demand => Lanes(random).Select(lane => new Lane(lane.SourceId, demand.Id, lane.UnitCost)))]);
    }

    private static OrderLane[] Lanes(Random random) =>
        [.. Enumerable.Range(0, LanesPerOrder).Select(_ => random.Next(Sources)).Distinct().Select(source => new OrderLane($"source {source}", random.Next(1, 50)))];
}
