using PlanningEngine.Forecasting.Effects;

namespace PlanningEngine.Forecasting.Launches;

/// <summary>
/// What regressors do to an item that has shown next to nothing of it by itself, such as one that is launched: the same as to many others. Effects are taken out of what it sold before anything is learned from
/// it, and put into what is forecast for it.
/// </summary>
public sealed class KnownEffects
{
    private readonly DemandEffects _effects;

    /// <summary>Takes the effects.</summary>
    /// <param name="regressors">The item's regressors over history and future, all from the same bucket on.</param>
    /// <param name="effects">Effects over many series; a regressor that is not among them has none. See <see cref="IRegressorForecaster.EffectsOn"/>.</param>
    /// <param name="history">Buckets of the item's history, at least 0.</param>
    /// <param name="usualOver">
    /// Buckets from the first on over which the usual values are taken (see <see cref="Regressor.FromUsual"/>), at least 1: those of the history, or those that are planned too where there is hardly a history.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The history is negative, or regressors do not reach over it or over the buckets of their usual values.</exception>
    public KnownEffects(IReadOnlyList<Regressor> regressors, IReadOnlyList<PooledEffect> effects, int history, int usualOver)
    {
        ArgumentNullException.ThrowIfNull(regressors);
        ArgumentNullException.ThrowIfNull(effects);
        ArgumentOutOfRangeException.ThrowIfNegative(history);
        var all = regressors.Count > 0 ? regressors.Min(r => r.Values.Length) : 0;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(history, all);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(usualOver, all);
        var columns = RegressorColumns.Of(regressors, usualOver, all - usualOver);
        var known = columns.Names.Select(name => effects.FirstOrDefault(e => e.Name == name && regressors.Any(r => r.Name == name && r.Form == e.Form))).ToArray();
        _effects = new DemandEffects(columns, new EstimatedEffects(true, Array.ConvertAll(known, e => e?.Coefficient ?? 0), Array.ConvertAll(known, e => e?.StandardError ?? 0)), history);
    }

    /// <summary>Demand of the first buckets, had every regressor been at its usual value.</summary>
    /// <param name="demand">The demand, of at most as many buckets as the regressors have; NaN where it is not known.</param>
    public double[] Remove(double[] demand)
    {
        ArgumentNullException.ThrowIfNull(demand);
        return _effects.Remove(demand);
    }

    /// <summary>A forecast from the end of the history on, made as if every regressor had its usual value, with the effects: mean, quantiles widened by what is not known of the effects, base and uplifts.</summary>
    /// <param name="forecast">The forecast; the regressors reach as far.</param>
    /// <param name="request">What was asked.</param>
    public Forecast Restore(Forecast forecast, ForecastRequest request)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(request);
        var (mean, quantiles) = _effects.Restore(forecast, request.Horizon);
        var explained = _effects.Explain(Forecasting.Forecast.Create(forecast.Method, mean, quantiles, request, forecast.Notes), [.. Enumerable.Range(0, request.Horizon)]);
        // What the item has seen itself is no measure of what others have.
        return explained with { Effects = [.. explained.Effects.Select(e => e with { IsBeyondSeen = false })], EffectBasis = EffectBasis.AllSeries };
    }
}
