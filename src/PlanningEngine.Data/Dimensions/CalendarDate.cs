namespace PlanningEngine.Data.Dimensions;

/// <summary>One day of the company's calendar; the member with key 0 stands for an unknown date.</summary>
public sealed class CalendarDate
{
    /// <summary>The day as yyyymmdd; 0 is the Unknown member.</summary>
    public int DateKey { get; set; }

    /// <summary>The day at midnight (UTC).</summary>
    public DateTime Date { get; set; }

    /// <summary>Day of the month, 1 to 31.</summary>
    public int Day { get; set; }

    /// <summary>Day of the ISO week, 1 (Monday) to 7 (Sunday).</summary>
    public int DayOfWeek { get; set; }

    /// <summary>English name of the weekday.</summary>
    public string DayName { get; set; } = "";

    /// <summary>ISO 8601 week number, 1 to 53.</summary>
    public int Week { get; set; }

    /// <summary>The year that the ISO week belongs to.</summary>
    public int WeekYear { get; set; }

    /// <summary>Monday of the ISO week (UTC).</summary>
    public DateTime WeekStart { get; set; }

    /// <summary>Calendar month, 1 to 12.</summary>
    public int Month { get; set; }

    /// <summary>English name of the month.</summary>
    public string MonthName { get; set; } = "";

    /// <summary>First day of the month (UTC).</summary>
    public DateTime MonthStart { get; set; }

    /// <summary>Year and month as yyyymm, to sort month labels by.</summary>
    public int YearMonth { get; set; }

    /// <summary>Calendar quarter, 1 to 4.</summary>
    public int Quarter { get; set; }

    /// <summary>Calendar year.</summary>
    public int Year { get; set; }

    /// <summary>Day of the fiscal year, 1 to 366, or to 371 of one of 53 weeks.</summary>
    public int FiscalDay { get; set; }

    /// <summary>Week of the fiscal year, counted in sevens from its first day, 1 to 53.</summary>
    public int FiscalWeek { get; set; }

    /// <summary>Month of the fiscal year, 1 to 12; of a fiscal calendar of whole weeks its period.</summary>
    public int FiscalMonth { get; set; }

    /// <summary>Quarter of the fiscal year, 1 to 4.</summary>
    public int FiscalQuarter { get; set; }

    /// <summary>Fiscal year, named after the calendar year in which it ends.</summary>
    public int FiscalYear { get; set; }

    /// <summary>True on the last day (Sunday) of the ISO week.</summary>
    public bool IsLastDayOfWeek { get; set; }

    /// <summary>True on the last day of the month.</summary>
    public bool IsLastDayOfMonth { get; set; }

    /// <summary>True on the last day of the calendar quarter.</summary>
    public bool IsLastDayOfQuarter { get; set; }

    /// <summary>True on the last day of the calendar year.</summary>
    public bool IsLastDayOfYear { get; set; }

    /// <summary>True on the last day of the fiscal quarter.</summary>
    public bool IsLastDayOfFiscalQuarter { get; set; }

    /// <summary>True on the last day of the fiscal year.</summary>
    public bool IsLastDayOfFiscalYear { get; set; }
}
