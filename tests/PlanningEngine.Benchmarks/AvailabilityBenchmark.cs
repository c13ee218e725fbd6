using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Benchmarks;

/// <summary>How many orders per second are answered beside a published allocation whose network is warm: one order a call, and a hundred.</summary>
internal static class AvailabilityBenchmark
{
    private const int OrdersPerCall = 100;

    /// <param name="server">A server with published forecasts.</param>
    /// <param name="products">Products of the company.</param>
    /// <param name="territories">Its territories.</param>
    /// <param name="loop">Calls one after the other from many callers; gives the milliseconds of each.</param>
    /// <param name="report">Where figures go.</param>
    /// <param name="ct">Stops.</param>
    public static async Task RunAsync(ServerUnderTest server, int products, int territories, Func<Func<int, Task>, Task<List<double>>> loop, Report report, CancellationToken ct)
    {
        Report.Progress("publishing an allocation to check against");
        await new RunSession(RunKind.Allocation, new RunParameters()).SucceedAsync(server.Client, ct);
        var first = (await server.Client.Allocations.GetAllocationsAsync(new GetAllocationsRequest { PageSize = 1 }, cancellationToken: ct)).Allocations[0];
        ProductOrder Order(int index) => new()
        {
            OrderId = $"O{index}",
            ProductCode = GeneratedCompany.Product(index % products),
            TerritoryCode = GeneratedCompany.Territory(index % territories),
            DueDate = first.PeriodStart,
            Quantity = 1 + (index % 40),
        };
        async Task CallAsync(int index, int orders)
        {
            var request = new CheckPublishedAvailabilityRequest { Orders = { Enumerable.Range(index * orders, orders).Select(Order) } };
            var answer = await server.Client.Allocations.CheckPublishedAvailabilityAsync(request, cancellationToken: ct);
            if (answer.Promises.Count != orders || answer.PlanVersionKey == 0)
                throw new BenchmarkException("An answer lacks promises.");
        }

        var (_, opening) = await Measure.WallAsync(async () => { await CallAsync(0, 1); return 0; });
        report.Add(new Figure("grpc.availability-opening", opening, "s"));
        foreach (var (name, orders) in new[] { ("single", 1), ("batch", OrdersPerCall) })
        {
            Report.Progress($"{orders} orders a call");
            await CallAsync(1, orders);
            var (calls, took) = await Measure.WallAsync(() => loop(index => CallAsync(index, orders)));
            report.Add(new Figure($"grpc.availability-{name}", calls.Count * orders / took, "answers/s"));
            report.Add(new Figure($"grpc.availability-{name}-p50", Measure.Median(calls), "ms"));
            report.Add(new Figure($"grpc.availability-{name}-p99", Measure.Percentile(calls, 0.99), "ms"));
        }
    }
}
