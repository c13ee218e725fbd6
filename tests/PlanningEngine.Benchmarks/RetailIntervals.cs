using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Benchmarks;

/// <summary>How often intervals of series that teach each other hold, on windows inside the training weeks of the retail sales: origins of four times of year, each forecast to the end of these weeks.</summary>
internal static class RetailIntervals
{
    private static readonly int[] WeeksBeforeTheEnd = [39, 26, 19, 13];

    internal static void Run(Dictionary<int, double>[] all, TimeAxis axis, int end, Report report, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string>>();
        var windows = new List<(double In80, double In95, double Msis)>();
        foreach (var back in WeeksBeforeTheEnd)
        {
            Report.Progress($"intervals, last {back} weeks");
            var window = Score(all, axis, end, back, ct);
            windows.Add(window);
            rows.Add([$"last {back} weeks", $"{100 * window.In80:0.0}", $"{100 * window.In95:0.0}", $"{window.Msis:0.00}"]);
        }

        var (in80, in95, msis) = (windows.Average(w => w.In80), windows.Average(w => w.In95), windows.Average(w => w.Msis));
        rows.Add(["mean", $"{100 * in80:0.0}", $"{100 * in95:0.0}", $"{msis:0.00}"]);
        rows.Add(["mean distance", $"{100 * windows.Average(w => Math.Abs(w.In80 - 0.8)):0.0}", $"{100 * windows.Average(w => Math.Abs(w.In95 - 0.95)):0.0}", ""]);
        report.Add(new Figure("accuracy.retail-validation.auto.windows-in-80", in80, "share"));
        report.Add(new Figure("accuracy.retail-validation.auto.windows-in-95", in95, "share"));
        report.Add(new Figure("accuracy.retail-validation.auto.windows-msis", msis, "MSIS"));
        Report.Table("Weekly sales by shop and department, intervals of auto, series together", ["window", "in 80 %", "in 95 %", "MSIS"], rows);
    }

    private static (double In80, double In95, double Msis) Score(Dictionary<int, double>[] all, TimeAxis axis, int end, int horizon, CancellationToken ct)
    {
        var origin = end - horizon;
        TimeSeries?[] known = [.. all.Select((s, i) => RetailAccuracy.Known(i, s, origin))];
        IForecaster forecaster = CollectionForecaster.Learn([.. known.OfType<TimeSeries>()], horizon, axis, Environment.ProcessorCount, ct) ?? ForecastMethods.Create("auto");
        var scores = new SeriesScore[all.Length];
        Parallel.For(0, all.Length, new ParallelOptions { CancellationToken = ct }, i =>
        {
            if (known[i] is not { } series)
                return;
            var test = new double[horizon];
            for (var step = 0; step < horizon; step++)
                test[step] = all[i].GetValueOrDefault(origin + step, double.NaN);
            if (Array.TrueForAll(test, double.IsNaN))
                return;
            var forecast = forecaster.Forecast(series, new ForecastRequest(horizon) { NonNegative = !Array.Exists(series.Values, v => v < 0) }, ct);
            scores[i] = SeriesScore.Of(series.Values, test, forecast, series.Period) with { Points = test.Count(v => !double.IsNaN(v)) };
        });
        SeriesScore[] scored = [.. scores.Where(s => s.Points > 0)];
        return (SeriesScore.In80(scored).Share, SeriesScore.In95(scored).Share, SeriesScore.MeanMsis(scored));
    }
}
