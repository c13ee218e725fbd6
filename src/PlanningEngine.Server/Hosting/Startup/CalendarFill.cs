using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Server.Hosting.Startup;

/// <summary>Makes the rows of the Dates set from the company's fiscal calendar.</summary>
public static class CalendarFill
{
    /// <summary>One row per day from the first day of the first year to the last day of the last.</summary>
    public static IEnumerable<CalendarDate> Rows(int firstYear, int lastYear, FiscalCalendar calendar)
    {
        var last = new DateOnly(lastYear, 12, 31);
        for (var date = new DateOnly(firstYear, 1, 1); date <= last; date = date.AddDays(1))
            yield return Row(calendar.Day(date), calendar.FiscalYearStart(calendar.FiscalYear(date)));
    }

    private static CalendarDate Row(CalendarDay day, DateOnly fiscalYearStart)
    {
        var fiscalDay = day.Date.DayNumber - fiscalYearStart.DayNumber + 1;
        return new CalendarDate
        {
            DateKey = day.DateKey,
            Date = Utc(day.Date),
            Day = day.DayOfMonth,
            DayOfWeek = day.DayOfWeek,
            DayName = day.DayName,
            Week = day.IsoWeek,
            WeekYear = day.IsoWeekYear,
            WeekStart = Utc(day.WeekStart),
            Month = day.Month,
            MonthName = day.MonthName,
            MonthStart = Utc(day.MonthStart),
            YearMonth = (day.Year * 100) + day.Month,
            Quarter = day.Quarter,
            Year = day.Year,
            FiscalDay = fiscalDay,
            FiscalWeek = ((fiscalDay - 1) / 7) + 1,
            FiscalMonth = day.FiscalMonth,
            FiscalQuarter = day.FiscalQuarter,
            FiscalYear = day.FiscalYear,
            IsLastDayOfWeek = day.IsLastDayOfWeek,
            IsLastDayOfMonth = day.IsLastDayOfMonth,
            IsLastDayOfQuarter = day.IsLastDayOfQuarter,
            IsLastDayOfYear = day.IsLastDayOfYear,
            IsLastDayOfFiscalQuarter = day.IsLastDayOfFiscalQuarter,
            IsLastDayOfFiscalYear = day.IsLastDayOfFiscalYear,
        };
    }

    private static DateTime Utc(DateOnly date) => date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}
