using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>Weighted mean of several methods' forecasts, with the spread that calibration scales by.</summary>
/// <param name="Mean">Expectation per step.</param>
/// <param name="Spread">Standard deviation per step.</param>
/// <param name="Counts">For demand that is mostly zero: quantiles per step at the levels of the forecasts, which a spread around a mean cannot give; else null.</param>
internal sealed record Combination(double[] Mean, double[] Spread, double[][]? Counts)
{
    private const double Low = 0.1;
    private const double High = 0.9;

    private static readonly double WidthOfUnitSpread = 2 * NormalDistribution.Quantile(High);

    /// <summary>Combines forecasts; methods of weight 0 may be null.</summary>
    /// <param name="forecasts">One per method.</param>
    /// <param name="weights">One per method.</param>
    /// <param name="pattern">Class of the series: demand that is mostly zero takes its spread from the history, since its quantiles are mostly zero too.</param>
    /// <param name="history">What was known.</param>
    internal static Combination Of(IReadOnlyList<Forecast?> forecasts, ReadOnlySpan<double> weights, DemandPattern pattern, TimeSeries history)
    {
        var horizon = forecasts.First(f => f is not null)!.Horizon;
        var (mean, spread) = (new double[horizon], new double[horizon]);
        for (var i = 0; i < forecasts.Count; i++)
        {
            if (forecasts[i] is not { } forecast || weights[i] == 0)
                continue;
            for (var step = 0; step < horizon; step++)
            {
                mean[step] += weights[i] * forecast.Mean[step];
                spread[step] += weights[i] * (forecast.Quantile(step, High) - forecast.Quantile(step, Low)) / WidthOfUnitSpread;
            }
        }

        var sporadic = pattern.Class is DemandClass.Intermittent or DemandClass.Lumpy;
        if (sporadic)
            Array.Fill(spread, Deviation(history.Values));
        return new Combination(mean, spread, sporadic ? CountsOf(forecasts, weights, whole: Array.TrueForAll(history.Values, v => double.IsNaN(v) || v == Math.Floor(v))) : null);
    }

    /// <summary>The weighted mean of the quantiles of those methods whose answers are counts; null where none has a weight. Whole demand has whole quantiles.</summary>
    private static double[][]? CountsOf(IReadOnlyList<Forecast?> forecasts, ReadOnlySpan<double> weights, bool whole)
    {
        double[][]? counts = null;
        var total = 0.0;
        for (var i = 0; i < forecasts.Count; i++)
        {
            if (forecasts[i] is not { } forecast || weights[i] == 0 || !Candidates.AnswersCounts(forecast.Method))
                continue;
            counts ??= [.. forecast.Quantiles.Select(q => new double[q.Length])];
            total += weights[i];
            for (var step = 0; step < counts.Length; step++)
                for (var level = 0; level < counts[step].Length; level++)
                    counts[step][level] += weights[i] * forecast.Quantiles[step][level];
        }

        foreach (var row in counts ?? [])
            for (var level = 0; level < row.Length; level++)
                row[level] = whole ? Math.Round(row[level] / total) : row[level] / total;
        return counts;
    }

    private static double Deviation(ReadOnlySpan<double> history)
    {
        double mean = 0, squares = 0;
        var count = 0;
        foreach (var value in history)
        {
            if (double.IsNaN(value))
                continue;
            count++;
            var change = value - mean;
            mean += change / count;
            squares += change * (value - mean);
        }

        return count > 1 ? Math.Sqrt(squares / (count - 1)) : Math.Abs(mean) / 2;
    }
}
