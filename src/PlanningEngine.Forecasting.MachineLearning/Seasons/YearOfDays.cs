namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>Days of which the dates are known, with a cycle of a week or a year: the week is their cycle, and the year is found by date.</summary>
internal static class YearOfDays
{
    /// <summary>Days of a year.</summary>
    internal const int Length = 365;

    private const int AsWeeks = 364;
    private const int Leap = 366;

    /// <summary>Whether series are such.</summary>
    internal static bool Holds(TimeAxis? axis, TimeSeries series) => axis is { Unit: AxisUnit.Days, Length: 1 } && series.FurtherPeriods.Prepend(series.Period).Any(p => p is WeekProfile.Days or (>= AsWeeks and <= Leap));

    /// <summary>The series with a cycle of a week alone.</summary>
    internal static TimeSeries ByWeek(TimeSeries series) => series with { Period = WeekProfile.Days, FurtherPeriods = [] };
}
