using PlanningEngine.Forecasting.Preparation;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>
/// Forecasts of the methods at the origins of one series, kept while several trials look at them: with other weights, other origins to judge by, or fewer methods. A forecast is used again only where
/// the same method would see the same history, prepared by the same methods, and be asked the same.
/// </summary>
/// <remarks>Of one series and one collection of methods; not for several threads at once.</remarks>
internal sealed class KeptForecasts
{
    private readonly Dictionary<(int First, int Cutoff, string Method, string? Season, string? Effects, ForecastRequest Asked), Forecast> _kept = [];

    /// <summary>The forecasts of methods at an origin: those kept, and for the others what is computed, which is kept.</summary>
    /// <param name="known">The history up to the origin.</param>
    /// <param name="methods">The methods; what some of them know of seasons and effects prepares the history for the others.</param>
    /// <param name="asked">What is asked of each.</param>
    /// <param name="forecast">Computes one.</param>
    internal Forecast[] Of(TimeSeries known, IForecaster[] methods, ForecastRequest asked, Func<IForecaster, Forecast> forecast)
    {
        var (season, effects) = (methods.OfType<ISeasonForecaster>().FirstOrDefault()?.Name, methods.OfType<IRegressorForecaster>().FirstOrDefault()?.Name);
        return Array.ConvertAll(methods, method =>
        {
            var key = (known.FirstPeriod, known.End, method.Name, season, effects, asked);
            return _kept.TryGetValue(key, out var found) ? found : _kept[key] = forecast(method);
        });
    }
}
