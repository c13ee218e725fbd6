namespace PlanningEngine.Forecasting.Tests.StockOuts;

public sealed class LostSalesTests
{
    private static readonly ForecastRequest Request = new(6) { NonNegative = true };

    private static Forecast Answer(string method, TimeSeries series) => ForecastMethods.Create(method).Forecast(series, Request, TestContext.Current.CancellationToken);

    [Fact]
    public void Forecast_HalfABucketOpen_IsReportedAndRaised()
    {
        double[] sales = [.. Enumerable.Range(0, 40).Select(t => t is 30 or 39 ? 52.0 : 100 + t % 3)];
        var series = new TimeSeries("s", sales, 1) { Availability = [.. sales.Select(s => s == 52 ? 0.5 : 1)] };
        var forecast = Answer("naive", series);
        Assert.All(forecast.Mean, m => Assert.InRange(m, 98, 106));
        Assert.Contains(forecast.Notes, n => n.StartsWith("2 of 40 buckets were not fully available: sales were raised to demand by ", StringComparison.Ordinal));
        Assert.True(Answer("naive", series with { Availability = null }).Mean[0] < 60);
    }

    [Fact]
    public void Forecast_AlwaysOpen_ChangesNothing()
    {
        var series = Some.Monthly();
        Assert.Equal(Answer("theta", series).Mean, Answer("theta", series with { Availability = [.. series.Values.Select((_, t) => t % 2 == 0 ? 1 : double.NaN)] }).Mean);
    }

    [Theory]
    [InlineData("sporadic")]
    [InlineData("returns")]
    [InlineData("one value")]
    [InlineData("all zero")]
    [InlineData("gaps")]
    [InlineData("huge")]
    [InlineData("tiny")]
    [InlineData("mostly unknown")]
    public void Forecast_UnusualHistoryNeverOpen_IsFinite(string input)
    {
        var series = Some.Unusual[input];
        foreach (var share in new[] { 0, 0.3 })
            foreach (var method in new[] { "auto", "ets", "croston", "mstl" })
                Assert.All(Answer(method, series with { Availability = [.. series.Values.Select(_ => share)] }).Mean, m => Assert.True(double.IsFinite(m) && m >= 0));
    }
}
