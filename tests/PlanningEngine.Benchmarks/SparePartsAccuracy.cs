using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Evaluation;

namespace PlanningEngine.Benchmarks;

/// <summary>RMSSE and scaled pinball loss on monthly spare parts, three quarters of them zero, beside the methods for intermittent demand and the history's own quantiles.</summary>
internal static class SparePartsAccuracy
{
    private const string Folder = "carparts";
    private const int Year = 12;
    private static readonly double[] Levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
    private static readonly string[] Peers = ["croston", "sba", "tsb", "adida", "imapa"];

    internal static void Run(IEnumerable<string> methods, bool validation, Report report, CancellationToken ct)
    {
        if (ScoredSeries.Read(Folder, "carparts_split.csv.gz") is not { } all)
        {
            Report.Progress($"The spare parts are not there: skipped. Maybe set PLANNING_SHARED_DATA to the folder that holds {Folder}/.");
            return;
        }

        var series = (validation ? all.Select(s => s.Validation()).OfType<ScoredSeries>() : all).Where(s => s.Train.Any(v => v != 0)).ToArray();
        var rows = new List<IReadOnlyList<string>>();
        foreach (var name in Peers.Union(methods).Append("history"))
        {
            Report.Progress($"{name}, {series.Length} spare parts");
            var (scores, cpu) = Measure.Cpu(() => Score(name, series, ct));
            var (rmsse, pinball) = (scores.Average(s => s.Rmsse) ?? double.NaN, scores.Average(s => s.Pinball) ?? double.NaN);
            rows.Add([name, $"{series.Length}", $"{rmsse:0.0000}", $"{pinball:0.0000}", $"{scores.Average(s => s.Bias):0.000}", $"{cpu:0.0}"]);
            var key = $"accuracy.carparts{(validation ? "-validation" : "")}.{name}";
            report.Add(new Figure($"{key}.rmsse", rmsse, "RMSSE"));
            report.Add(new Figure($"{key}.pinball", pinball, "scaled-pinball"));
        }

        Report.Table($"Spare parts{(validation ? ", last training values" : "")}; pinball of the levels {string.Join(", ", Levels)}, scaled by the mean absolute change", ["method", "series", "RMSSE", "pinball", "bias per bucket", "CPU s"], rows);
    }

    private static SeriesScore[] Score(string name, ScoredSeries[] all, CancellationToken ct)
    {
        var method = name == "history" ? null : ForecastMethods.Create(name);
        var scores = new SeriesScore[all.Length];
        Parallel.For(0, all.Length, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var (train, test) = (all[i].Train, all[i].Test);
            var request = new ForecastRequest(test.Length) { Levels = Levels, NonNegative = true };
            var (mean, quantiles) = method?.Forecast(new TimeSeries(all[i].Id, train, Year), request, ct) is { } f ? (f.Mean, f.Quantiles) : History(train, test.Length);
            var scale = Metrics.SeasonalNaiveError(train, 1);
            var pinball = 0.0;
            for (var level = 0; level < Levels.Length; level++)
                pinball += Metrics.Pinball(test, [.. quantiles.Select(q => q[level])], Levels[level])!.Value / Levels.Length;
            scores[i] = new SeriesScore(Metrics.Rmsse(test, mean, train), scale > 0 ? pinball / scale : null, mean.Average() - test.Average());
        });
        return scores;
    }

    /// <summary>Mean and quantiles of the history, at every step.</summary>
    private static (double[] Mean, double[][] Quantiles) History(double[] train, int horizon)
    {
        var sorted = train.Order().ToArray();
        var row = Array.ConvertAll(Levels, level => sorted[Math.Min(sorted.Length - 1, (int)(level * sorted.Length))]);
        return ([.. Enumerable.Repeat(train.Average(), horizon)], [.. Enumerable.Repeat(row, horizon)]);
    }

    private readonly record struct SeriesScore(double? Rmsse, double? Pinball, double Bias);
}
