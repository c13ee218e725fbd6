using System.Globalization;

namespace PlanningEngine.Forecasting.Calendar;

/// <summary>
/// The days that buckets of a series stand for, over its history and its future, and the regressors that follow from them: lengths, trading days, holidays wherever they fall,
/// and the buckets that stand outside the seasonal cycle.
/// </summary>
/// <remarks>Immutable. Nothing here knows today's date: what is asked for is computed from the days given.</remarks>
public sealed class BucketDates
{
    private static readonly DayOfWeek[] UsualTradingDays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    private readonly DateOnly[] _bounds;

    private BucketDates(DateOnly[] bounds, IReadOnlyList<int> leapBuckets) => (_bounds, LeapBuckets) = (bounds, leapBuckets);

    /// <summary>Number of buckets.</summary>
    public int Count => _bounds.Length - 1;

    /// <summary>Buckets outside the seasonal cycle, for <see cref="TimeSeries.LeapBuckets"/>: 29 February of days, the 53rd week of ISO or fiscal years of weeks; none of months.</summary>
    public IReadOnlyList<int> LeapBuckets { get; }

    /// <summary>First day of a bucket, from 0.</summary>
    public DateOnly StartOf(int bucket) => _bounds[bucket];

    /// <summary>Last day of a bucket, from 0.</summary>
    public DateOnly EndOf(int bucket) => _bounds[bucket + 1].AddDays(-1);

    /// <summary>Days.</summary>
    /// <param name="first">The first one.</param>
    /// <param name="count">How many, history and future together.</param>
    public static BucketDates Days(DateOnly first, int count) =>
        new(Bounds(count, i => first.AddDays(i)), [.. Enumerable.Range(0, count).Where(i => first.AddDays(i) is { Month: 2, Day: 29 })]);

    /// <summary>Weeks; those with ISO number 53 are leap buckets, a week belonging to the year of its fourth day.</summary>
    /// <param name="first">First day of the first week, any weekday.</param>
    /// <param name="count">How many, history and future together.</param>
    public static BucketDates Weeks(DateOnly first, int count) =>
        new(Bounds(count, i => first.AddDays(7 * i)), [.. Enumerable.Range(0, count).Where(i => ISOWeek.GetWeekOfYear(first.AddDays((7 * i) + 3).ToDateTime(TimeOnly.MinValue)) == 53)]);

    /// <summary>Weeks of fiscal years; the 53rd week of a year of 53 is a leap bucket.</summary>
    /// <param name="firstDayOfYear">First day of the first fiscal year.</param>
    /// <param name="weeksOfYears">Weeks of each year, 52 or 53.</param>
    public static BucketDates FiscalWeeks(DateOnly firstDayOfYear, IReadOnlyList<int> weeksOfYears)
    {
        Check(weeksOfYears);
        var leap = new List<int>();
        var weeks = 0;
        foreach (var ofYear in weeksOfYears)
        {
            weeks += ofYear;
            if (ofYear == 53)
                leap.Add(weeks - 1);
        }

        return new BucketDates(Bounds(weeks, i => firstDayOfYear.AddDays(7 * i)), leap);
    }

    /// <summary>Calendar months.</summary>
    /// <param name="first">Any day of the first month.</param>
    /// <param name="count">How many, history and future together.</param>
    public static BucketDates Months(DateOnly first, int count) => new(Bounds(count, i => new DateOnly(first.Year, first.Month, 1).AddMonths(i)), []);

    /// <summary>Months of a 4-4-5 calendar: quarters of four, four and five weeks; a 53rd week goes to the last month of its year.</summary>
    /// <param name="firstDayOfYear">First day of the first fiscal year.</param>
    /// <param name="weeksOfYears">Weeks of each year, 52 or 53.</param>
    /// <param name="pattern">Weeks of the months of a quarter. Default: 4, 4, 5.</param>
    public static BucketDates FourFourFive(DateOnly firstDayOfYear, IReadOnlyList<int> weeksOfYears, IReadOnlyList<int>? pattern = null)
    {
        Check(weeksOfYears);
        pattern ??= [4, 4, 5];
        if (pattern.Count != 3 || pattern.Sum() != 13)
            throw new ArgumentException($"The months of a quarter ({string.Join('-', pattern)}) must be three and have 13 weeks together. Maybe use 4-4-5, 4-5-4 or 5-4-4.", nameof(pattern));
        var bounds = new List<DateOnly> { firstDayOfYear };
        foreach (var weeks in weeksOfYears)
            for (var month = 0; month < 12; month++)
                bounds.Add(bounds[^1].AddDays(7 * (pattern[month % 3] + (month == 11 ? weeks - 52 : 0))));
        return new BucketDates([.. bounds], []);
    }

    /// <summary>Days of each bucket: demand is proportional to it.</summary>
    /// <param name="name">Name of the regressor.</param>
    public Regressor Lengths(string name = "days") => Counted(name, _ => true, RegressorForm.Proportional);

    /// <summary>Trading days of each bucket: demand is proportional to it.</summary>
    /// <param name="closed">Days without trade, such as public holidays.</param>
    /// <param name="tradingDays">Weekdays of trade. Default: Monday to Friday.</param>
    /// <param name="name">Name of the regressor.</param>
    /// <exception cref="ArgumentException">A bucket has no trading day, as days and short holidays may; use the weekday's season then.</exception>
    public Regressor TradingDays(IReadOnlySet<DateOnly> closed, IReadOnlyList<DayOfWeek>? tradingDays = null, string name = "trading days")
    {
        ArgumentNullException.ThrowIfNull(closed);
        var weekdays = tradingDays ?? UsualTradingDays;
        var regressor = Counted(name, day => weekdays.Contains(day.DayOfWeek) && !closed.Contains(day), RegressorForm.Proportional);
        var empty = Array.IndexOf(regressor.Values, 0);
        return empty < 0 ? regressor : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The bucket from {StartOf(empty):yyyy-MM-dd} has no trading day. Maybe use longer buckets, or a holiday regressor."), nameof(closed));
    }

    /// <summary>Days of each bucket that lie in the window around a holiday, wherever it falls in a year.</summary>
    /// <param name="name">Name of the regressor.</param>
    /// <param name="days">Days of the holiday, one or more per year, those of the future among them.</param>
    /// <param name="before">Days before that feel it, at least 0.</param>
    /// <param name="after">Days after that feel it, at least 0.</param>
    public Regressor Holiday(string name, IEnumerable<DateOnly> days, int before = 0, int after = 0)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentOutOfRangeException.ThrowIfNegative(before);
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        var window = days.SelectMany(day => Enumerable.Range(-before, before + after + 1).Select(day.AddDays)).ToHashSet();
        return Counted(name, window.Contains, RegressorForm.Linear);
    }

    private Regressor Counted(string name, Func<DateOnly, bool> counts, RegressorForm form)
    {
        var values = new double[Count];
        for (var i = 0; i < values.Length; i++)
            for (var day = _bounds[i]; day < _bounds[i + 1]; day = day.AddDays(1))
                values[i] += counts(day) ? 1 : 0;
        return new Regressor(name, values, form);
    }

    private static DateOnly[] Bounds(int count, Func<int, DateOnly> start)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. Enumerable.Range(0, count + 1).Select(start)];
    }

    private static void Check(IReadOnlyList<int> weeksOfYears)
    {
        ArgumentNullException.ThrowIfNull(weeksOfYears);
        if (weeksOfYears.Count == 0 || weeksOfYears.Any(w => w is not (52 or 53)))
            throw new ArgumentException($"Years ({string.Join(", ", weeksOfYears)}) must have 52 or 53 weeks each. Maybe list one number per fiscal year.", nameof(weeksOfYears));
    }
}
