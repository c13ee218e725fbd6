using CsCheck;
using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Planning.Tests.Calendars;

public sealed class FiscalWeeksTests
{
    private static readonly FiscalWeeks Last = Of("4-4-5", "last Saturday of January");

    /// <summary>The calendar of the National Retail Federation: its years 2023 and 2017 had 53 weeks; here years have the name of the one in which they end.</summary>
    [Theory]
    [InlineData(2018, "2017-01-29", 53)]
    [InlineData(2023, "2022-01-30", 52)]
    [InlineData(2024, "2023-01-29", 53)]
    [InlineData(2025, "2024-02-04", 52)]
    [InlineData(2026, "2025-02-02", 52)]
    public void StartOfYear_RetailCalendar_IsThePublishedOne(int year, string start, int weeks)
    {
        var retail = Of("4-5-4", "Saturday nearest end of January");
        Assert.Equal((DateOnly.Parse(start, System.Globalization.CultureInfo.InvariantCulture), weeks), (retail.StartOfYear(year), (retail.StartOfYear(year + 1).DayNumber - retail.StartOfYear(year).DayNumber) / 7));
    }

    [Fact]
    public void StartOf_LongYear_LastPeriodHasSixWeeks()
    {
        var bucket = TimeBucket.FiscalPeriod(Last);
        int[] Weeks(int year) => [.. Enumerable.Range(year * 12, 12).Select(p => bucket.DaysOf(p) / 7)];

        Assert.Equal([4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 6], Weeks(2026));
        Assert.Equal([4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5], Weeks(2025));
        Assert.Equal([5, 4, 4, 5], [.. Enumerable.Range(2025 * 12, 4).Select(p => TimeBucket.FiscalPeriod(Of("5-4-4", "last Friday of June")).DaysOf(p) / 7)]);
    }

    /// <summary>Weeks of a fiscal calendar begin with its years and have their numbers; without one they are those of ISO 8601.</summary>
    [Fact]
    public void FiscalWeek_LongYear_HasWeek53AndTheNextYearBeginsAnew()
    {
        var bucket = TimeBucket.FiscalWeek(Of("4-5-4", "Saturday nearest end of January"));
        var last = bucket.OrdinalOf(new DateOnly(2024, 2, 3));

        Assert.Equal((DayOfWeek.Sunday, BucketKind.Week, 52), (bucket.WeekStart, bucket.Kind, bucket.PeriodsPerYear));
        Assert.Equal((new DateOnly(2024, 1, 28), new DateOnly(2024, 2, 3)), (bucket.StartOf(last), bucket.EndOf(last)));
        Assert.Equal([52, 53, 1, 2], Enumerable.Range(last - 1, 4).Select(bucket.WeekOfYear));
        Assert.Equal([53, 1], [TimeBucket.Week.WeekOfYear(TimeBucket.Week.OrdinalOf(new DateOnly(2021, 1, 3))), TimeBucket.Week.WeekOfYear(TimeBucket.Week.OrdinalOf(new DateOnly(2021, 1, 4)))]);
        Assert.Throws<InvalidOperationException>(() => TimeBucket.Month.WeekOfYear(0));
    }

    [Fact]
    public void Read_EndNearestTheYearsEnd_YearKeepsTheNameOfItsMonth()
    {
        var nearest = Of("4-4-5", "SATURDAY NEAREST end of December");

        Assert.Equal(new DateOnly(2026, 1, 3), nearest.EndOfYear(2025));
        Assert.Equal((2025, 2026), (nearest.YearOf(new DateOnly(2026, 1, 3)), nearest.YearOf(new DateOnly(2026, 1, 4))));
        Assert.Equal("Saturday nearest end of December", nearest.YearEnd);
    }

    [Fact]
    public void Bucket_AnyDayPatternAndEnd_LiesInItsPeriodAndYearsHaveTwelve() => Gen.Select(Gen.Int[2_000, 3_600_000], Gen.Int[0, 2], Gen.Int[0, 6], Gen.Int[1, 12], Gen.Bool).Sample((day, pattern, weekday, month, isNearest) =>
    {
        var (name, of) = ((DayOfWeek)weekday, System.Globalization.CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(month));
        var fiscal = Of(new[] { "4-4-5", "4-5-4", "5-4-4" }[pattern], isNearest ? $"{name} nearest end of {of}" : $"last {name} of {of}");
        var (bucket, date) = (TimeBucket.FiscalPeriod(fiscal), DateOnly.FromDayNumber(day));
        var ordinal = bucket.OrdinalOf(date);
        Assert.InRange(date, bucket.StartOf(ordinal), bucket.EndOf(ordinal));
        Assert.Equal(bucket.StartOf(ordinal + 1), bucket.EndOf(ordinal).AddDays(1));
        Assert.Equal(name, bucket.EndOf(ordinal).DayOfWeek);
        Assert.Equal(fiscal.StartOfYear((ordinal / 12) + 1), bucket.StartOf(((ordinal / 12) + 1) * 12));
        Assert.InRange(bucket.DaysOf(ordinal), 28, ordinal % 12 == 11 ? 42 : 35);
        Assert.Equal(bucket, TimeBucket.FiscalPeriod(Of(fiscal.Pattern, fiscal.YearEnd)));
        var weeks = TimeBucket.FiscalWeek(fiscal);
        var week = weeks.OrdinalOf(date);
        Assert.InRange(date, weeks.StartOf(week), weeks.EndOf(week));
        Assert.Equal((fiscal.YearOf(date), fiscal.WeekOf(date)), (fiscal.YearOf(weeks.EndOf(week)), weeks.WeekOfYear(week)));
        Assert.Equal(ordinal, fiscal.OrdinalOf(weeks.StartOf(week)));
    });

    [Fact]
    public void Read_BothWrong_SaysBoth()
    {
        var found = new List<string>();

        Assert.Null(FiscalWeeks.Read("4-4-4", "last Saturday", found));

        Assert.Equal(2, found.Count);
        Assert.Contains("The fiscal pattern (4-4-4) is not known", found[0], StringComparison.Ordinal);
        Assert.Contains("The end of the fiscal year (last Saturday) cannot be read", found[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("last Someday of January")]
    [InlineData("last 6 of January")]
    [InlineData("Saturday nearest end of Janvier")]
    [InlineData("first Saturday of January")]
    public void Read_EndThatSaysNothing_IsRefused(string yearEnd) => Assert.Null(FiscalWeeks.Read("4-4-5", yearEnd, []));

    [Fact]
    public void FiscalCalendar_Weeks_DaysKnowTheirYearPeriodAndEnds()
    {
        var days = new FiscalCalendar(Last).Days(Last.StartOfYear(2026), Last.EndOfYear(2026)).ToList();

        Assert.Equal(371, days.Count);
        Assert.All(days, d => Assert.Equal((2026, Last.StartOfYear(2026)), (d.FiscalYear, d.FiscalYearStart)));
        Assert.Equal(Enumerable.Range(1, 12), days.Select(d => d.FiscalMonth).Distinct());
        Assert.Equal((53, 371, 4, 1), (days[^1].FiscalWeek, days[^1].FiscalDayOfYear, days.Count(d => d.IsLastDayOfFiscalQuarter), days.Count(d => d.IsLastDayOfFiscalYear)));
        Assert.True(days[^1].IsLastDayOfFiscalYear);
        Assert.Equal(91, days[91].Date.DayNumber - days[91].FiscalYearStart.DayNumber);
        Assert.Equal((2, days[91].Date), (days[91].FiscalQuarter, days[91].FiscalQuarterStart));
    }

    private static FiscalWeeks Of(string pattern, string yearEnd) => FiscalWeeks.Read(pattern, yearEnd, [])!;
}
