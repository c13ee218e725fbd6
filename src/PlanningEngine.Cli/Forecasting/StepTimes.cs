namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// The times of the steps ahead of a series, found from its own rows: each lies one step after the one before it, the distance that divides all others. Months keep their day, or are the last of the month; weeks and months that are whole numbers
/// go on into the next year (<see cref="IntegerForm"/>); and what a cycle leaves out throughout, such as the weekends of a shop, is left out ahead too.
/// </summary>
internal sealed class StepTimes
{
    private const int MonthsOfYear = 12;
    private const int CyclesSeen = 2;

    /// <summary>After so many times in a row that the cycle leaves out nothing is there to come.</summary>
    private const int MostLeftOut = 1_000;

    private readonly Func<double, double> _next;
    private readonly Func<double, bool> _occurs;

    private StepTimes(Func<double, double> next, Func<double, bool> occurs) => (_next, _occurs) = (next, occurs);

    /// <summary>Finds the distance, rows of the future included; null where a series has less than two times, or most of them are not one step apart.</summary>
    /// <param name="series">The series.</param>
    /// <param name="period">Its longest seasonal period: numbers of one year, all at most 12, are weeks where it is above 12.</param>
    /// <param name="week">Which times of the week occur; null for those of the series.</param>
    public static StepTimes? Of(FileSeries series, int period, WeekPattern? week = null)
    {
        if (series.Times.Length < 2)
            return null;
        double[] times = [.. series.AllTimes];
        return !series.Dated ? OfNumbers(times, period) : DayOfMonth(times) is { } day ? OfMonths(times, day) : OfDates(times, week);
    }

    /// <summary>The times of the next steps; none where the calendar ends before them.</summary>
    /// <param name="last">The time of the last row.</param>
    /// <param name="steps">How many.</param>
    public double[] After(double last, int steps)
    {
        var times = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            var leftOut = 0;
            do
                last = _next(last);
            while (!double.IsNaN(last) && !_occurs(last) && ++leftOut < MostLeftOut);
            if (double.IsNaN(last) || leftOut == MostLeftOut)
                return [];
            times[step] = last;
        }

        return times;
    }

    private static StepTimes? OfNumbers(double[] times, int period)
    {
        if (IntegerForm.Of(times, period) is not { } form)
            return null;
        double[] places = [.. times.Select(form.PlaceOf)];
        if (UsualStep(places) is not { } step)
            return null;
        var phases = form.PhasesOf((long)step);
        var seen = Phases(places, step, phases);
        return new StepTimes(time => form.After(time, (long)step), time => seen is null || seen.Contains((long)((form.PlaceOf(time) - places[0]) / step) % phases));
    }

    private static StepTimes? OfMonths(double[] times, int day)
    {
        double[] months = [.. times.Select(t => (double)MonthOf(t))];
        if (UsualStep(months) is not { } step)
            return null;
        var phases = MonthsOfYear % step == 0 ? (long)(MonthsOfYear / step) : 0;
        var seen = Phases(months, step, phases);
        return new StepTimes(
            time => OfMonth(MonthOf(time) + (long)step, day),
            time => seen is null || seen.Contains((long)((MonthOf(time) - months[0]) / step) % phases));
    }

    private static StepTimes? OfDates(double[] times, WeekPattern? week)
    {
        if (week is null)
        {
            week = new WeekPattern();
            foreach (var time in times)
                week.Add((long)time);
        }

        var divisor = Divisor(times);
        var occurs = week.Of(divisor);
        return UsualStep(times, occurs is null ? 1 : occurs.Count(o => o) / (double)occurs.Length) is not { } step ? null : new StepTimes(
            time => time + step > DateTime.MaxValue.Ticks ? double.NaN : time + step,
            time => occurs is null || occurs[(long)time / divisor % occurs.Length]);
    }

    /// <summary>The day that all dates have in their month, 31 where all are the last one; null where they differ or are no whole days, or lie in one month.</summary>
    private static int? DayOfMonth(double[] times)
    {
        DateTime[] dates = [.. times.Select(t => new DateTime((long)t))];
        if (MonthOf(times[0]) == MonthOf(times[^1]) || Array.Exists(dates, d => d.TimeOfDay != TimeSpan.Zero))
            return null;
        foreach (var day in (int[])[31, dates.Max(d => d.Day)])
            if (Array.TrueForAll(dates, d => d.Day == Math.Min(day, DateTime.DaysInMonth(d.Year, d.Month))))
                return day;
        return null;
    }

    private static long MonthOf(double time)
    {
        var date = new DateTime((long)time);
        return (long)MonthsOfYear * date.Year + date.Month - 1;
    }

    /// <summary>The day of a month, its last one where it is shorter; NaN where the calendar ends before it.</summary>
    private static double OfMonth(long month, int day)
    {
        var (year, ofYear) = ((int)(month / MonthsOfYear), (int)(month % MonthsOfYear) + 1);
        return year > DateTime.MaxValue.Year ? double.NaN : new DateTime(year, ofYear, Math.Min(day, DateTime.DaysInMonth(year, ofYear))).Ticks;
    }

    /// <summary>The distance that divides all others; null where less than half of the times are there and less than half of the distances are of its size.</summary>
    /// <param name="places">The times.</param>
    /// <param name="share">Share of them that occurs at all.</param>
    private static double? UsualStep(double[] places, double share = 1)
    {
        double step = Divisor(places);
        var usual = places.Zip(places.Skip(1), (a, b) => b - a).Count(d => d == step);
        return step > 0 && (2 * places.Length >= share * (places[^1] - places[0]) / step + 1 || 2 * usual >= places.Length - 1) ? step : null;
    }

    private static long Divisor(double[] places) => places.Zip(places.Skip(1), (a, b) => (long)(b - a)).Aggregate(0L, FileTimeline.Divisor);

    /// <summary>The parts of a cycle that occur, once it was seen twice; null where it was not, or where there is none.</summary>
    private static HashSet<long>? Phases(double[] places, double step, long phases) =>
        phases > 0 && places[^1] - places[0] >= CyclesSeen * phases * step ? [.. places.Select(p => (long)((p - places[0]) / step) % phases)] : null;
}
