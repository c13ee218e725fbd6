using System.CommandLine;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Evaluation;

namespace PlanningEngine.Benchmarks;

/// <summary>Accuracy on the M3 competition by frequency, beside the published scores. Test values are scored and used for nothing else.</summary>
internal static class AccuracyBenchmark
{
    private static readonly string[] Methods = ["auto", "ets", "theta", "snaive"];

    /// <summary>The published method beside ours.</summary>
    private static readonly Dictionary<string, string> Published = new(StringComparer.Ordinal)
    {
        ["auto"] = "ForecastPro",
        ["ets"] = "ForecastPro",
        ["theta"] = "THETA",
        ["snaive"] = "SNAIVE",
    };

    public static Command Create()
    {
        var sample = Benchmark.Number("--sample", "Series per frequency, evenly spaced; 0 is all", 300, 0, 3003);
        return Benchmark.Create("accuracy", "sMAPE, MASE and OWA on the M3 competition (needs the data folder PLANNING_SHARED_DATA).", "accuracy --sample 0", [sample],
            (parse, report, ct) => Task.Run(() => Run(parse.GetValue(sample), report, ct), ct));
    }

    private static void Run(int sample, Report report, CancellationToken ct)
    {
        if (M3Data.Folder() is not { } folder)
        {
            Report.Progress("The M3 data is not there: skipped. Maybe set PLANNING_SHARED_DATA to the folder that holds m3/.");
            return;
        }

        var published = M3Data.Scores(folder);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var group in M3Data.Read(folder).GroupBy(s => s.Frequency, StringComparer.Ordinal))
        {
            var series = Sample([.. group], sample);
            foreach (var name in Methods)
            {
                var (score, cpu) = Measure.Cpu(() => Score(ForecastMethods.Create(name), series, ct));
                var naive = published[("NAIVE2", group.Key)];
                var reference = published[(Published[name], group.Key)];
                rows.Add([$"{group.Key} {name}", $"{series.Count}", $"{score.Smape:0.000}", $"{score.Mase:0.0000}", $"{Owa(score, naive):0.000}",
                    Published[name], $"{reference.Smape:0.000}", $"{reference.Mase:0.0000}", $"{Owa(reference, naive):0.000}", $"{cpu:0.0}"]);
                report.Add(new Figure($"accuracy.m3-{group.Key}.{name}", score.Smape, "sMAPE-%") { Peer = reference.Smape, PeerName = $"published {Published[name]}, all series" });
            }
        }

        Report.Table("M3: ours on the sample, published on all series; OWA is relative to the published NAIVE2",
            ["method", "series", "sMAPE %", "MASE", "OWA", "published", "sMAPE %", "MASE", "OWA", "CPU s"], rows);
    }

    private static double Owa(M3Score score, M3Score naive) => (score.Smape / naive.Smape + score.Mase / naive.Mase) / 2;

    private static IReadOnlyList<M3Series> Sample(IReadOnlyList<M3Series> all, int count) =>
        count == 0 || count >= all.Count ? all : [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];

    private static M3Score Score(IForecaster method, IReadOnlyList<M3Series> all, CancellationToken ct)
    {
        var smape = new double[all.Count];
        var mase = new double?[all.Count];
        Parallel.For(0, all.Count, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var series = all[i];
            var mean = method.Forecast(new TimeSeries(series.Id, series.Train, series.Period), new ForecastRequest(series.Test.Length), ct).Mean;
            smape[i] = 100 * Metrics.Smape(series.Test, mean)!.Value;
            mase[i] = Metrics.Mase(series.Test, mean, Metrics.SeasonalNaiveError(series.Train, series.Period));
        });
        var points = all.Sum(s => (double)s.Test.Length);
        return new M3Score(all.Select((s, i) => smape[i] * s.Test.Length).Sum() / points, mase.Average() ?? double.NaN);
    }
}
