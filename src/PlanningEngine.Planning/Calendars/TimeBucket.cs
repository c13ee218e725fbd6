using System.Globalization;

namespace PlanningEngine.Planning.Calendars;

/// <summary>A way to cut time into periods and to number them: days, weeks from a stated weekday, months, quarters, or the periods of a fiscal calendar of weeks.</summary>
/// <remarks>
/// Ordinals are consecutive integers, so arithmetic on them is arithmetic on periods. A day's ordinal is its day number; a month's year x 12 + month - 1, a fiscal period's the same of its fiscal year; a quarter's
/// year x 4 + quarter - 1; a week's the number of whole weeks since the first such weekday of year 1. Values compare by content; every method is pure. A calendar quarter is a month triple
/// that starts in January, April, July or October.
/// </remarks>
public sealed record TimeBucket
{
    private readonly int _weekdayOffset;

    private TimeBucket(BucketKind kind, DayOfWeek weekStart, FiscalWeeks? fiscal = null)
    {
        Kind = kind;
        WeekStart = weekStart;
        Fiscal = fiscal;
        _weekdayOffset = ((int)weekStart + 6) % 7;
    }

    /// <summary>Days.</summary>
    public static TimeBucket Day { get; } = new(BucketKind.Day, DayOfWeek.Monday);

    /// <summary>Calendar months.</summary>
    public static TimeBucket Month { get; } = new(BucketKind.Month, DayOfWeek.Monday);

    /// <summary>Calendar quarters.</summary>
    public static TimeBucket Quarter { get; } = new(BucketKind.Quarter, DayOfWeek.Monday);

    /// <summary>Weeks from Monday to Sunday.</summary>
    public static TimeBucket Week { get; } = new(BucketKind.Week, DayOfWeek.Monday);

    /// <summary>What a period is.</summary>
    public BucketKind Kind { get; }

    /// <summary>First day of a week; Monday and without meaning for others.</summary>
    public DayOfWeek WeekStart { get; }

    /// <summary>The calendar of fiscal periods, and of weeks that follow one; null for others.</summary>
    public FiscalWeeks? Fiscal { get; }

    /// <summary>Periods in a year (365, 52, 12 or 4).</summary>
    public int PeriodsPerYear => Kind switch { BucketKind.Day => 365, BucketKind.Week => 52, BucketKind.Quarter => 4, _ => 12 };

    /// <summary>Length of the shortest seasonal cycle: the week of days, the year of all others.</summary>
    public int Cycle => Kind == BucketKind.Day ? 7 : PeriodsPerYear;

    /// <summary>Weeks that start on the given weekday.</summary>
    public static TimeBucket WeekFrom(DayOfWeek weekStart) => new(BucketKind.Week, weekStart);

    /// <summary>Weeks of a fiscal calendar: they start on the weekday on which its years do, and have the numbers of its years.</summary>
    public static TimeBucket FiscalWeek(FiscalWeeks calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return new(BucketKind.Week, calendar.WeekStart, calendar);
    }

    /// <summary>Periods of a fiscal calendar.</summary>
    public static TimeBucket FiscalPeriod(FiscalWeeks calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        return new(BucketKind.FiscalPeriod, DayOfWeek.Monday, calendar);
    }

    /// <summary>Ordinal of the period that holds a day.</summary>
    public int OrdinalOf(DateOnly date) => Kind switch
    {
        BucketKind.Day => date.DayNumber,
        BucketKind.Week => (int)Math.Floor((date.DayNumber - _weekdayOffset) / 7.0),
        BucketKind.Month => (date.Year * 12) + date.Month - 1,
        BucketKind.FiscalPeriod => Fiscal!.OrdinalOf(date),
        _ => (date.Year * 4) + ((date.Month - 1) / 3),
    };

    /// <summary>First day of a period.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The period starts outside the years 1 to 9999.</exception>
    public DateOnly StartOf(int ordinal) => Kind switch
    {
        BucketKind.Day => DateOnly.FromDayNumber(ordinal),
        BucketKind.Week => DateOnly.FromDayNumber((ordinal * 7) + _weekdayOffset),
        BucketKind.Month => new DateOnly(ordinal / 12, (ordinal % 12) + 1, 1),
        BucketKind.FiscalPeriod => Fiscal!.StartOf(ordinal),
        _ => new DateOnly(ordinal / 4, ((ordinal % 4) * 3) + 1, 1),
    };

    /// <summary>Last day of a period.</summary>
    public DateOnly EndOf(int ordinal) => Kind switch
    {
        BucketKind.Day => StartOf(ordinal),
        BucketKind.Week => StartOf(ordinal).AddDays(6),
        BucketKind.Month => MonthEnd(ordinal),
        BucketKind.FiscalPeriod => StartOf(ordinal + 1).AddDays(-1),
        _ => MonthEnd((ordinal * 3) + 2),
    };

    /// <summary>First day of the period that holds a day.</summary>
    public DateOnly StartOf(DateOnly date) => StartOf(OrdinalOf(date));

    /// <summary>Last day of the period that holds a day.</summary>
    public DateOnly EndOf(DateOnly date) => EndOf(OrdinalOf(date));

    /// <summary>Number of a week in its year, 1 to 53: of the fiscal calendar that it follows, else by ISO 8601, the year being that of its fourth day.</summary>
    /// <exception cref="InvalidOperationException">Periods are no weeks.</exception>
    public int WeekOfYear(int ordinal) => Kind != BucketKind.Week ? throw new InvalidOperationException($"Periods ({Kind}) are no weeks.")
        : Fiscal?.WeekOf(StartOf(ordinal)) ?? ISOWeek.GetWeekOfYear(StartOf(ordinal).AddDays(3).ToDateTime(TimeOnly.MinValue));

    /// <summary>Days of a period.</summary>
    public int DaysOf(int ordinal) => EndOf(ordinal).DayNumber - StartOf(ordinal).DayNumber + 1;

    /// <summary>The calendar month in which most of the days of the period lie that holds a day, as an ordinal of <see cref="Month"/>.</summary>
    public int MonthOf(DateOnly date)
    {
        var (first, last) = (StartOf(date), EndOf(date));
        return Month.OrdinalOf(first.AddDays((last.DayNumber - first.DayNumber) / 2));
    }

    private static DateOnly MonthEnd(int month) => new(month / 12, (month % 12) + 1, DateTime.DaysInMonth(month / 12, (month % 12) + 1));
}

/// <summary>What a period of a <see cref="TimeBucket"/> is.</summary>
public enum BucketKind
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>Seven days.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>A calendar quarter.</summary>
    Quarter,

    /// <summary>Four or five weeks of a fiscal calendar, or six with a 53rd.</summary>
    FiscalPeriod,
}
