using CsCheck;
using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Planning.Tests.Calendars;

public sealed class FiscalCalendarTests
{
    [Theory]
    [InlineData(1, 2026, 12, 31, 2026, 4, 12)]
    [InlineData(7, 2026, 6, 30, 2026, 4, 12)]
    [InlineData(7, 2026, 7, 1, 2027, 1, 1)]
    [InlineData(2, 2027, 1, 31, 2027, 4, 12)]
    [InlineData(10, 2026, 12, 1, 2027, 1, 3)]
    public void Day_FiscalStart_GivesYearQuarterMonth(int startMonth, int year, int month, int day, int fiscalYear, int quarter, int fiscalMonth)
    {
        var row = new FiscalCalendar(startMonth).Day(new DateOnly(year, month, day));
        Assert.Equal((fiscalYear, quarter, fiscalMonth), (row.FiscalYear, row.FiscalQuarter, row.FiscalMonth));
        Assert.Equal($"FY{fiscalYear % 100:00} Q{quarter}", row.FiscalQuarterName);
    }

    [Theory]
    [InlineData(2020, 12, 31, 2020, 53)]
    [InlineData(2021, 1, 3, 2020, 53)]
    [InlineData(2021, 1, 4, 2021, 1)]
    [InlineData(2026, 12, 28, 2026, 53)]
    [InlineData(2018, 12, 31, 2019, 1)]
    public void Day_AroundNewYear_GivesTheIsoWeek(int year, int month, int day, int isoYear, int week)
    {
        var row = new FiscalCalendar().Day(new DateOnly(year, month, day));
        Assert.Equal((isoYear, week, $"{isoYear}-W{week:00}"), (row.IsoWeekYear, row.IsoWeek, row.WeekName));
    }

    [Fact]
    public void Days_LeapYear_HasEachDayOnceWithItsFlags()
    {
        var days = new FiscalCalendar(4).Days(new DateOnly(2024, 1, 1), new DateOnly(2024, 12, 31)).ToList();
        Assert.Equal(366, days.Count);
        Assert.Equal(20240229, days.Single(d => d.Month == 2 && d.IsLastDayOfMonth).DateKey);
        Assert.Equal((12, 4, 1, 4, 1), (days.Count(d => d.IsLastDayOfMonth), days.Count(d => d.IsLastDayOfQuarter), days.Count(d => d.IsLastDayOfYear), days.Count(d => d.IsLastDayOfFiscalQuarter), days.Count(d => d.IsLastDayOfFiscalYear)));
        Assert.Equal(new DateOnly(2024, 3, 31), days.Single(d => d.IsLastDayOfFiscalYear).Date);
        Assert.Equal(366, days.Single(d => d.IsLastDayOfFiscalYear).FiscalDayOfYear);
        Assert.Equal(53, days.Single(d => d.IsLastDayOfFiscalYear).FiscalWeek);
    }

    [Fact]
    public void Constructor_MonthThirteen_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new FiscalCalendar(13));

    [Fact]
    public void TimeBucket_AnyDay_LiesInItsPeriodAndPeriodsTouch() => Gen.Select(Gen.Int[400, 3_600_000], Gen.Int[0, 9]).Sample((day, kind) =>
    {
        var bucket = kind switch { 7 => TimeBucket.Month, 8 => TimeBucket.Quarter, 9 => TimeBucket.Day, _ => TimeBucket.WeekFrom((DayOfWeek)kind) };
        var date = DateOnly.FromDayNumber(day);
        var ordinal = bucket.OrdinalOf(date);
        Assert.InRange(date, bucket.StartOf(ordinal), bucket.EndOf(ordinal));
        Assert.Equal(bucket.StartOf(ordinal + 1), bucket.EndOf(ordinal).AddDays(1));
        if (kind < 7)
            Assert.Equal((DayOfWeek)kind, bucket.StartOf(ordinal).DayOfWeek);
    });

    [Fact]
    public void EasterSunday_KnownYears_Agree() =>
        Assert.Equal([new DateOnly(2024, 3, 31), new DateOnly(2025, 4, 20), new DateOnly(2038, 4, 25)], new[] { 2024, 2025, 2038 }.Select(CompanyHolidays.EasterSunday));

    [Fact]
    public void Between_OneYear_HasNineHolidaysInOrder()
    {
        var holidays = CompanyHolidays.Between(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
        Assert.Equal(9, holidays.Count);
        Assert.Equal(holidays.OrderBy(h => h.Date), holidays);
    }
}
