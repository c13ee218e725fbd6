using PlanningEngine.Forecasting.Evaluation;
using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>How far any way of forecasting a series can be believed: what it did at earlier origins, each time with what was known there.</summary>
public static class MethodCredibility
{
    /// <summary>Measures.</summary>
    /// <param name="actual">What is forecast, the history up to now; NaN is not compared. An origin may lie before its first bucket.</param>
    /// <param name="cutoffs">Ordinals of the first buckets that are not yet known, such as <see cref="OriginPlan.Later"/>.</param>
    /// <param name="horizon">Buckets compared after each cut-off, at least 1.</param>
    /// <param name="forecastAt">
    /// The forecast made at a cut-off (first argument) for so many steps (second argument) at <see cref="ForecastRequest.DefaultLevels"/>, from nothing that happened later; null where it could not be made.
    /// </param>
    /// <returns>The credibility; seasonal naive forecasts nothing before the first sale.</returns>
    public static Credibility Of(TimeSeries actual, IReadOnlyList<int> cutoffs, int horizon, Func<int, int, Forecast?> forecastAt)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(cutoffs);
        ArgumentNullException.ThrowIfNull(forecastAt);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var sums = new ScoreSums();
        var naive = 0.0;
        foreach (var cutoff in cutoffs.Where(c => c < actual.End))
        {
            var steps = Math.Min(horizon, actual.End - cutoff);
            if (forecastAt(cutoff, steps) is not { } forecast)
                continue;
            var known = actual.Until(Math.Max(cutoff, actual.FirstPeriod));
            var beside = Array.Exists(known.Values, v => !double.IsNaN(v)) ? new SeasonalNaive().Forecast(known, new ForecastRequest(steps)).Mean : new double[steps];
            var (scale, squared) = (Metrics.SeasonalNaiveError(known.Values, actual.Period) ?? 0, Metrics.SquaredDifference(known.Values) ?? 0);
            for (var step = 0; step < steps; step++)
            {
                var at = cutoff + step - actual.FirstPeriod;
                if (at < 0 || double.IsNaN(actual.Values[at]))
                    continue;
                sums.Add(actual.Values[at], forecast.Mean[step], forecast.Quantiles[step], scale, squared);
                naive += Math.Abs(beside[step] - actual.Values[at]);
            }
        }

        return new Credibility(sums.ToScores(), naive);
    }
}
