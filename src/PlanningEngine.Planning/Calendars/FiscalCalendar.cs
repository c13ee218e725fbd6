using System.Globalization;

namespace PlanningEngine.Planning.Calendars;

/// <summary>Calendar and fiscal periods of a company whose fiscal year starts on the first day of a stated month, or has whole weeks.</summary>
/// <remarks>A fiscal year is named after the calendar year in which it ends: with a start in July, 1 July 2026 is in FY27; with a start in January the two agree. Of whole weeks see <see cref="FiscalWeeks"/>.</remarks>
public sealed class FiscalCalendar
{
    /// <summary>Creates the calendar.</summary>
    /// <param name="fiscalYearStartMonth">Month in which the fiscal year starts, 1 to 12.</param>
    /// <exception cref="ArgumentOutOfRangeException">The month is outside 1 to 12.</exception>
    public FiscalCalendar(int fiscalYearStartMonth = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fiscalYearStartMonth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fiscalYearStartMonth, 12);
        FiscalYearStartMonth = fiscalYearStartMonth;
    }

    /// <summary>Creates the calendar of a company whose fiscal years have whole weeks.</summary>
    public FiscalCalendar(FiscalWeeks weeks)
    {
        ArgumentNullException.ThrowIfNull(weeks);
        Weeks = weeks;
    }

    /// <summary>Month in which the fiscal year starts, 1 to 12; 0 where it has whole weeks.</summary>
    public int FiscalYearStartMonth { get; }

    /// <summary>The fiscal calendar of whole weeks; null where fiscal months are those of the calendar.</summary>
    public FiscalWeeks? Weeks { get; }

    /// <summary>The day as yyyymmdd, the key of the Dates set.</summary>
    public static int DateKey(DateOnly date) => (date.Year * 10_000) + (date.Month * 100) + date.Day;

    /// <summary>Fiscal year of a day.</summary>
    public int FiscalYear(DateOnly date) =>
        Weeks is not null ? Weeks.YearOf(date) : FiscalYearStartMonth == 1 || date.Month < FiscalYearStartMonth ? date.Year : date.Year + 1;

    /// <summary>Month of the fiscal year, 1 to 12; a period of it where it has whole weeks.</summary>
    public int FiscalMonth(DateOnly date) => ((Weeks?.OrdinalOf(date) ?? (date.Month - FiscalYearStartMonth + 12)) % 12) + 1;

    /// <summary>Quarter of the fiscal year, 1 to 4.</summary>
    public int FiscalQuarter(DateOnly date) => ((FiscalMonth(date) - 1) / 3) + 1;

    /// <summary>First day of a fiscal year.</summary>
    /// <param name="fiscalYear">The fiscal year, named after the calendar year in which it ends.</param>
    public DateOnly FiscalYearStart(int fiscalYear) =>
        Weeks?.StartOfYear(fiscalYear) ?? new(FiscalYearStartMonth == 1 ? fiscalYear : fiscalYear - 1, FiscalYearStartMonth, 1);

    /// <summary>First day of the fiscal quarter that holds a day.</summary>
    public DateOnly FiscalQuarterStart(DateOnly date) =>
        Weeks is not null ? Weeks.StartOf(Weeks.OrdinalOf(date) / 3 * 3) : new DateOnly(date.Year, date.Month, 1).AddMonths(-((FiscalMonth(date) - 1) % 3));

    /// <summary>The calendar row of one day.</summary>
    public CalendarDay Day(DateOnly date)
    {
        var clock = date.ToDateTime(TimeOnly.MinValue);
        var dayOfWeek = ((int)date.DayOfWeek + 6) % 7;
        var monthStart = new DateOnly(date.Year, date.Month, 1);
        var quarter = ((date.Month - 1) / 3) + 1;
        var fiscalYear = FiscalYear(date);
        var fiscalYearStart = FiscalYearStart(fiscalYear);
        var fiscalDay = date.DayNumber - fiscalYearStart.DayNumber + 1;
        var isoWeek = ISOWeek.GetWeekOfYear(clock);
        var isoYear = ISOWeek.GetYear(clock);
        var isMonthEnd = date.Day == DateTime.DaysInMonth(date.Year, date.Month);
        var fiscalMonth = FiscalMonth(date);
        var isFiscalMonthEnd = Weeks is null ? isMonthEnd : FiscalMonth(date.AddDays(1)) != fiscalMonth;
        return new CalendarDay
        {
            DateKey = DateKey(date),
            Date = date,
            Year = date.Year,
            Quarter = quarter,
            Month = date.Month,
            DayOfMonth = date.Day,
            DayOfYear = date.DayOfYear,
            DayOfWeek = dayOfWeek + 1,
            DayName = CultureInfo.InvariantCulture.DateTimeFormat.GetDayName(date.DayOfWeek),
            MonthName = CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(date.Month),
            QuarterName = Text($"{date.Year:0000} Q{quarter}"),
            IsoWeek = isoWeek,
            IsoWeekYear = isoYear,
            WeekName = Text($"{isoYear:0000}-W{isoWeek:00}"),
            WeekStart = date.AddDays(-dayOfWeek),
            MonthStart = monthStart,
            QuarterStart = new DateOnly(date.Year, ((quarter - 1) * 3) + 1, 1),
            YearStart = new DateOnly(date.Year, 1, 1),
            FiscalYear = fiscalYear,
            FiscalYearName = Text($"FY{fiscalYear % 100:00}"),
            FiscalQuarter = FiscalQuarter(date),
            FiscalQuarterName = Text($"FY{fiscalYear % 100:00} Q{FiscalQuarter(date)}"),
            FiscalMonth = fiscalMonth,
            FiscalWeek = ((fiscalDay - 1) / 7) + 1,
            FiscalDayOfYear = fiscalDay,
            FiscalQuarterStart = FiscalQuarterStart(date),
            FiscalYearStart = fiscalYearStart,
            IsLastDayOfWeek = dayOfWeek == 6,
            IsLastDayOfMonth = isMonthEnd,
            IsLastDayOfQuarter = isMonthEnd && date.Month % 3 == 0,
            IsLastDayOfYear = isMonthEnd && date.Month == 12,
            IsLastDayOfFiscalQuarter = isFiscalMonthEnd && fiscalMonth % 3 == 0,
            IsLastDayOfFiscalYear = isFiscalMonthEnd && fiscalMonth == 12,
        };
    }

    /// <summary>The calendar rows from <paramref name="first"/> to <paramref name="last"/>, both included; none when last is before first.</summary>
    public IEnumerable<CalendarDay> Days(DateOnly first, DateOnly last)
    {
        for (var day = first.DayNumber; day <= last.DayNumber; day++)
        {
            yield return Day(DateOnly.FromDayNumber(day));
        }
    }

    private static string Text(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);
}
