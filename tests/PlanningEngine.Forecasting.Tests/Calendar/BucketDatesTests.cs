using PlanningEngine.Forecasting.Calendar;

namespace PlanningEngine.Forecasting.Tests.Calendar;

public sealed class BucketDatesTests
{
    [Theory]
    [InlineData(1818, 3, 22)]
    [InlineData(1943, 4, 25)]
    [InlineData(2000, 4, 23)]
    [InlineData(2024, 3, 31)]
    [InlineData(2038, 4, 25)]
    public void Sunday_KnownYears_IsEaster(int year, int month, int day) => Assert.Equal(new DateOnly(year, month, day), Easter.Sunday(year));

    [Fact]
    public void TradingDays_MonthsWithHolidays_CountsOpenWeekdays()
    {
        var days = BucketDates.Months(new DateOnly(2024, 5, 17), 2).TradingDays(new HashSet<DateOnly> { new(2024, 5, 1), new(2024, 5, 4), new(2024, 6, 3) });
        Assert.Equal([22, 19], days.Values);
        Assert.Equal(RegressorForm.Proportional, days.Form);
        Assert.Contains("2024-05-04 has no trading day", Assert.Throws<ArgumentException>(() => BucketDates.Days(new DateOnly(2024, 5, 3), 3).TradingDays(new HashSet<DateOnly>())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Holiday_WindowOverTwoBuckets_CountsItsDaysInEach()
    {
        // Easter Sunday is 31 March 2024; the window from Thursday to Monday lies in two ISO weeks.
        var dates = BucketDates.Weeks(new DateOnly(2024, 3, 18), 4);
        Assert.Equal([0, 4, 1, 0], dates.Holiday("easter", Easter.Days(dates), before: 3, after: 1).Values);
    }

    [Fact]
    public void LeapBuckets_DaysAndWeeks_AreThoseOutsideTheYear()
    {
        Assert.Equal([59], BucketDates.Days(new DateOnly(2024, 1, 1), 366).LeapBuckets);
        // ISO year 2020 has 53 weeks; the last begins on 28 December.
        Assert.Equal([52], BucketDates.Weeks(new DateOnly(2019, 12, 30), 120).LeapBuckets);
        Assert.Equal([104], BucketDates.FiscalWeeks(new DateOnly(2022, 1, 30), [52, 53, 52]).LeapBuckets);
        Assert.Empty(BucketDates.Months(new DateOnly(2024, 1, 1), 24).LeapBuckets);
    }

    [Fact]
    public void FourFourFive_YearOfFiftyThreeWeeks_EndsWithSix()
    {
        var dates = BucketDates.FourFourFive(new DateOnly(2022, 1, 30), [52, 53]);
        Assert.Equal([28, 28, 35, 28, 28, 35, 28, 28, 35, 28, 28, 35, 28, 28, 35, 28, 28, 35, 28, 28, 35, 28, 28, 42], dates.Lengths().Values);
        Assert.Equal(new DateOnly(2024, 2, 3), dates.EndOf(23));
        Assert.Throws<ArgumentException>(() => BucketDates.FourFourFive(new DateOnly(2022, 1, 30), [51]));
        Assert.Throws<ArgumentException>(() => BucketDates.FourFourFive(new DateOnly(2022, 1, 30), [52], [4, 4, 4]));
    }

    [Fact]
    public void Forecast_LeapBucketAhead_IsTheMeanOfItsNeighbours()
    {
        double[] values = [.. Enumerable.Range(0, 24).Select(t => 10.0 * (t % 4))];
        var forecast = ForecastMethods.Create("snaive").Forecast(new TimeSeries("s", values, 4) { LeapBuckets = [26] }, new ForecastRequest(5), TestContext.Current.CancellationToken);
        Assert.Equal([0, 10, 15, 20, 30], forecast.Mean);
        var behind = ForecastMethods.Create("snaive").Forecast(
            new TimeSeries("s", [.. values[..10], 99, .. values[10..]], 4) { LeapBuckets = [10] }, new ForecastRequest(5), TestContext.Current.CancellationToken);
        Assert.Equal([0, 10, 20, 30, 0], behind.Mean);
        Assert.Contains("1 leap buckets of the history were left out of the seasonal cycle, 0 of the future are the mean of their neighbours", behind.Notes);
    }
}
