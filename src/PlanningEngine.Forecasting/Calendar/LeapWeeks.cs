using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Calendar;

/// <summary>
/// Weeks that stand outside a year of 52: what lies before one keeps its place in the year only without it. Seldom demand, whose season many series show together by their ordinals, is left as it is.
/// </summary>
public static class LeapWeeks
{
    private const int Number = 53;
    private const double WeeksOfYear = 365.2425 / 7;
    private const int Cycle = 52;

    /// <summary>Years back, each of 52 weeks, where these have fallen behind the date by about half a week: two years are 2.5 days off, three 3.7.</summary>
    private const double FirstYears = 2.5;

    /// <summary>Tells a series whose season goes by the date, such as Christmas, which weeks to leave out: one where years of 52 weeks have fallen behind by half a week as seen from the end, and as many before as years of 52 weeks fall behind by a whole one, so that no year lies more than four days off.</summary>
    /// <param name="series">The series; leap buckets that it has are replaced.</param>
    /// <param name="end">Bucket after the last one that is known, 0 that of the first value.</param>
    /// <returns>The series; the same where it is shorter.</returns>
    public static TimeSeries ByDate(TimeSeries series, int end)
    {
        ArgumentNullException.ThrowIfNull(series);
        var leaps = new List<int>();
        for (var back = FirstYears * Cycle; back <= end; back += WeeksOfYear / (WeeksOfYear - Cycle))
            leaps.Add(end - (int)Math.Round(back));
        leaps.Reverse();
        return leaps.Count > 0 && IsRegular(series) ? series with { LeapBuckets = leaps } : series;
    }

    /// <summary>Tells a series whose season goes by the numbers of a calendar's weeks which of its buckets are weeks 53.</summary>
    /// <param name="series">The series; leap buckets that it has are replaced.</param>
    /// <param name="end">Bucket after the last one that is looked at, 0 that of the first value.</param>
    /// <param name="weekOfYear">Number of the week of a bucket.</param>
    public static TimeSeries ByNumber(TimeSeries series, int end, Func<int, int> weekOfYear)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(weekOfYear);
        return end > 0 && IsRegular(series) ? series with { LeapBuckets = [.. Enumerable.Range(0, end).Where(week => weekOfYear(week) == Number)] } : series;
    }

    private static bool IsRegular(TimeSeries series) => DemandPattern.Of(series.Values).Class is DemandClass.Smooth or DemandClass.Erratic;
}
