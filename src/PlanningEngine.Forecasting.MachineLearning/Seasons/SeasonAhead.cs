namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>
/// A combination was weighed, and its errors were seen, at origins of some weeks: what it says of a season that swings further than any of those, such as a Christmas seen once, nobody has judged, and methods
/// that do not know the season answer as if there were none. Beyond the swings of the origins the pooled season takes its place, and its intervals widen with the level.
/// </summary>
internal sealed class SeasonAhead
{
    private const double Within = 0.95;

    /// <summary>How far beyond, in logarithms, nothing is left of the combination.</summary>
    private const double Whole = 0.2;

    /// <summary>How much wider intervals are there: how far a season comes back that was seen once, no origin has shown.</summary>
    private const double Unjudged = 0.5;

    /// <summary>Mean share of the steps ahead from which the season is said to depart.</summary>
    private const double FewestDeparting = 0.1;

    private readonly PooledSeasonForecaster _pool;
    private readonly double _least;
    private readonly double _most;

    private SeasonAhead(PooledSeasonForecaster pool, double least, double most) => (_pool, _least, _most) = (pool, least, most);

    /// <summary>Learns how far seasons swung after origins; null without a pooled season.</summary>
    internal static SeasonAhead? Learn(PooledSeasonForecaster pool, IReadOnlyList<TimeSeries> series, IReadOnlyList<int> cutoffs, int horizon)
    {
        var swings = series.SelectMany(s => cutoffs.Where(c => c > s.FirstPeriod && c < s.End).SelectMany(c => pool.Swings(s.Until(c), Math.Min(horizon, s.End - c)))).Order().ToArray();
        return swings.Length == 0 ? null : new SeasonAhead(pool, QuantileFunctions.OfSorted(swings, (1 - Within) / 2), QuantileFunctions.OfSorted(swings, (1 + Within) / 2));
    }

    /// <summary>Whether the season ahead of many of the series departs from that after the origins.</summary>
    internal bool Departs(IReadOnlyList<TimeSeries> series, int horizon)
    {
        double[] shares = [.. series.SelectMany(s => _pool.Swings(s, horizon)).Select(ShareOf)];
        return shares.Length > 0 && shares.Average() > FewestDeparting;
    }

    /// <summary>The forecast where the season stays within what origins saw, the pooled season beyond.</summary>
    internal Forecast Apply(Forecast forecast, TimeSeries series, ForecastRequest request, CancellationToken cancellationToken)
    {
        var shares = Array.ConvertAll(_pool.Swings(series, request.Horizon), ShareOf);
        if (shares.All(s => s == 0))
            return forecast;
        var pooled = _pool.Forecast(series, request, cancellationToken);
        // Everything else that is said of a step grows with its mean.
        double[] growth = [.. forecast.Mean.Select((mean, step) => mean > 0 ? 1 + shares[step] * (pooled.Mean[step] / mean - 1) : 1)];

        var note = FormattableString.Invariant($"the season of {shares.Count(s => s > 0)} of {shares.Length} steps swings further than after any origin that methods were weighed at: there the pooled season of earlier years was taken");
        double[] Grown(IEnumerable<double> values) => [.. values.Select((v, step) => growth[step] * v)];
        var grown = PlanningEngine.Forecasting.Forecast.Create(forecast.Method, Grown(forecast.Mean), [.. forecast.Quantiles.Select((row, step) => Array.ConvertAll(row, q => growth[step] * (q + Unjudged * shares[step] * (q - forecast.Mean[step]))))], request, [.. forecast.Notes, note]);
        return forecast.BaseMean is not { } usual ? grown : grown with { EffectBasis = forecast.EffectBasis, BaseMean = Grown(usual), Effects = [.. forecast.Effects.Select(e => e with { Uplift = Grown(e.Uplift) })] };
    }

    private double ShareOf(double swing) => Math.Min(1, Math.Max(0, Math.Max(swing - _most, _least - swing)) / Whole);
}
