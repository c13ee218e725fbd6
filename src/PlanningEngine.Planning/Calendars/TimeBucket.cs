namespace PlanningEngine.Planning.Calendars;

/// <summary>A way to cut time into equal periods and to number them: weeks from a stated weekday, months or quarters.</summary>
/// <remarks>
/// Ordinals are consecutive integers, so arithmetic on them is arithmetic on periods. A month's ordinal is year x 12 + month - 1; a quarter's year x 4 + quarter - 1;
/// a week's the number of whole weeks since the first such weekday of year 1. Values compare by content; every method is pure. A calendar quarter is a month triple
/// that starts in January, April, July or October.
/// </remarks>
public sealed record TimeBucket
{
    private readonly int _weekdayOffset;

    private TimeBucket(BucketKind kind, DayOfWeek weekStart)
    {
        Kind = kind;
        WeekStart = weekStart;
        _weekdayOffset = ((int)weekStart + 6) % 7;
    }

    /// <summary>Calendar months.</summary>
    public static TimeBucket Month { get; } = new(BucketKind.Month, DayOfWeek.Monday);

    /// <summary>Calendar quarters.</summary>
    public static TimeBucket Quarter { get; } = new(BucketKind.Quarter, DayOfWeek.Monday);

    /// <summary>Weeks from Monday to Sunday.</summary>
    public static TimeBucket Week { get; } = new(BucketKind.Week, DayOfWeek.Monday);

    /// <summary>What a period is.</summary>
    public BucketKind Kind { get; }

    /// <summary>First day of a week; Monday and without meaning for months and quarters.</summary>
    public DayOfWeek WeekStart { get; }

    /// <summary>Seasonal length: periods in a year (52, 12 or 4).</summary>
    public int PeriodsPerYear => Kind switch { BucketKind.Week => 52, BucketKind.Month => 12, _ => 4 };

    /// <summary>Weeks that start on the given weekday.</summary>
    public static TimeBucket WeekFrom(DayOfWeek weekStart) => new(BucketKind.Week, weekStart);

    /// <summary>Ordinal of the period that holds a day.</summary>
    public int OrdinalOf(DateOnly date) => Kind switch
    {
        BucketKind.Week => (int)Math.Floor((date.DayNumber - _weekdayOffset) / 7.0),
        BucketKind.Month => (date.Year * 12) + date.Month - 1,
        _ => (date.Year * 4) + ((date.Month - 1) / 3),
    };

    /// <summary>First day of a period.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period starts outside the years 1 to 9999.</exception>
    public DateOnly StartOf(int ordinal) => Kind switch
    {
        BucketKind.Week => DateOnly.FromDayNumber((ordinal * 7) + _weekdayOffset),
        BucketKind.Month => new DateOnly(ordinal / 12, (ordinal % 12) + 1, 1),
        _ => new DateOnly(ordinal / 4, ((ordinal % 4) * 3) + 1, 1),
    };

    /// <summary>Last day of a period.</summary>
    public DateOnly EndOf(int ordinal) => Kind switch
    {
        BucketKind.Week => StartOf(ordinal).AddDays(6),
        BucketKind.Month => MonthEnd(ordinal),
        _ => MonthEnd((ordinal * 3) + 2),
    };

    /// <summary>First day of the period that holds a day.</summary>
    public DateOnly StartOf(DateOnly date) => StartOf(OrdinalOf(date));

    private static DateOnly MonthEnd(int month) => new(month / 12, (month % 12) + 1, DateTime.DaysInMonth(month / 12, (month % 12) + 1));
}

/// <summary>What a period of a <see cref="TimeBucket"/> is.</summary>
public enum BucketKind
{
    /// <summary>Seven days.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>A calendar quarter.</summary>
    Quarter,
}
