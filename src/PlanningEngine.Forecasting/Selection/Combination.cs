using PlanningEngine.Forecasting.Evaluation;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>Weighted mean of several methods' forecasts, with the spread that calibration scales by.</summary>
/// <param name="Mean">Expectation per step.</param>
/// <param name="Spread">Standard deviation per step.</param>
internal sealed record Combination(double[] Mean, double[] Spread)
{
    private const double Low = 0.1;
    private const double High = 0.9;

    /// <summary>Share of the history's own seasonal scale in the spread of a seasonal series: models see less of a season on early origins than at the end, the scale does not.</summary>
    private const double ScaleShare = 0.25;

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

        if (pattern.Class is DemandClass.Intermittent or DemandClass.Lumpy)
            Array.Fill(spread, Deviation(history.Values));
        else if (history.Period > 1 && Metrics.SeasonalNaiveError(history.Values, history.Period) is { } scale && scale > 0)
            for (var step = 0; step < horizon; step++)
                spread[step] = Math.Pow(spread[step], 1 - ScaleShare) * Math.Pow(scale, ScaleShare);
        return new Combination(mean, spread);
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
