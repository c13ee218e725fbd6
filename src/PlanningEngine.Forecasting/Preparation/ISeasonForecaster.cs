namespace PlanningEngine.Forecasting.Preparation;

/// <summary>A method that knows, from many series, a season that a series alone cannot know: others are given a history without it, and it is put back into what they say.</summary>
internal interface ISeasonForecaster : IForecaster
{
    /// <summary>The season of a series, as learned before its end.</summary>
    /// <param name="series">The history.</param>
    /// <param name="horizon">Steps ahead, at least 0.</param>
    /// <returns>Divisors over history and horizon, at least 0; NaN where nothing is known of a bucket of the history. Null where there is none to take out.</returns>
    double[]? SeasonOn(TimeSeries series, int horizon);
}
