using System.Runtime.Intrinsics;
using PlanningEngine.Benchmarks.InR;
using PlanningEngine.Forecasting;

namespace PlanningEngine.Benchmarks;

/// <summary>The M3 competition by frequency, beside the published scores and what R's ets reaches.</summary>
internal static class M3Accuracy
{
    private const int WholeSet = 3003;

    /// <summary>The method that goals are set for.</summary>
    private const string Asked = "auto";

    /// <summary>Least series per second and core, on 512 bits; half on 256.</summary>
    private const double GoalOfSpeed = 100;

    /// <summary>Most that is asked of the geometric mean of the ratios of MSIS to that of R's ets.</summary>
    private const double GoalOfMsisRatios = 0.9;

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

    /// <summary>Scores methods; returns what each reached on the whole set, nothing for a sample or where the data is not there.</summary>
    internal static IReadOnlyList<MethodOnM3> Run(bool validation, int sample, int everyInR, string[] methods, Treatment treatment, Func<string, IForecaster> create, Report report, CancellationToken ct)
    {
        if (M3Data.Folder() is not { } folder)
        {
            Report.Progress("The M3 data is not there: skipped. Maybe set PLANNING_SHARED_DATA to the folder that holds m3/.");
            return [];
        }

        var published = M3Data.Scores(folder);
        var groups = M3Data.Read(folder).Select(s => validation ? s.Validation() : s).OfType<M3Series>().GroupBy(s => s.Frequency, StringComparer.Ordinal).Select(g => (Frequency: g.Key, Series: Sample([.. g], sample))).ToArray();
        var window = validation ? "-validation" : "";
        var whole = groups.Sum(g => g.Series.Count) >= WholeSet - (validation ? WholeSet / 100 : 0);
        var rows = new List<IReadOnlyList<string>>();
        var reached = new List<MethodOnM3>();
        foreach (var name in methods)
        {
            var all = new List<SeriesScore>();
            var ratios = new List<double>();
            var method = create(name);
            var cpuOfAll = 0.0;
            foreach (var (frequency, series) in groups)
            {
                Report.Progress($"{name}, {series.Count} {frequency} series");
                var (scores, cpu) = Measure.Cpu(() => SeriesScore.OfAll(method, Plain(series), [series[0].Period], series[0].Period, ct, treatment));
                var reference = published[(PublishedBeside(name), frequency)];
                rows.Add(Row(frequency, name, scores, reference, published[("NAIVE2", frequency)], cpu));
                report.Add(Compared($"accuracy.m3-{frequency}{window}.{name}", scores, reference.Smape, $"published {PublishedBeside(name)}"));
                ratios.Add(AddIntervals(report, $"m3-{frequency}{window}.{name}", frequency, scores, asked: name == Asked && whole && !validation));
                if (name == Asked && everyInR > 0)
                    AddLive(report, $"m3-{frequency}{window}.{name}", series, scores, everyInR, ct);
                all.AddRange(scores);
                cpuOfAll += cpu;
            }

            if (!whole)
                continue;
            rows.Add(Row("all", name, all, published[(PublishedBeside(name), "all")], published[("NAIVE2", "all")], cpuOfAll));
            var (peer, smape) = InR.TryGetValue(name, out var r) ? r : ($"published {PublishedBeside(name)}", published[(PublishedBeside(name), "all")].Smape);
            report.Add(Compared($"accuracy.m3-all{window}.{name}", all, smape, peer));
            AddIntervals(report, $"m3-all{window}.{name}", "all", all, asked: false);
            var speed = all.Count / cpuOfAll;
            AddSpeed(report, $"accuracy.m3-all{window}.{name}", speed, asked: name == Asked && !validation);
            if (name == Asked && !validation)
                AddRatios(report, $"accuracy.m3-all.{name}", ratios);
            reached.Add(new MethodOnM3(name, SeriesScore.PooledSmape(all), speed));
        }

        Report.Table(validation ? "M3, last training values; the published scores are of the test values" : whole ? "M3; OWA is relative to the published NAIVE2" : "M3: ours on the sample, published on all series; OWA is relative to the published NAIVE2",
            ["method", "series", "sMAPE %", "MASE", "OWA", "in 80 %", "in 95 %", "MSIS", "published", "sMAPE %", "MASE", "OWA", "CPU s"], rows);
        return reached;
    }

    private static string PublishedBeside(string method) => Published.GetValueOrDefault(method, "ForecastPro");

    /// <summary>Coverage and MSIS; returns the ratio of MSIS to that of R's ets.</summary>
    private static double AddIntervals(Report report, string name, string frequency, IReadOnlyCollection<SeriesScore> scores, bool asked)
    {
        report.Add(SeriesScore.In80(scores).Figure($"accuracy.{name}"));
        report.Add(SeriesScore.In95(scores).Figure($"accuracy.{name}"));
        var msis = new Figure($"accuracy.{name}.msis", SeriesScore.MeanMsis(scores), "MSIS") { Peer = MsisOfEtsInR[frequency], PeerName = "R ets, all series" };
        report.Add(asked ? msis with { Goal = "ratio<=1", Holds = msis.Ratio <= 1 } : msis);
        return msis.Ratio!.Value;
    }

    /// <summary>Interval scores over all frequencies.</summary>
    private static void AddRatios(Report report, string name, IReadOnlyCollection<double> ratios)
    {
        var mean = Math.Exp(ratios.Average(Math.Log));
        report.Add(new Figure($"{name}.msis-ratio", mean, "geometric-mean-of-ratios-to-R-ets") { Goal = FormattableString.Invariant($"<={GoalOfMsisRatios}"), Holds = mean <= GoalOfMsisRatios });
    }

    /// <summary>The speed of the very run that gave the accuracy.</summary>
    private static void AddSpeed(Report report, string name, double speed, bool asked)
    {
        var figure = new Figure($"{name}.speed", speed, "series/s/core");
        var least = GoalOfSpeed * (Vector512.IsHardwareAccelerated ? 1 : 0.5);
        report.Add(!asked ? figure : figure with { Goal = FormattableString.Invariant($">={least}"), Holds = speed >= least });
    }

    /// <summary>R's ets on a sample of the series, in this run.</summary>
    private static void AddLive(Report report, string name, IReadOnlyList<M3Series> series, SeriesScore[] scores, int every, CancellationToken ct)
    {
        if (ForecastInR.Scores("ets", Plain(series.Where((_, i) => i % every == 0)), series[0].Period, ct) is not { } inR)
        {
            Report.Progress("R, its package forecast or peers/forecast.R is not there: no live peer. Maybe install r-cran-forecast.");
            return;
        }

        SeriesScore[] ours = [.. scores.Where((_, i) => i % every == 0)];
        report.Add(new Figure($"accuracy.{name}.sample", SeriesScore.PooledSmape(ours), "sMAPE-%") { Peer = SeriesScore.PooledSmape(inR), PeerName = $"R ets live, {inR.Length} series" });
        report.Add(new Figure($"accuracy.{name}.sample.msis", SeriesScore.MeanMsis(ours), "MSIS") { Peer = SeriesScore.MeanMsis(inR), PeerName = $"R ets live, {inR.Length} series" });
    }

    private static Figure Compared(string name, IReadOnlyCollection<SeriesScore> scores, double peer, string peerName) =>
        WithGoal(new Figure(name, SeriesScore.PooledSmape(scores), "sMAPE-%") { Peer = peer, PeerName = $"{peerName}, all series" });

    /// <summary>With what is asked of it, if anything.</summary>
    private static Figure WithGoal(Figure figure) =>
        Goals.TryGetValue(figure.Name, out var goal) ? figure with { Goal = FormattableString.Invariant($"<={goal}"), Holds = figure.Value <= goal } : figure;

    private static IReadOnlyList<string> Row(string frequency, string name, IReadOnlyCollection<SeriesScore> scores, M3Score reference, M3Score naive, double cpu)
    {
        var score = Pooled(scores);
        return
        [
            $"{frequency} {name}", $"{scores.Count}", $"{score.Smape:0.000}", $"{score.Mase:0.0000}", $"{Owa(score, naive):0.000}",
            $"{SeriesScore.In80(scores)}", $"{SeriesScore.In95(scores)}", $"{SeriesScore.MeanMsis(scores):0.00}",
            PublishedBeside(name), $"{reference.Smape:0.000}", $"{reference.Mase:0.0000}", $"{Owa(reference, naive):0.000}", $"{cpu:0.0}",
        ];
    }

    /// <summary>sMAPE over all test points, MASE over the series that have one.</summary>
    private static M3Score Pooled(IReadOnlyCollection<SeriesScore> scores) =>
        new(SeriesScore.PooledSmape(scores), scores.Average(s => s.Mase) ?? double.NaN);

    private static double Owa(M3Score score, M3Score naive) => (score.Smape / naive.Smape + score.Mase / naive.Mase) / 2;

    private static ScoredSeries[] Plain(IEnumerable<M3Series> series) => [.. series.Select(s => new ScoredSeries(s.Id, s.Train, s.Test))];

    private static IReadOnlyList<M3Series> Sample(IReadOnlyList<M3Series> all, int count) =>
        count == 0 || count >= all.Count ? all : [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];
}
