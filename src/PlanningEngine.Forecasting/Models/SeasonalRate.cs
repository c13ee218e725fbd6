using PlanningEngine.Forecasting.Seasonality;

namespace PlanningEngine.Forecasting.Models;

/// <summary>A method without season, its answer spread over the cycle by <see cref="SeasonalRates"/>: what <c>auto</c> makes of methods for demand that is mostly zero.</summary>
/// <param name="method">The method; it keeps its name.</param>
/// <param name="shared">What is known beforehand of the season.</param>
internal sealed class SeasonalRate(IForecaster method, SharedSeasons shared) : IForecaster
{
    /// <inheritdoc />
    public string Name => method.Name;

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        var flat = method.Forecast(series, request, cancellationToken);
        if (SeasonalRates.Ahead(series, request.Horizon, shared.At(series.End)) is not { } factors)
            return flat;
        return PlanningEngine.Forecasting.Forecast.Create(
            Name, [.. flat.Mean.Zip(factors, (m, f) => m * f)], [.. flat.Quantiles.Zip(factors, (row, f) => Array.ConvertAll(row, q => q * f))], request,
            [.. flat.Notes, "demand is spread over the cycle as it was before, as far as its phases differ more than chance makes them"]);
    }
}
