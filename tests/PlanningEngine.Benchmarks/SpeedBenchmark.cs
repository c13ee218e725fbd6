using System.CommandLine;
using System.Diagnostics;
using PlanningEngine.Benchmarks.InR;
using PlanningEngine.Forecasting;

namespace PlanningEngine.Benchmarks;

/// <summary>How many monthly series a core forecasts per second, method by method.</summary>
internal static class SpeedBenchmark
{
    private const int Horizon = 12;
    private const double LeastSeconds = 0.5;
    private const double WarmSeconds = 1;

    /// <summary>Least that is asked, on 512 bits; half on 256.</summary>
    private static readonly Dictionary<string, double> Goals = new(StringComparer.Ordinal) { ["ets"] = 2000, ["dot"] = 20_000, ["arima"] = 100, ["ces"] = 500, ["auto"] = 100 };

    public static Command Create()
    {
        var series = Benchmark.Number("--series", "Series at most", 400, 10, 100_000);
        var months = Benchmark.Number("--months", "Months of history", 48, 6, 600);
        var seconds = Benchmark.Number("--seconds", "Seconds per method at most", 5, 1, 600);
        var inR = Benchmark.Number("--peer-series", "Series that R's forecast fits beside ours, where it is installed; 0 leaves it out", 60, 0, 3003);
        return Benchmark.Create(
            "speed", "Series per second and core of each method on generated monthly series; exponential smoothing and ARIMA beside R's, with the likelihoods reached.",
            "speed --months 120 --peer-series 0", [series, months, seconds, inR],
            (parse, report, ct) => Task.Run(() =>
            {
                Run(parse.GetValue(series), parse.GetValue(months), parse.GetValue(seconds), report, ct);
                Cancellation.Run(report, ct);
                new ModelsInR(report, parse.GetValue(inR)).Run(ct);
            }, ct));
    }

    private static void Run(int count, int months, int seconds, Report report, CancellationToken ct)
    {
        Report.Progress($"vectors of {Vectors.Bits} bits");
        var company = new GeneratedCompany(1, 1);
        var series = Enumerable.Range(0, count).Select(i => new TimeSeries($"S{i}", company.Series(i, months), 12)).ToArray();
        var request = new ForecastRequest(Horizon) { NonNegative = true };
        foreach (var name in ForecastMethods.Names)
        {
            var method = ForecastMethods.Create(name);
            // Compiled code comes in tiers: what is measured is the last.
            var warm = Stopwatch.StartNew();
            for (var i = 0; warm.Elapsed.TotalSeconds < WarmSeconds; i++)
                method.Forecast(series[i % series.Length], request, ct);
            var (done, cpu) = Measure.Cpu(() =>
            {
                var watch = Stopwatch.StartNew();
                var forecasts = 0;
                // All series once, and as often again as it takes to be measurable.
                for (; watch.Elapsed.TotalSeconds < (forecasts < series.Length ? seconds : LeastSeconds); forecasts++)
                    method.Forecast(series[forecasts % series.Length], request, ct);
                return forecasts;
            });
            var (rate, goal) = (done / Math.Max(cpu, 1e-6), Vectors.Goal(Goals.GetValueOrDefault(name)));
            report.Add(new Figure($"speed.{name}", rate, "series/s/core") { Goal = goal > 0 ? FormattableString.Invariant($">={goal}") : "", Holds = goal > 0 ? rate >= goal : null });
        }
    }
}
