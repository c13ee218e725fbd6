using PlanningEngine.Forecasting;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>Takes off an heir's forecast its share of what the predecessor is still expected to sell before its planned end; the spread shrinks in proportion.</summary>
/// <param name="heir">Method for the heir.</param>
/// <param name="old">The predecessor.</param>
/// <param name="oldMethod">Method for the predecessor.</param>
/// <param name="share">The heir's share of its demand.</param>
internal sealed class HeirForecaster(IForecaster heir, LifecycleItem old, IForecaster oldMethod, double share) : IForecaster
{
    /// <inheritdoc />
    public string Name => heir.Name;

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        var forecast = heir.Forecast(series, request, cancellationToken);
        var left = oldMethod.Forecast(old.Series, request, cancellationToken).Mean;
        var (mean, quantiles) = ((double[])forecast.Mean.Clone(), (double[][])forecast.Quantiles.Clone());
        for (var step = 0; step < mean.Length; step++)
        {
            var at = series.End + step - old.Series.End;
            if (at < 0 || at >= left.Length || !(mean[step] > 0))
                continue;
            var factor = Math.Clamp(1 - share * left[at] / mean[step], 0, 1);
            mean[step] *= factor;
            quantiles[step] = Array.ConvertAll(quantiles[step], q => q * factor);
        }

        return PlanningEngine.Forecasting.Forecast.Create(forecast.Method, mean, quantiles, request,
            [.. forecast.Notes, $"what ({old.Id}) is still expected to sell before its end is left to it"]);
    }
}
