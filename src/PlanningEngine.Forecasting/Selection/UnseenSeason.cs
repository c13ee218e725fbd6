namespace PlanningEngine.Forecasting.Selection;

/// <summary>A season ahead that no origin saw: it takes the place of the combination, and intervals widen with the level.</summary>
/// <param name="Shares">Per step how much of the combination it replaces, 0 to 1.</param>
/// <param name="Means">Per step what it expects.</param>
public sealed record UnseenSeason(double[] Shares, double[] Means)
{
    /// <summary>How much wider intervals are there: how far a season comes back that was seen once, no origin has shown.</summary>
    private const double Unjudged = 0.5;

    /// <summary>Number of steps at which it replaces something.</summary>
    public int Steps => Shares.Count(s => s > 0);

    /// <summary>A forecast where the season stays within what origins saw, the season beyond; everything else that is said of a step grows with its mean.</summary>
    internal Forecast Apply(Forecast forecast, ForecastRequest request)
    {
        double[] Grown(IEnumerable<double> values) => [.. values.Select((v, step) => Growth(step, forecast.Mean[step]) * v)];
        var note = FormattableString.Invariant($"the season of {Steps} of {Shares.Length} steps swings further than after any origin that methods were weighed at: there the pooled season of earlier years was taken");
        var grown = Forecast.Create(
            forecast.Method, Grown(forecast.Mean), [.. forecast.Quantiles.Select((row, step) => Array.ConvertAll(row, q => Widened(step, forecast.Mean[step], q)))], request, [.. forecast.Notes, note]);
        return forecast.BaseMean is not { } usual ? grown : grown with { EffectBasis = forecast.EffectBasis, BaseMean = Grown(usual), Effects = [.. forecast.Effects.Select(e => e with { Uplift = Grown(e.Uplift) })] };
    }

    /// <summary>The same of a bucket of a later origin, before calibration.</summary>
    internal LaterPoint Apply(LaterPoint point) => point with
    {
        Mean = Growth(point.Step, point.Mean) * point.Mean,
        Spread = Growth(point.Step, point.Mean) * (1 + Unjudged * Shares[point.Step]) * point.Spread,
        Counts = point.Counts?.Select(q => Widened(point.Step, point.Mean, q)).ToArray(),
    };

    private double Widened(int step, double mean, double quantile) => Growth(step, mean) * (quantile + Unjudged * Shares[step] * (quantile - mean));

    private double Growth(int step, double mean) => mean > 0 ? 1 + Shares[step] * (Means[step] / mean - 1) : 1;
}
