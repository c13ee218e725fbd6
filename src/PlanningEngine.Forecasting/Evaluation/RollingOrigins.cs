using PlanningEngine.Forecasting.StockOuts;

namespace PlanningEngine.Forecasting.Evaluation;

/// <summary>What a method said at one cut-off, and what came.</summary>
/// <param name="Known">What was known there: the history up to the cut-off, which is its <see cref="TimeSeries.End"/>.</param>
/// <param name="Forecast">What the method made of it, at <see cref="ForecastRequest.DefaultLevels"/>.</param>
/// <param name="Actual">What came, one per step that is past by now, at most as many as there are steps; NaN is not compared.</param>
public sealed record OriginForecast(TimeSeries Known, Forecast Forecast, double[] Actual);

/// <summary>Rolling-origin evaluation (Tashman 2000): a method forecasts at one cut-off after the other, each time from what was known there alone, and is compared with what came.</summary>
public static class RollingOrigins
{
    /// <summary>Evenly spaced cut-offs, increasing; the last lies a horizon before the end.</summary>
    /// <param name="series">The history.</param>
    /// <param name="horizon">Steps compared after each, at least 1.</param>
    /// <param name="origins">How many, at least 1.</param>
    /// <param name="spacing">Buckets between them, at least 1. Default: 1.</param>
    /// <returns>The cut-offs; fewer, or none, where no value is known before.</returns>
    public static IReadOnlyList<int> Cutoffs(TimeSeries series, int horizon, int origins, int spacing = 1)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(origins, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(spacing, 1);
        var first = Array.FindIndex(series.Values, v => !double.IsNaN(v));
        return first < 0 ? [] : [.. Enumerable.Range(0, origins).Select(i => series.End - horizon - (long)(origins - 1 - i) * spacing).Where(c => c > series.FirstPeriod + first).Select(c => (int)c)];
    }

    /// <summary>Forecasts at each cut-off.</summary>
    /// <param name="series">The history; what it knows ahead (regressors) is known at every cut-off.</param>
    /// <param name="method">The method. What it learned beforehand must be known at the first cut-off.</param>
    /// <param name="request">What is asked at each; its levels play no part.</param>
    /// <param name="cutoffs">Ordinals of the first buckets that are not known yet, increasing, with a known value before each.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One per cut-off. Buckets in which the item was not fully available are not compared, since what was demanded in them is not known.</returns>
    /// <exception cref="ForecastInputException">The history at a cut-off, or the request, cannot be used.</exception>
    public static IReadOnlyList<OriginForecast> Of(TimeSeries series, IForecaster method, ForecastRequest request, IReadOnlyList<int> cutoffs, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(cutoffs);
        var actual = LostSales.FullyAvailable(series.Values, series.Availability);
        return
        [
            .. cutoffs.Select(cutoff =>
            {
                var known = series.Until(cutoff);
                var first = cutoff - series.FirstPeriod;
                return new OriginForecast(
                    known, method.Forecast(known, request with { Levels = ForecastRequest.DefaultLevels }, cancellationToken), actual[first..Math.Min(actual.Length, first + request.Horizon)]);
            }),
        ];
    }

    /// <summary>Forecasts many series at cut-offs that they share, by a method that learns at each from all of them as they were known there and from nothing later.</summary>
    /// <param name="series">Histories on one time axis; what they know ahead (regressors) is known at every cut-off. One that ended early ends in unknown values, to be learned from and compared after its end.</param>
    /// <param name="learn">
    /// Makes the method of a cut-off from the histories that reach it and have a known value before it, in their order and each ending there, such as
    /// <c>known => CollectionForecaster.Learn(known, horizon, axis, threads) ?? ForecastMethods.Create("auto")</c>. Called once per cut-off, one after the other.
    /// </param>
    /// <param name="request">What is asked at each; its levels play no part.</param>
    /// <param name="cutoffs">Ordinals of the first buckets that are not known yet, increasing.</param>
    /// <param name="threads">Series forecast at once, at least 1; the result does not depend on it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Per series, in their order, one per cut-off of which it was handed to <paramref name="learn"/>; none where it has no bucket after.</returns>
    /// <exception cref="ForecastInputException">A history at a cut-off, or the request, cannot be used.</exception>
    public static IReadOnlyList<IReadOnlyList<OriginForecast>> Of(
        IReadOnlyList<TimeSeries> series, Func<IReadOnlyList<TimeSeries>, IForecaster> learn, ForecastRequest request, IReadOnlyList<int> cutoffs, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(learn);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(cutoffs);
        var rolled = series.Select(_ => new List<OriginForecast>()).ToArray();
        foreach (var cutoff in cutoffs)
        {
            int[] known = [.. Enumerable.Range(0, series.Count).Where(i => IsKnown(series[i], cutoff))];
            if (known.Length == 0)
                continue;
            int[] compared = [.. known.Where(i => series[i].End > cutoff)];
            foreach (var i in compared)
                InputRules.ThrowIfViolated(series[i].Until(cutoff), request);
            var method = learn([.. known.Select(i => series[i].Until(cutoff))]);
            Parallel.For(0, compared.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, at =>
                rolled[compared[at]].AddRange(Of(series[compared[at]], method, request, [cutoff], cancellationToken)));
        }

        return rolled;
    }

    private static bool IsKnown(TimeSeries series, int cutoff) =>
        cutoff > series.FirstPeriod && cutoff <= series.End && Array.Exists(series.Values[..(cutoff - series.FirstPeriod)], v => !double.IsNaN(v));
}
