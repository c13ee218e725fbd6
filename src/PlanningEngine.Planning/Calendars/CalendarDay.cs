namespace PlanningEngine.Planning.Calendars;

/// <summary>One day of the company calendar: a row of the Dates set.</summary>
/// <remarks>Weeks are ISO 8601 (Monday to Sunday, week 1 holds the first Thursday). Fiscal weeks count seven days from the first day of the fiscal year.</remarks>
public sealed record CalendarDay
{
    /// <summary>The day as yyyymmdd.</summary>
    public required int DateKey { get; init; }

    /// <summary>The day.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>Calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>Calendar quarter, 1 to 4.</summary>
    public required int Quarter { get; init; }

    /// <summary>Calendar month, 1 to 12.</summary>
    public required int Month { get; init; }

    /// <summary>Day of the month, 1 to 31.</summary>
    public required int DayOfMonth { get; init; }

    /// <summary>Day of the year, 1 to 366.</summary>
    public required int DayOfYear { get; init; }

    /// <summary>Day of the week, 1 (Monday) to 7 (Sunday).</summary>
    public required int DayOfWeek { get; init; }

    /// <summary>English name of the weekday.</summary>
    public required string DayName { get; init; }

    /// <summary>English name of the month.</summary>
    public required string MonthName { get; init; }

    /// <summary>Quarter with its year, for example "2027 Q1".</summary>
    public required string QuarterName { get; init; }

    /// <summary>ISO 8601 week, 1 to 53.</summary>
    public required int IsoWeek { get; init; }

    /// <summary>ISO 8601 week-numbering year, which can differ from <see cref="Year"/> around New Year.</summary>
    public required int IsoWeekYear { get; init; }

    /// <summary>ISO week with its year, for example "2026-W53".</summary>
    public required string WeekName { get; init; }

    /// <summary>Monday of the week.</summary>
    public required DateOnly WeekStart { get; init; }

    /// <summary>First day of the month.</summary>
    public required DateOnly MonthStart { get; init; }

    /// <summary>First day of the calendar quarter.</summary>
    public required DateOnly QuarterStart { get; init; }

    /// <summary>First day of the calendar year.</summary>
    public required DateOnly YearStart { get; init; }

    /// <summary>Fiscal year, named after the calendar year in which it ends.</summary>
    public required int FiscalYear { get; init; }

    /// <summary>Fiscal year as "FY27".</summary>
    public required string FiscalYearName { get; init; }

    /// <summary>Fiscal quarter, 1 to 4.</summary>
    public required int FiscalQuarter { get; init; }

    /// <summary>Fiscal quarter with its year, for example "FY27 Q1".</summary>
    public required string FiscalQuarterName { get; init; }

    /// <summary>Month of the fiscal year, 1 to 12; of whole weeks, the period.</summary>
    public required int FiscalMonth { get; init; }

    /// <summary>Week of the fiscal year, 1 to 53.</summary>
    public required int FiscalWeek { get; init; }

    /// <summary>Day of the fiscal year, 1 to 371 where it has 53 weeks.</summary>
    public required int FiscalDayOfYear { get; init; }

    /// <summary>First day of the fiscal quarter.</summary>
    public required DateOnly FiscalQuarterStart { get; init; }

    /// <summary>First day of the fiscal year.</summary>
    public required DateOnly FiscalYearStart { get; init; }

    /// <summary>True on Sunday, the last day of the ISO week.</summary>
    public required bool IsLastDayOfWeek { get; init; }

    /// <summary>True on the last day of the month.</summary>
    public required bool IsLastDayOfMonth { get; init; }

    /// <summary>True on the last day of the calendar quarter.</summary>
    public required bool IsLastDayOfQuarter { get; init; }

    /// <summary>True on the last day of the calendar year.</summary>
    public required bool IsLastDayOfYear { get; init; }

    /// <summary>True on the last day of the fiscal quarter.</summary>
    public required bool IsLastDayOfFiscalQuarter { get; init; }

    /// <summary>True on the last day of the fiscal year.</summary>
    public required bool IsLastDayOfFiscalYear { get; init; }
}
