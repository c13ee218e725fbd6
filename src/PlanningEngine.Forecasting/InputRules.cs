using System.Globalization;

namespace PlanningEngine.Forecasting;

/// <summary>The rules a history and a request must hold before any method sees them.</summary>
public static class InputRules
{
    /// <summary>Largest accepted magnitude: squares of values and their sums must stay finite.</summary>
    public const double LargestMagnitude = 1e100;

    /// <summary>Smallest accepted magnitude of values other than 0: their squares, and ratios of these, must not vanish.</summary>
    public const double SmallestMagnitude = 1e-100;

    /// <summary>Longest accepted horizon, in buckets.</summary>
    public const int LongestHorizon = 10_000;

    /// <summary>Checks a history and a request.</summary>
    /// <param name="series">The history.</param>
    /// <param name="request">The request.</param>
    /// <returns>Every violation; empty when the input can be used.</returns>
    public static IReadOnlyList<Violation> Check(TimeSeries series, ForecastRequest request)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(request);
        var found = new List<Violation>();
        CheckSeries(series, found);
        CheckRequest(series.Id, request, found);
        KnownAheadRules.Check(series, request.Horizon, found);
        return found;
    }

    internal static void ThrowIfViolated(TimeSeries series, ForecastRequest request)
    {
        var found = Check(series, request);
        if (found.Count > 0)
            throw new ForecastInputException(found);
    }

    private static void CheckSeries(TimeSeries series, List<Violation> found)
    {
        void Add(string code, string message) => found.Add(new Violation(code, series.Id, message));
        if (series.Values is null || Array.TrueForAll(series.Values, double.IsNaN))
            Add("SERIES_EMPTY", $"Series ({series.Id}) has no known value. Maybe leave it out, or forecast it from a similar series.");
        else
        {
            var bad = Array.FindIndex(series.Values, v => double.IsInfinity(v) || Math.Abs(v) > LargestMagnitude);
            if (bad >= 0)
                Add("VALUE_NOT_FINITE", Invariant($"Value {bad + 1} ({series.Values[bad]}) of series ({series.Id}) must be finite and within ±1e100. Maybe mark it as unknown (NaN)."));
            var vanishing = Array.FindIndex(series.Values, v => v != 0 && Math.Abs(v) < SmallestMagnitude);
            if (vanishing >= 0)
                Add("VALUE_VANISHES", Invariant($"Value {vanishing + 1} ({series.Values[vanishing]}) of series ({series.Id}) must be 0, or at least 1e-100 in size. Maybe round it to 0, or use a smaller unit."));
        }

        if (series.Period < 1)
            Add("PERIOD_NOT_POSITIVE", Invariant($"The period ({series.Period}) of series ({series.Id}) must be positive. Maybe use 1 for no season."));
        foreach (var further in series.FurtherPeriods)
            if (further < 1)
                Add("PERIOD_NOT_POSITIVE", Invariant($"The further period ({further}) of series ({series.Id}) must be positive. Maybe leave it out."));
    }

    private static void CheckRequest(string subject, ForecastRequest request, List<Violation> found)
    {
        void Add(string code, string message) => found.Add(new Violation(code, subject, message));
        if (request.Horizon < 1)
            Add("HORIZON_NOT_POSITIVE", Invariant($"The horizon ({request.Horizon}) of series ({subject}) must be positive. Maybe set horizon to at least 1."));
        if (request.Horizon > LongestHorizon)
            Add("HORIZON_TOO_LONG", Invariant($"The horizon ({request.Horizon}) of series ({subject}) must not exceed {LongestHorizon}. Maybe use longer buckets."));
        if (request.Levels is null || request.Levels.Count == 0)
        {
            Add("LEVELS_EMPTY", $"The request for series ({subject}) names no quantile levels. Maybe leave them at their default.");
            return;
        }

        for (var i = 0; i < request.Levels.Count; i++)
        {
            var level = request.Levels[i];
            if (!(level > 0 && level < 1))
                Add("LEVEL_OUT_OF_RANGE", Invariant($"Quantile level ({level}) for series ({subject}) must lie strictly between 0 and 1. Maybe divide per cents by 100."));
            else if (i > 0 && level <= request.Levels[i - 1])
                Add("LEVELS_NOT_INCREASING", Invariant($"Quantile level ({level}) for series ({subject}) must be above the one before it. Maybe sort the levels and remove doubles."));
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
