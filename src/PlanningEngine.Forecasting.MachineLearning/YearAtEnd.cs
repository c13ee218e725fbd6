using PlanningEngine.Forecasting.MachineLearning.Seasons;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.StockOuts;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>
/// Days of which too few lie before the origins of a run for their year to be found by date there, and enough at the end of the histories: whether the year is worth finding there all the same. Methods are then weighed
/// without it, and all start from series without their season of the year, which the forecast gets back.
/// </summary>
/// <remarks>Asked at two origins of its own. Where there is no season of the year, or a weak one ahead, finding it does harm: items of shops, 90 days ahead, erred 38.8 in place of 36.9 % where there was none.</remarks>
public static class YearAtEnd
{
    private const int Origins = 2;
    private const int MostSeries = 300;

    /// <summary>Days after each origin that say whether a year comes back; both together are less than one.</summary>
    private const int FewestDays = 28;
    private const int MostDays = 182;

    /// <summary>How far demand must have followed the season.</summary>
    private const double LeastTrust = 0.5;

    /// <summary>Most of the errors of series without a year, where the season ahead is one that the origins did not see: quiet months do not prove what is known of it.</summary>
    private const double NotWorse = 1.1;

    private static readonly FourTheta WithoutYear = new();

    /// <summary>Asks.</summary>
    /// <param name="series">Series of days on one time axis, their cycle a week.</param>
    /// <param name="first">Ordinal of the first day of a typical one.</param>
    /// <param name="end">Ordinal after the last day.</param>
    /// <param name="horizon">Days ahead, at least 1.</param>
    /// <param name="axis">Dates of the ordinals.</param>
    /// <param name="threads">Threads to use, at least 1; the answer does not depend on them.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>True where the pooled year erred less than a method that knows weekdays alone, or not much more and the season ahead goes beyond what came after the origins; false where the history is too short to tell.</returns>
    /// <exception cref="ForecastInputException">A series cannot be used.</exception>
    public static bool IsWorthFinding(IReadOnlyList<TimeSeries> series, int first, int end, int horizon, TimeAxis axis, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(axis);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var compared = Math.Min(Math.Clamp(horizon, FewestDays, MostDays), (end - first - PooledSeasonForecaster.FewestDays) / Origins);
        if (compared < FewestDays)
            return false;
        int[] origins = [.. Enumerable.Range(1, Origins).Select(i => end - i * compared).Order()];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        // The season alone is looked at, not the trees.
        var options = new GlobalTreesOptions { Threads = 1, Axis = axis, Trees = 1, MostRows = 100, Strategy = TreeStrategy.Direct };
        var models = new GlobalTreesForecaster[Origins + 1];
        Parallel.For(0, models.Length, parallel, i => models[i] = GlobalTreesForecaster.Train(series, [i < Origins ? origins[i] : end], Math.Max(horizon, compared), options, cancellationToken));
        var year = GlobalTreesForecaster.Combine(models).Seasons;
        if (SeasonSwings.Learn(year, series, origins, compared, YearOfDays.Length) is not { Trust: >= LeastTrust } swings)
            return false;
        TimeSeries[] sample = [.. SeasonModel.Spread([.. series], MostSeries)];
        var share = ErrorShare(year, sample, origins, compared, parallel);
        return share < 1 || (share < NotWorse && new SeasonAhead(year, swings).Departs(sample, horizon));
    }

    /// <summary>The error of the pooled year over that of a method that knows weekdays alone: root mean squares in units of each series' size.</summary>
    private static double ErrorShare(PooledSeasonForecaster year, TimeSeries[] series, int[] origins, int compared, ParallelOptions parallel)
    {
        var request = new ForecastRequest(compared);
        var errors = new (double Year, double Without)[series.Length];
        Parallel.For(0, series.Length, parallel, i =>
        {
            var demand = LostSales.FullyAvailable(series[i].Values, series[i].Availability);
            foreach (var origin in origins.Where(o => o > series[i].FirstPeriod && o < series[i].End))
            {
                var known = series[i].Until(origin);
                var size = known.Values.Where(v => !double.IsNaN(v)).Select(Math.Abs).DefaultIfEmpty().Average();
                var came = demand.AsSpan(origin - series[i].FirstPeriod, Math.Min(compared, series[i].End - origin)).ToArray();
                double Error(IForecaster method) => Math.Sqrt(method.Forecast(known, request, parallel.CancellationToken).Mean.Zip(came, (said, actual) => double.IsNaN(actual) ? 0 : (said - actual) * (said - actual)).Sum()) / size;
                if (size > 0)
                    errors[i] = (errors[i].Year + Error(year), errors[i].Without + Error(WithoutYear));
            }
        });
        return errors.Sum(e => e.Without) is > 0 and var without ? errors.Sum(e => e.Year) / without : double.PositiveInfinity;
    }
}
