namespace PlanningEngine.Forecasting.Selection;

/// <summary>
/// Knows of a season ahead that no origin saw at which methods were weighed, such as a Christmas seen once: what a combination says of it nobody has judged, and methods that do not know the season answer as if
/// there were none.
/// </summary>
/// <remarks>Implementations are immutable and safe for concurrent calls.</remarks>
public interface ISeasonAhead
{
    /// <summary>What is known of the steps after a history.</summary>
    /// <param name="series">The history.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The season; null where all steps stay within what origins saw.</returns>
    UnseenSeason? After(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default);
}
