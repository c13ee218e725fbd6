using PlanningEngine.Forecasting.Intervals;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>The credibility of a series from its later points, with calibrated intervals.</summary>
internal static class CredibilityMeasure
{
    /// <summary>Measures.</summary>
    /// <param name="backtest">What the origins taught.</param>
    /// <param name="calibration">The table, from inner origins only.</param>
    /// <param name="factor">The series' own widening.</param>
    /// <param name="nonNegative">Whether lower ends are raised to zero.</param>
    internal static Credibility Of(SeriesBacktest backtest, CalibrationTable calibration, double factor, bool nonNegative)
    {
        var sums = new ScoreSums();
        var naive = 0.0;
        var quantiles = new double[ForecastRequest.DefaultLevels.Count];
        foreach (var point in backtest.Later)
        {
            for (var i = 0; i < quantiles.Length; i++)
            {
                var quantile = point.Counts?[i] ?? point.Mean + factor * point.Spread * calibration.Quantile(backtest.Pattern.Class, point.Step, ForecastRequest.DefaultLevels[i]);
                quantiles[i] = nonNegative ? Math.Max(0, quantile) : quantile;
            }

            sums.Add(point.Actual, point.Mean, quantiles, point.Scale, point.SquaredScale);
            naive += Math.Abs(point.Naive - point.Actual);
        }

        return new Credibility(sums.ToScores(), naive);
    }
}
