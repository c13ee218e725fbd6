using System.Globalization;

namespace PlanningEngine.Forecasting.Lifecycle;

/// <summary>Forecasts an item with a planned end: usual demand by another method, from a history without the decline that has begun, times the share of the plan.</summary>
/// <param name="usual">Method for the usual demand.</param>
/// <param name="plan">The planned end.</param>
public sealed class PhaseOutForecaster(IForecaster usual, PhaseOut plan) : IForecaster
{
    /// <inheritdoc />
    public string Name => usual.Name;

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(request);
        var forecast = usual.Forecast(plan.Usual(series), request, cancellationToken);
        var shares = Enumerable.Range(series.End, request.Horizon).Select(plan.ShareIn).ToArray();
        double[] Scaled(double[] row) => [.. row.Select((v, step) => v * shares[step])];
        return PlanningEngine.Forecasting.Forecast.Create(
            forecast.Method, Scaled(forecast.Mean), [.. forecast.Quantiles.Select((row, step) => Array.ConvertAll(row, q => q * shares[step]))], request,
            [.. forecast.Notes, string.Create(CultureInfo.InvariantCulture, $"phased out: demand declines over {plan.Decline.Count} buckets and is zero from step {Math.Max(1, plan.End - series.End + 1)} on")])
            with
        { BaseMean = forecast.BaseMean is { } mean ? Scaled(mean) : null, Effects = [.. forecast.Effects.Select(e => e with { Uplift = Scaled(e.Uplift) })] };
    }
}
