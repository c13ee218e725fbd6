using System.CommandLine;
using System.Diagnostics;
using PlanningEngine.Forecasting;

namespace PlanningEngine.Benchmarks;

/// <summary>How many monthly series a core forecasts per second, method by method.</summary>
internal static class SpeedBenchmark
{
    private const int Horizon = 12;
    private const double LeastSeconds = 0.5;

    public static Command Create()
    {
        var series = Benchmark.Number("--series", "Series at most", 400, 10, 100_000);
        var months = Benchmark.Number("--months", "Months of history", 48, 6, 600);
        var seconds = Benchmark.Number("--seconds", "Seconds per method at most", 5, 1, 600);
        return Benchmark.Create("speed", "Series per second and core of each method on generated monthly series.", "speed --months 120", [series, months, seconds],
            (parse, report, ct) => Task.Run(() => Run(parse.GetValue(series), parse.GetValue(months), parse.GetValue(seconds), report, ct), ct));
    }

    private static void Run(int count, int months, int seconds, Report report, CancellationToken ct)
    {
        var company = new GeneratedCompany(1, 1);
        var series = Enumerable.Range(0, count).Select(i => new TimeSeries($"S{i}", company.Series(i, months), 12)).ToArray();
        var request = new ForecastRequest(Horizon) { NonNegative = true };
        foreach (var name in ForecastMethods.Names)
        {
            var method = ForecastMethods.Create(name);
            foreach (var one in series.Take(5))
                method.Forecast(one, request, ct);
            var (done, cpu) = Measure.Cpu(() =>
            {
                var watch = Stopwatch.StartNew();
                var forecasts = 0;
                // All series once, and as often again as it takes to be measurable.
                for (; watch.Elapsed.TotalSeconds < (forecasts < series.Length ? seconds : LeastSeconds); forecasts++)
                    method.Forecast(series[forecasts % series.Length], request, ct);
                return forecasts;
            });
            report.Add(new Figure($"speed.{name}", done / Math.Max(cpu, 1e-6), "series/s/core"));
        }
    }
}
