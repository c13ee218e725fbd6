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
        var points = backtest.Later;
        double errors = 0, signed = 0, total = 0, naive = 0, scaled = 0;
        int inside80 = 0, inside95 = 0, withScale = 0;
        foreach (var point in points)
        {
            var error = point.Mean - point.Actual;
            errors += Math.Abs(error);
            signed += error;
            total += point.Actual;
            naive += Math.Abs(point.Naive - point.Actual);
            if (point.Scale > 0)
            {
                scaled += Math.Abs(error) / point.Scale;
                withScale++;
            }

            bool Inside(double low, double high) => At(low) <= point.Actual && point.Actual <= At(high);
            double At(double level)
            {
                var quantile = point.Counts is { } counts ? QuantileFunctions.At([.. ForecastRequest.DefaultLevels], [.. counts], level)
                    : point.Mean + factor * point.Spread * calibration.Quantile(backtest.Pattern.Class, point.Step, level);
                return nonNegative ? Math.Max(0, quantile) : quantile;
            }

            inside80 += Inside(0.1, 0.9) ? 1 : 0;
            inside95 += Inside(0.025, 0.975) ? 1 : 0;
        }

        double? Ratio(double value) => total > 0 ? value / total : null;
        double? Share(int inside) => points.Count > 0 ? inside / (double)points.Count : null;
        return new Credibility(
            points.Count, Ratio(errors), withScale > 0 ? scaled / withScale : null, Ratio(signed), Share(inside80), Share(inside95), Ratio(naive - errors));
    }
}
