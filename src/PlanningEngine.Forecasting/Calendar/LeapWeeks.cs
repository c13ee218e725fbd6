using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Calendar;

/// <summary>The weeks 53 of calendars, which stand outside a year of 52: what lies before one keeps its place in the year only without it.</summary>
public static class LeapWeeks
{
    private const int Number = 53;

    /// <summary>Tells a series of weeks which of its buckets are weeks 53. Seldom demand, whose season many such series show together by their ordinals, is left as it is.</summary>
    /// <param name="series">The series; leap buckets that it has are replaced.</param>
    /// <param name="weeks">How many buckets are looked at, from that of the first value; none where it is not positive. A season that is found by date lies right for the last year without it, so that only what is older needs to be told.</param>
    /// <param name="weekOfYear">Number of the week of a bucket, 0 that of the first value.</param>
    public static TimeSeries Tell(TimeSeries series, int weeks, Func<int, int> weekOfYear)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(weekOfYear);
        return weeks < 1 || DemandPattern.Of(series.Values).Class is not (DemandClass.Smooth or DemandClass.Erratic)
            ? series : series with { LeapBuckets = [.. Enumerable.Range(0, weeks).Where(week => weekOfYear(week) == Number)] };
    }
}
