using System.CommandLine;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Evaluation;

namespace PlanningEngine.Benchmarks;

/// <summary>Accuracy by collection; on the M3 competition by frequency, beside the published scores. Test values are scored and used for nothing else.</summary>
internal static class AccuracyBenchmark
{
    private const int WholeSet = 3003;
    private static readonly string[] Collections = ["m3", "m4-hourly", "m4-weekly", "carparts"];
    private static readonly string[] UsualMethods = ["auto", "ets", "theta", "snaive"];

    /// <summary>The published method beside ours.</summary>
    private static readonly Dictionary<string, string> Published = new(StringComparer.Ordinal)
    {
        ["auto"] = "ForecastPro",
        ["ets"] = "ForecastPro",
        ["theta"] = "THETA",
        ["snaive"] = "SNAIVE",
    };

    /// <summary>What the R package forecast reaches on the whole set: ets, thetaf, and the mean of the two.</summary>
    private static readonly Dictionary<string, (string Name, double Smape)> InR = new(StringComparer.Ordinal)
    {
        ["auto"] = ("R ets + thetaf", 12.76),
        ["ets"] = ("R ets", 13.34),
        ["theta"] = ("R thetaf", 13.06),
    };

    /// <summary>Most that is asked of <c>auto</c>: what the best published neural ensemble reaches.</summary>
    private static readonly Dictionary<string, double> Goals = new(StringComparer.Ordinal)
    {
        ["accuracy.m3-yearly.auto"] = 15.92,
        ["accuracy.m3-quarterly.auto"] = 8.80,
        ["accuracy.m3-monthly.auto"] = 13.24,
        ["accuracy.m3-other.auto"] = 4.21,
        ["accuracy.m3-all.auto"] = 12.46,
    };

    /// <summary>MSIS that R's ets reaches per frequency with its 95 % intervals, errors scaled by the differences of one cycle as ours are (forecast 8.20).</summary>
    private static readonly Dictionary<string, double> MsisOfEtsInR = new(StringComparer.Ordinal)
    {
        ["yearly"] = 30.616,
        ["quarterly"] = 10.717,
        ["monthly"] = 6.342,
        ["other"] = 13.428,
        ["all"] = 13.068,
    };

    public static Command Create()
    {
        var sample = Benchmark.Number("--sample", "Series per frequency, evenly spaced; 0 is all", 0, 0, 3003);
        var method = new Option<string[]>("--method")
        {
            Description = $"Methods to score: {string.Join(", ", ForecastMethods.Names)}",
            DefaultValueFactory = _ => UsualMethods,
            AllowMultipleArgumentsPerToken = true,
        };
        method.AcceptOnlyFromAmong([.. ForecastMethods.Names]);
        var data = new Option<string[]>("--data")
        {
            Description = $"Collections to score on: {string.Join(", ", Collections)}",
            DefaultValueFactory = _ => Collections,
            AllowMultipleArgumentsPerToken = true,
        };
        data.AcceptOnlyFromAmong(Collections);
        var validation = new Option<bool>("--validation") { Description = "Score on the last training values, as many as there are test values: what methods are built and tuned with" };
        var treatment = new Option<Treatment>("--treatment") { Description = "What is done about outliers and level shifts in M3: None, Applied, Tried", DefaultValueFactory = _ => Treatment.None };
        return Benchmark.Create(
            "accuracy", "Accuracy and intervals on the M3 and M4 competitions and on spare parts (needs the data folder PLANNING_SHARED_DATA).",
            "accuracy --data m3 --sample 300 --method auto dot", [data, validation, sample, method, treatment],
            (parse, report, ct) => Task.Run(() => Run(parse.GetValue(data)!, parse.GetValue(validation), parse.GetValue(sample), [.. parse.GetValue(method)!.Distinct(StringComparer.Ordinal)], parse.GetValue(treatment), report, ct), ct));
    }

    private static void Run(string[] data, bool validation, int sample, string[] methods, Treatment treatment, Report report, CancellationToken ct)
    {
        if (data.Contains("m3"))
            RunM3(validation, sample, methods, treatment, report, ct);
        if (data.Contains("m4-hourly"))
            M4Accuracy.Hourly.Run(methods, validation, report, ct);
        if (data.Contains("m4-weekly"))
            M4Accuracy.Weekly.Run(methods, validation, report, ct);
        if (data.Contains("carparts"))
            SparePartsAccuracy.Run(methods, validation, report, ct);
    }

    private static void RunM3(bool validation, int sample, string[] methods, Treatment treatment, Report report, CancellationToken ct)
    {
        if (M3Data.Folder() is not { } folder)
        {
            Report.Progress("The M3 data is not there: skipped. Maybe set PLANNING_SHARED_DATA to the folder that holds m3/.");
            return;
        }

        var published = M3Data.Scores(folder);
        var groups = M3Data.Read(folder).Select(s => validation ? s.Validation() : s).OfType<M3Series>().GroupBy(s => s.Frequency, StringComparer.Ordinal).Select(g => (Frequency: g.Key, Series: Sample([.. g], sample))).ToArray();
        var window = validation ? "-validation" : "";
        var whole = groups.Sum(g => g.Series.Count) >= WholeSet - (validation ? WholeSet / 100 : 0);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var name in methods)
        {
            var all = new List<SeriesScore>();
            var method = ForecastMethods.Create(name);
            var cpuOfAll = 0.0;
            foreach (var (frequency, series) in groups)
            {
                Report.Progress($"{name}, {series.Count} {frequency} series");
                var (scores, cpu) = Measure.Cpu(() => Score(method, series, treatment, ct));
                var reference = published[(PublishedBeside(name), frequency)];
                rows.Add(Row(frequency, name, scores, reference, published[("NAIVE2", frequency)], cpu));
                report.Add(Compared($"accuracy.m3-{frequency}{window}.{name}", scores, reference.Smape, $"published {PublishedBeside(name)}"));
                AddIntervals(report, $"m3-{frequency}{window}.{name}", frequency, scores);
                all.AddRange(scores);
                cpuOfAll += cpu;
            }

            if (!whole)
                continue;
            rows.Add(Row("all", name, all, published[(PublishedBeside(name), "all")], published[("NAIVE2", "all")], cpuOfAll));
            var (peer, smape) = InR.TryGetValue(name, out var r) ? r : ($"published {PublishedBeside(name)}", published[(PublishedBeside(name), "all")].Smape);
            report.Add(Compared($"accuracy.m3-all{window}.{name}", all, smape, peer));
            AddIntervals(report, $"m3-all{window}.{name}", "all", all);
        }

        Report.Table(validation ? "M3, last training values; the published scores are of the test values" : whole ? "M3; OWA is relative to the published NAIVE2" : "M3: ours on the sample, published on all series; OWA is relative to the published NAIVE2",
            ["method", "series", "sMAPE %", "MASE", "OWA", "in 80 %", "in 95 %", "MSIS", "published", "sMAPE %", "MASE", "OWA", "CPU s"], rows);
    }

    private static string PublishedBeside(string method) => Published.GetValueOrDefault(method, "ForecastPro");

    private static void AddIntervals(Report report, string name, string frequency, IReadOnlyCollection<SeriesScore> scores)
    {
        report.Add(In80(scores).Figure($"accuracy.{name}"));
        report.Add(In95(scores).Figure($"accuracy.{name}"));
        report.Add(new Figure($"accuracy.{name}.msis", Msis(scores), "MSIS") { Peer = MsisOfEtsInR.TryGetValue(frequency, out var inR) ? inR : null, PeerName = "R ets, all series" });
    }

    private static IntervalCoverage In80(IReadOnlyCollection<SeriesScore> scores) => IntervalCoverage.Of(0.8, [.. scores.Select(s => (s.Points, s.Inside80))]);

    private static IntervalCoverage In95(IReadOnlyCollection<SeriesScore> scores) => IntervalCoverage.Of(0.95, [.. scores.Select(s => (s.Points, s.Inside95))]);

    private static double Msis(IReadOnlyCollection<SeriesScore> scores) => scores.Average(s => s.Msis) ?? double.NaN;

    private static Figure Compared(string name, IReadOnlyCollection<SeriesScore> scores, double peer, string peerName) =>
        Asked(new Figure(name, Pooled(scores).Smape, "sMAPE-%") { Peer = peer, PeerName = $"{peerName}, all series" });

    /// <summary>With what is asked of it, if anything.</summary>
    private static Figure Asked(Figure figure) =>
        Goals.TryGetValue(figure.Name, out var goal) ? figure with { Goal = FormattableString.Invariant($"<={goal}"), Holds = figure.Value <= goal } : figure;

    private static IReadOnlyList<string> Row(string frequency, string name, IReadOnlyCollection<SeriesScore> scores, M3Score reference, M3Score naive, double cpu)
    {
        var score = Pooled(scores);
        return
        [
            $"{frequency} {name}", $"{scores.Count}", $"{score.Smape:0.000}", $"{score.Mase:0.0000}", $"{Owa(score, naive):0.000}",
            $"{In80(scores)}", $"{In95(scores)}", $"{Msis(scores):0.00}",
            PublishedBeside(name), $"{reference.Smape:0.000}", $"{reference.Mase:0.0000}", $"{Owa(reference, naive):0.000}", $"{cpu:0.0}",
        ];
    }

    /// <summary>sMAPE over all test points, MASE over the series that have one.</summary>
    private static M3Score Pooled(IReadOnlyCollection<SeriesScore> scores) =>
        new(scores.Sum(s => s.Smape * s.Points) / scores.Sum(s => s.Points), scores.Average(s => s.Mase) ?? double.NaN);

    private static double Owa(M3Score score, M3Score naive) => (score.Smape / naive.Smape + score.Mase / naive.Mase) / 2;

    private static IReadOnlyList<M3Series> Sample(IReadOnlyList<M3Series> all, int count) =>
        count == 0 || count >= all.Count ? all : [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];

    private static SeriesScore[] Score(IForecaster method, IReadOnlyList<M3Series> all, Treatment treatment, CancellationToken ct)
    {
        var scores = new SeriesScore[all.Count];
        Parallel.For(0, all.Count, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var series = all[i];
            var forecast = method.Forecast(new TimeSeries(series.Id, series.Train, series.Period), new ForecastRequest(series.Test.Length) { Treatment = treatment }, ct);
            var scale = Metrics.SeasonalNaiveError(series.Train, series.Period);
            double[] Level(double level) => [.. Enumerable.Range(0, forecast.Horizon).Select(step => forecast.Quantile(step, level))];
            var (low95, high95) = (Level(0.025), Level(0.975));
            scores[i] = new SeriesScore(
                series.Test.Length, 100 * Metrics.Smape(series.Test, forecast.Mean)!.Value, Metrics.Mase(series.Test, forecast.Mean, scale),
                Metrics.Coverage(series.Test, Level(0.1), Level(0.9))!.Value, Metrics.Coverage(series.Test, low95, high95)!.Value,
                Metrics.Msis(series.Test, low95, high95, 0.95, scale));
        });
        return scores;
    }

    private readonly record struct SeriesScore(int Points, double Smape, double? Mase, double Inside80, double Inside95, double? Msis);
}
