namespace PlanningEngine.Forecasting.Intervals;

/// <summary>
/// Forecasts whose intervals are as wide as rounding makes them: the history repeats or goes on exactly, so that there is no error to learn a width from. The numbers stay as they are; that they state no certainty is said.
/// </summary>
public static class WidthOfRounding
{
    /// <summary>What is said of it.</summary>
    public const string Note = "the history leaves no error to learn from, since it repeats or goes on exactly: the intervals have no width beyond rounding, which does not make the future certain";

    private const double Rounding = 1e-9;

    /// <summary>Whether no quantile departs from the mean by more than rounding. A forecast of nothing after a history that was not is a statement, and has no need of width.</summary>
    /// <param name="forecast">The forecast.</param>
    /// <param name="history">What it was made from.</param>
    public static bool IsIn(Forecast forecast, TimeSeries history)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentNullException.ThrowIfNull(history);
        for (var step = 0; step < forecast.Horizon; step++)
        {
            var mean = forecast.Mean[step];
            if (!Array.TrueForAll(forecast.Quantiles[step], q => Math.Abs(q - mean) <= Rounding * Math.Max(Math.Abs(mean), Math.Abs(q))))
                return false;
        }

        var isZero = Array.TrueForAll(forecast.Mean, m => m == 0);
        return Array.Exists(history.Values, v => !double.IsNaN(v)) && !(isZero && Array.Exists(history.Values, v => !double.IsNaN(v) && v != 0));
    }

    /// <summary>The forecast, with the note where it is true of it and not said yet.</summary>
    /// <param name="forecast">The forecast.</param>
    /// <param name="history">What it was made from.</param>
    public static Forecast Said(Forecast forecast, TimeSeries history) =>
        IsIn(forecast, history) && !forecast.Notes.Contains(Note) ? forecast with { Notes = [.. forecast.Notes, Note] } : forecast;
}
