using System.CommandLine;
using System.Diagnostics;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Benchmarks;

/// <summary>How many forecasts callers get per second, how long one waits, how fast published forecasts are paged through, and how many orders are checked against a published allocation.</summary>
internal static class GrpcBenchmark
{
    private const int Months = 48;
    private const int Horizon = 12;
    private const int Distinct = 64;
    private const int Products = 100;
    private const int Territories = 6;

    public static Command Create()
    {
        var seconds = Benchmark.Number("--seconds", "Seconds of calling", 5, 1, 300);
        var callers = Benchmark.Number("--callers", "Concurrent callers", 16, 1, 256);
        return Benchmark.Create("grpc", "Calls per second and latencies of Forecast and of checks of availability, and pages of GetForecasts.", "grpc --seconds 20 --callers 32", [seconds, callers],
            (parse, report, ct) => RunAsync(parse.GetValue(seconds), parse.GetValue(callers), report, ct));
    }

    private static async Task RunAsync(int seconds, int callers, Report report, CancellationToken ct)
    {
        var company = new GeneratedCompany(Products, Territories);
        var histories = Enumerable.Range(0, Distinct).Select(i => company.Series(i, Months)).ToArray();
        await using var server = await ServerUnderTest.StartAsync(ct);
        var forecasts = server.Client.Forecasts;
        async Task CallAsync(int index)
        {
            var request = new Contracts.V1.ForecastRequest { Horizon = Horizon, Series = { new Series { SeriesId = $"S{index}", Period = 12, Values = { histories[index] } } } };
            var answer = await forecasts.ForecastAsync(request, cancellationToken: ct);
            if (answer.Forecasts.Count != 1 || answer.Forecasts[0].Steps.Count != Horizon)
                throw new BenchmarkException("A forecast has not the steps that were asked for.");
        }

        Report.Progress($"{callers} callers for {seconds} s");
        await LoopAsync(callers, 1, CallAsync, ct);
        var (calls, took) = await Measure.WallAsync(() => LoopAsync(callers, seconds, CallAsync, ct));
        Report.Progress("the same forecasts in this process");
        var method = new AutoForecaster();
        var (own, ownTook) = await Measure.WallAsync(() => LoopAsync(Environment.ProcessorCount, Math.Max(1, seconds / 2), index => Task.Run(
            () => method.Forecast(new TimeSeries("S", histories[index], 12), new Forecasting.ForecastRequest(Horizon) { NonNegative = true }, ct), ct), ct));
        report.Add(new Figure("grpc.forecast", calls.Count / took, "calls/s") { Peer = own.Count / ownTook, PeerName = "the same method in process" });
        report.Add(new Figure("grpc.forecast-p50", Measure.Median(calls), "ms") { Peer = Measure.Median(own), PeerName = "one per core" });
        report.Add(new Figure("grpc.forecast-p99", Measure.Percentile(calls, 0.99), "ms") { Peer = Measure.Percentile(own, 0.99), PeerName = "one per core" });
        await PagesAsync(server, company, report, ct);
        await AvailabilityBenchmark.RunAsync(server, Products, Territories, call => LoopAsync(callers, seconds, call, ct), report, ct);
        report.Add(new Figure("grpc.memory-peak", server.PeakMemory(), "MB"));
    }

    private static async Task PagesAsync(ServerUnderTest server, GeneratedCompany company, Report report, CancellationToken ct)
    {
        Report.Progress("publishing forecasts to page through");
        await LoadSession.LoadAsync(server.Client, "reference", company.ReferenceChunks(Months), ct);
        await LoadSession.LoadAsync(server.Client, "sales", [.. GeneratedCompany.Chunks(company.MonthlySales(Months))], ct);
        await new RunSession(RunKind.Forecast, new RunParameters { Horizon = Horizon, Methods = { "snaive" }, WithoutGlobalModel = true }).SucceedAsync(server.Client, ct);
        var (pages, count, token) = (new List<double>(), 0L, "");
        var watch = Stopwatch.StartNew();
        do
        {
            var (answer, seconds) = await Measure.WallAsync(async () =>
                await server.Client.Forecasts.GetForecastsAsync(new GetForecastsRequest { PageSize = 1000, PageToken = token }, cancellationToken: ct));
            pages.Add(seconds * 1000);
            count += answer.Forecasts.Count;
            token = answer.NextPageToken;
        }
        while (token.Length > 0 && pages.Count < 10_000);

        report.Add(new Figure("grpc.published", count / watch.Elapsed.TotalSeconds, "forecasts/s"));
        report.Add(new Figure("grpc.published-pages", pages.Count, "pages"));
        report.Add(new Figure("grpc.published-page-p50", Measure.Median(pages), "ms"));
    }

    /// <summary>Callers that call one after the other until the time is over; the milliseconds of each call.</summary>
    private static async Task<List<double>> LoopAsync(int callers, double seconds, Func<int, Task> call, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var times = new List<double>();
            for (var i = caller; watch.Elapsed.TotalSeconds < seconds; i += callers)
            {
                var started = Stopwatch.GetTimestamp();
                await call(i % Distinct);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return times;
        }, ct)));
        return [.. all.SelectMany(t => t)];
    }
}
