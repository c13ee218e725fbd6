using PlanningEngine.Forecasting.Seasonality;

namespace PlanningEngine.Forecasting.Models;

/// <summary>A method for the near cycles of a series, its far one, such as the year of days, taken out first: what <c>auto</c> makes of methods for such series.</summary>
/// <param name="method">The method; it keeps its name.</param>
internal sealed class BesideFarSeason(IForecaster method) : IForecaster
{
    /// <inheritdoc />
    public string Name => method.Name;

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        var near = FarSeason.Near(series);
        return FarSeason.Of(series) is not { } season ? method.Forecast(near, request, cancellationToken)
            : season.Restore(method.Forecast(near with { Values = season.Remove(series.Values) }, request with { NonNegative = false }, cancellationToken), series.Length, request);
    }
}
