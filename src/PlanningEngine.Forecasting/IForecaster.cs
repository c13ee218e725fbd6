namespace PlanningEngine.Forecasting;

/// <summary>The one contract of every method: a history goes in, a distribution comes out.</summary>
/// <remarks>
/// Implementations are stateless or immutable after training, safe for concurrent calls, and deterministic: the same history, request and
/// seed give bit-identical forecasts. What a method could not do (history too short, constant, gaps) stands in <see cref="Forecast.Notes"/>.
/// </remarks>
public interface IForecaster
{
    /// <summary>Short stable name, such as <c>ets</c>; see <see cref="ForecastMethods.Names"/>.</summary>
    string Name { get; }

    /// <summary>Forecasts the buckets after the end of a history.</summary>
    /// <param name="series">The history. Only what it holds is used.</param>
    /// <param name="request">Horizon, levels, sign and seed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One distribution per future bucket.</returns>
    /// <exception cref="ForecastInputException">The history or request cannot be used; it lists every violation.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default);
}
