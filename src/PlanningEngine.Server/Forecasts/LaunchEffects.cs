using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Launches;

namespace PlanningEngine.Server.Forecasts;

/// <summary>
/// What drivers of demand do to launched products and to those that they are like: what they do to all series, as the run's global model learned it before a cut-off. Nothing without a model. Of a launched
/// product the usual values are those over its life and the horizon, since it has hardly a history.
/// </summary>
/// <param name="set">The series of the run.</param>
/// <param name="model">The global model; null where none was trained.</param>
internal sealed class LaunchEffects(SeriesSet set, IRegressorForecaster? model)
{
    private readonly Dictionary<(string Id, int Cutoff), double[]> _usual = [];

    /// <summary>What a series sold, as far as it was known at a cut-off, without the effects of its drivers.</summary>
    public double[] UsualDemand(RunSeries series, int cutoff)
    {
        if (_usual.TryGetValue((series.Id, cutoff), out var known))
            return known;
        var sold = series.Values[..Math.Clamp(cutoff - series.FirstPeriod, 0, series.Values.Length)];
        return _usual[(series.Id, cutoff)] = sold.Length == 0 ? sold : Of(series, series.FirstPeriod, cutoff)?.Remove(sold) ?? sold;
    }

    /// <summary>A forecast of a series from a cut-off on with the effects of its drivers.</summary>
    public Forecast Driven(RunSeries? series, int cutoff, Forecast forecast, ForecastRequest request) =>
        series is null ? forecast : Of(series, Math.Min(series.FirstPeriod, cutoff), cutoff)?.Restore(forecast, request) ?? forecast;

    private KnownEffects? Of(RunSeries series, int first, int cutoff)
    {
        if (model is null || series.Drivers.Count == 0)
            return null;
        var effects = model.EffectsOn(new TimeSeries(series.Id, [], set.Period, cutoff) { Attributes = series.Attributes });
        if (effects.Count == 0)
            return null;
        Regressor[] regressors = [.. series.Drivers.Select(i => set.Drivers[i].From(first))];
        return new KnownEffects(regressors, effects, cutoff - first, series.Treatment == SeriesTreatment.Launched ? regressors[0].Values.Length : Math.Min(cutoff - first, series.Values.Length));
    }
}
