using PlanningEngine.Forecasting.Intervals;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>What was said of one bucket of a later origin, calibrated as the forecast is, and what happened: what the credibility is measured on.</summary>
/// <param name="Cutoff">Ordinal of the origin.</param>
/// <param name="Step">Step after it, from 0.</param>
/// <param name="Actual">What happened.</param>
/// <param name="Mean">What was expected.</param>
/// <param name="Quantiles">Quantiles at <see cref="ForecastRequest.DefaultLevels"/>, non-decreasing.</param>
/// <param name="Naive">What seasonal naive said.</param>
/// <param name="Scale">In-sample seasonal naive error known at the origin; 0 where there is none.</param>
/// <param name="SquaredScale">In-sample mean squared one-step difference known at the origin; 0 where there is none.</param>
public sealed record LaterForecast(int Cutoff, int Step, double Actual, double Mean, double[] Quantiles, double Naive, double Scale, double SquaredScale)
{
    /// <summary>What a series said at its later origins, with a calibration that saw inner origins only.</summary>
    /// <param name="backtest">What the origins of the series taught.</param>
    /// <param name="calibration">The table.</param>
    /// <param name="nonNegative">Whether quantiles below zero are raised to zero.</param>
    /// <returns>One per bucket whose actual is known, in the order of origins and steps.</returns>
    public static IReadOnlyList<LaterForecast> Of(SeriesBacktest backtest, CalibrationTable calibration, bool nonNegative)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        ArgumentNullException.ThrowIfNull(calibration);
        var levels = ForecastRequest.DefaultLevels;
        var factor = calibration.SpreadFactor(backtest);
        return
        [
            .. backtest.Later.Select(point =>
            {
                var quantiles = new double[levels.Count];
                for (var i = 0; i < quantiles.Length; i++)
                {
                    var quantile = point.Counts?[i] ?? point.Mean + factor * point.Spread * calibration.Quantile(backtest.Pattern.Class, point.Step, levels[i]);
                    quantiles[i] = nonNegative ? Math.Max(0, quantile) : quantile;
                }

                return new LaterForecast(point.Cutoff, point.Step, point.Actual, point.Mean, quantiles, point.Naive, point.Scale, point.SquaredScale);
            }),
        ];
    }
}
