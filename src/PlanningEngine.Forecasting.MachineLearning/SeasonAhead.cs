using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>
/// A combination was weighed, and its errors were seen, at origins of some weeks: what it says of a season that swings further than any of those, such as a Christmas seen once, nobody has judged, and methods
/// that do not know the season answer as if there were none. Beyond the swings of the origins the pooled season takes its place.
/// </summary>
/// <param name="pool">The pooled season.</param>
/// <param name="swings">How far seasons swung after the origins.</param>
public sealed class SeasonAhead(PooledSeasonForecaster pool, SeasonSwings swings) : ISeasonAhead
{
    /// <summary>Mean share of the steps ahead from which the season is said to depart.</summary>
    private const double FewestDeparting = 0.1;

    /// <inheritdoc />
    public UnseenSeason? After(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(request);
        var shares = Array.ConvertAll(pool.Swings(series, request.Horizon), swings.ShareOf);
        return Array.TrueForAll(shares, s => s == 0) ? null : new UnseenSeason(shares, pool.Forecast(series, request, cancellationToken).Mean);
    }

    /// <summary>Whether the season ahead of many of the series departs from that after the origins.</summary>
    internal bool Departs(IReadOnlyList<TimeSeries> series, int horizon)
    {
        double[] shares = [.. series.SelectMany(s => pool.Swings(s, horizon)).Select(swings.ShareOf)];
        return shares.Length > 0 && shares.Average() > FewestDeparting;
    }
}
