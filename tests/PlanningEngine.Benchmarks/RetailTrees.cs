using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Benchmarks;

/// <summary>How global trees answer several steps ahead, on windows inside the training weeks of the retail sales: mean WAPE over four origins, each forecast to the end of these weeks.</summary>
internal static class RetailTrees
{
    private static readonly int[] WeeksBeforeTheEnd = [39, 26, 19, 13];

    internal static void Run(Dictionary<int, double>[] all, TimeAxis axis, int end, Report report, CancellationToken ct)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var strategy in Enum.GetValues<TreeStrategy>())
        {
            Report.Progress($"trees, {strategy}");
            var (wapes, cpu) = Measure.Cpu(() => Array.ConvertAll(WeeksBeforeTheEnd, back => Wape(all, axis, end, back, strategy, ct)));
            rows.Add([$"trees, {strategy}".ToLowerInvariant(), .. wapes.Select(w => $"{w:0.00}"), $"{wapes.Average():0.00}", $"{cpu:0.0}"]);
            report.Add(new Figure($"accuracy.retail-validation.trees-{strategy}.wape".ToLowerInvariant(), wapes.Average(), "WAPE-%"));
        }

        Report.Table("Weekly sales by shop and department, trees alone, WAPE %", ["method", .. WeeksBeforeTheEnd.Select(w => $"last {w} weeks"), "mean", "CPU s"], rows);
    }

    private static double Wape(Dictionary<int, double>[] all, TimeAxis axis, int end, int horizon, TreeStrategy strategy, CancellationToken ct)
    {
        var origin = end - horizon;
        TimeSeries?[] known = [.. all.Select((s, i) => RetailAccuracy.Known(i, s, origin))];
        var trees = GlobalTreesForecaster.Train([.. known.OfType<TimeSeries>()], [origin], horizon, new GlobalTreesOptions { Threads = 1, Axis = axis, Strategy = strategy }, ct);
        var (errors, totals) = (new double[all.Length], new double[all.Length]);
        Parallel.For(0, all.Length, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var mean = known[i] is { } series ? trees.Forecast(series, new ForecastRequest(horizon), ct).Mean : new double[horizon];
            foreach (var (week, actual) in all[i].Where(p => p.Key >= origin && p.Key < end))
            {
                errors[i] += Math.Abs(mean[week - origin] - actual);
                totals[i] += Math.Abs(actual);
            }
        });
        return 100 * errors.Sum() / totals.Sum();
    }
}
