using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Drivers;

/// <summary>
/// A driver of demand by periods: the mean over the days of each. On a day that span holds which comes first in the order of precedence; where none does, the driver's default.
/// </summary>
/// <param name="FirstPeriod">Ordinal of the first period.</param>
/// <param name="Values">One value per period.</param>
/// <param name="IsTold">Per period whether a span held on each of its days.</param>
public sealed record DriverCourse(int FirstPeriod, double[] Values, bool[] IsTold)
{
    /// <summary>Works out the periods.</summary>
    /// <param name="spans">The spans, those that come first take precedence.</param>
    /// <param name="otherwise">What holds on days without a span.</param>
    /// <param name="bucket">What a period is.</param>
    /// <param name="firstPeriod">Ordinal of the first period.</param>
    /// <param name="count">Number of periods, at least 1.</param>
    /// <returns>The course. Without any span all values are 0.</returns>
    public static DriverCourse Of(IReadOnlyList<DriverSpan> spans, DriverDefault otherwise, TimeBucket bucket, int firstPeriod, int count)
    {
        ArgumentNullException.ThrowIfNull(spans);
        ArgumentNullException.ThrowIfNull(bucket);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var (begin, end) = (bucket.StartOf(firstPeriod).DayNumber, bucket.EndOf(firstPeriod + count - 1).DayNumber);
        var days = Paint(spans, begin, end - begin + 1);
        var told = Array.ConvertAll(days, v => !double.IsNaN(v));
        Fill(days, otherwise == DriverDefault.Zero ? 0 : Before(spans, begin), otherwise);
        var (values, isTold) = (new double[count], new bool[count]);
        for (var i = 0; i < count; i++)
        {
            var from = bucket.StartOf(firstPeriod + i).DayNumber - begin;
            var length = bucket.EndOf(firstPeriod + i).DayNumber - begin + 1 - from;
            isTold[i] = !told.AsSpan(from, length).Contains(false);
            values[i] = Mean(days.AsSpan(from, length));
        }

        return new DriverCourse(firstPeriod, values, isTold);
    }

    /// <summary>The value of each day; NaN where nothing is said. Each day is visited once, however many spans hold on it.</summary>
    private static double[] Paint(IReadOnlyList<DriverSpan> spans, int begin, int count)
    {
        var (days, next) = (new double[count], new int[count + 1]);
        Array.Fill(days, double.NaN);
        for (var day = 0; day <= count; day++)
            next[day] = day;
        foreach (var span in spans)
        {
            var last = Math.Min((span.Until?.DayNumber ?? int.MaxValue) - begin, count - 1);
            for (var day = Free(Math.Max(0, span.From.DayNumber - begin)); day <= last; day = Free(day))
                (days[day], next[day]) = (span.Value, day + 1);
        }

        return days;

        int Free(int day)
        {
            if (day > count)
                return count;
            var free = day;
            while (next[free] != free)
                free = next[free];
            while (next[day] != free)
                (day, next[day]) = (next[day], free);
            return free;
        }
    }

    /// <summary>The value of the last day before the first period on which a span held; NaN without any.</summary>
    private static double Before(IReadOnlyList<DriverSpan> spans, int begin)
    {
        var (latest, value) = (int.MinValue, double.NaN);
        foreach (var span in spans)
        {
            var last = Math.Min(span.Until?.DayNumber ?? int.MaxValue, begin - 1);
            if (span.From.DayNumber <= last && last > latest)
                (latest, value) = (last, span.Value);
        }

        return value;
    }

    /// <summary>Equal days give their own value, not one that is off by a rounding.</summary>
    private static double Mean(ReadOnlySpan<double> days)
    {
        if (!days.ContainsAnyExcept(days[0]))
            return days[0];
        var sum = 0.0;
        foreach (var day in days)
            sum += day;
        return sum / days.Length;
    }

    private static void Fill(double[] days, double before, DriverDefault otherwise)
    {
        var known = before;
        for (var day = 0; day < days.Length; day++)
        {
            if (double.IsNaN(days[day]))
                days[day] = known;
            else if (otherwise == DriverDefault.LastKnown)
                known = days[day];
        }

        // Before the first day that is known its value holds; without any there is nothing to go by.
        var first = Array.FindIndex(days, v => !double.IsNaN(v));
        Array.Fill(days, first < 0 ? 0 : days[first], 0, first < 0 ? days.Length : first);
    }
}
