using System.Globalization;

namespace PlanningEngine.Planning.Calendars;

/// <summary>
/// A fiscal calendar of whole weeks, as retailers have it: years end on a stated weekday, and their twelve periods have four or five weeks. A year has 52 weeks, or 53 where the weekday falls so; the 53rd
/// belongs to the last period, so that all others lie where they lay.
/// </summary>
/// <remarks>
/// A fiscal year is named after the year of the month at whose end it ends: with the last Saturday of January, 1 February 2026 is in FY27. Ordinals of periods are year x 12 + period - 1. Immutable; values compare by
/// content. Holds for the years 3 to 9990.
/// </remarks>
public sealed record FiscalWeeks
{
    private const int Periods = 12;
    private const int QuarterPeriods = 3;
    private const int Week = 7;
    private const int MostDaysBack = 3;
    private static readonly string[] Patterns = ["4-4-5", "4-5-4", "5-4-4"];
    private static readonly string[] MonthNames = [.. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Take(Periods)];

    private readonly DayOfWeek _weekday;
    private readonly int _month;
    private readonly bool _isNearest;

    private FiscalWeeks(string pattern, DayOfWeek weekday, int month, bool isNearest) => (Pattern, _weekday, _month, _isNearest) = (pattern, weekday, month, isNearest);

    /// <summary>Weeks of the periods of a quarter: 4-4-5, 4-5-4 or 5-4-4.</summary>
    public string Pattern { get; }

    /// <summary>The weekday on which years start, and with them weeks.</summary>
    public DayOfWeek WeekStart => (DayOfWeek)(((int)_weekday + 1) % Week);

    /// <summary>When years end, such as "last Saturday of January" or "Saturday nearest end of January".</summary>
    public string YearEnd => _isNearest ? $"{_weekday} nearest end of {MonthNames[_month - 1]}" : $"last {_weekday} of {MonthNames[_month - 1]}";

    /// <summary>Both in one, such as "4-4-5, last Saturday of January".</summary>
    public string Name => $"{Pattern}, {YearEnd}";

    /// <summary>Reads a calendar.</summary>
    /// <param name="pattern">4-4-5, 4-5-4 or 5-4-4.</param>
    /// <param name="yearEnd">"last WEEKDAY of MONTH" or "WEEKDAY nearest end of MONTH", in English, in upper or lower case.</param>
    /// <param name="violations">Receives what is wrong, one sentence each.</param>
    /// <returns>The calendar; null where anything is wrong.</returns>
    public static FiscalWeeks? Read(string pattern, string yearEnd, ICollection<string> violations)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(yearEnd);
        ArgumentNullException.ThrowIfNull(violations);
        var isPattern = Patterns.Contains(pattern);
        if (!isPattern)
            violations.Add($"The fiscal pattern ({pattern}) is not known. Maybe use {string.Join(", ", Patterns[..^1])} or {Patterns[^1]}.");
        DayOfWeek weekday = default;
        var (month, isNearest, isEnd) = (0, false, false);
        switch (yearEnd.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            case [var last, var day, var of, var name] when Is(last, "last") && Is(of, "of"):
                isEnd = IsWeekday(day, out weekday) && IsMonth(name, out month);
                break;
            case [var day, var nearest, var end, var of, var name] when Is(nearest, "nearest") && Is(end, "end") && Is(of, "of"):
                (isEnd, isNearest) = (IsWeekday(day, out weekday) && IsMonth(name, out month), true);
                break;
        }

        if (!isEnd)
            violations.Add($"The end of the fiscal year ({yearEnd}) cannot be read. Maybe use a form such as: last Saturday of January, or: Saturday nearest end of January.");
        return isPattern && isEnd ? new FiscalWeeks(pattern, weekday, month, isNearest) : null;
    }

    /// <summary>Last day of a fiscal year.</summary>
    public DateOnly EndOfYear(int fiscalYear)
    {
        var month = new DateOnly(fiscalYear, _month, DateTime.DaysInMonth(fiscalYear, _month));
        var back = ((int)month.DayOfWeek - (int)_weekday + Week) % Week;
        return month.AddDays(_isNearest && back > MostDaysBack ? Week - back : -back);
    }

    /// <summary>First day of a fiscal year.</summary>
    public DateOnly StartOfYear(int fiscalYear) => EndOfYear(fiscalYear - 1).AddDays(1);

    /// <summary>Fiscal year of a day.</summary>
    public int YearOf(DateOnly date) => date > EndOfYear(date.Year) ? date.Year + 1 : date <= EndOfYear(date.Year - 1) ? date.Year - 1 : date.Year;

    /// <summary>Ordinal of the period that holds a day.</summary>
    public int OrdinalOf(DateOnly date)
    {
        var week = WeekOf(date) - 1;
        var period = Periods - 1;
        while (WeeksBefore(period) > week)
            period--;
        return (YearOf(date) * Periods) + period;
    }

    /// <summary>Number of the week of its fiscal year that holds a day, 1 to 53.</summary>
    public int WeekOf(DateOnly date) => ((date.DayNumber - StartOfYear(YearOf(date)).DayNumber) / Week) + 1;

    /// <summary>First day of a period.</summary>
    public DateOnly StartOf(int ordinal) => StartOfYear(ordinal / Periods).AddDays(Week * WeeksBefore(ordinal % Periods));

    /// <summary>Weeks of a year before a period of it, from 0.</summary>
    private int WeeksBefore(int period)
    {
        var weeks = period / QuarterPeriods * (Pattern[0] - '0' + Pattern[2] - '0' + Pattern[4] - '0');
        for (var i = 0; i < period % QuarterPeriods; i++)
            weeks += Pattern[2 * i] - '0';
        return weeks;
    }

    private static bool Is(string word, string other) => string.Equals(word, other, StringComparison.OrdinalIgnoreCase);

    private static bool IsWeekday(string word, out DayOfWeek weekday) => Enum.TryParse(word, ignoreCase: true, out weekday) && char.IsLetter(word[0]) && Enum.IsDefined(weekday);

    private static bool IsMonth(string word, out int month) => (month = Array.FindIndex(MonthNames, m => Is(m, word)) + 1) > 0;
}
