using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Forecasting.Tests.Lifecycle;

public sealed class DormantDemandTests
{
    private const int Months = 60;
    private const int Horizon = 6;

    /// <summary>Parts that sell one to three pieces in a tenth of the months or fewer, for ever or until a month.</summary>
    private static (TimeSeries Known, double Rate)[] Parts(int count, int until = int.MaxValue)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var chance = 0.02 + 0.08 * random.NextDouble();
            var values = Enumerable.Range(0, Months).Select(t => (t < until && random.NextDouble() < (until < Months ? 0.8 : chance)) || t == i % 12 ? random.Next(1, 4) : 0.0).ToArray();
            return (new TimeSeries($"{i:000}", values, 12), until < Months ? 0 : 2 * chance);
        })];
    }

    [Fact]
    public void Learn_PartsThatSellOn_GiveTheirRate()
    {
        var parts = Parts(400);
        var dormant = DormantDemand.Learn(parts.Select(p => p.Known), Horizon);
        var paused = parts.Where(p => DormantDemand.Holds(p.Known)).ToArray();
        Assert.InRange(paused.Length, 40, 360);
        var said = paused.Sum(p => dormant.Forecast(p.Known, new ForecastRequest(Horizon), TestContext.Current.CancellationToken).Mean.Sum());
        Assert.InRange(said / paused.Sum(p => Horizon * p.Rate), 0.7, 1.3);
        Assert.InRange(dormant.Share, 0.3, 1);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(45)]
    public void Learn_ProductsThatEnded_AreGone(int until) => Assert.Equal(0, DormantDemand.Learn(Parts(200, until).Select(p => p.Known), Horizon).Share);

    [Fact]
    public void Learn_NothingPaused_NothingIsExpected()
    {
        Assert.Equal(0, DormantDemand.Learn([], Horizon).Share);
        Assert.Equal(0, DormantDemand.Learn([new TimeSeries("sold", [.. Enumerable.Repeat(1.0, 40)], 12), new TimeSeries("short", [1], 12), new TimeSeries("unknown", [1, .. Enumerable.Repeat(double.NaN, 40)], 12)], Horizon).Share);
    }

    [Fact]
    public void Forecast_Paused_IsAShareOfTheRateSinceTheFirstSale()
    {
        var series = new TimeSeries("part", [0, 0, 4, 0, 2, .. Enumerable.Repeat(0.0, 27), double.NaN], 12);
        Assert.True(DormantDemand.Holds(series));
        var forecast = new DormantDemand(0.5).Forecast(series, new ForecastRequest(2) { Levels = [0.1, 0.99] }, TestContext.Current.CancellationToken);
        Assert.Equal([0.5 * 6 / 30, 0.5 * 6 / 30], forecast.Mean, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0, 4], forecast.Quantiles[1]);
        Assert.Equal([0, 0], DormantDemand.None.Forecast(series, new ForecastRequest(2), TestContext.Current.CancellationToken).Mean);
    }

    [Theory]
    [InlineData(12, 23, false)]
    [InlineData(12, 24, true)]
    [InlineData(1, 60, false)]
    public void Holds_TwoCyclesWithoutASale(int period, int zeros, bool holds) =>
        Assert.Equal(holds, DormantDemand.Holds(new TimeSeries("part", [3, .. Enumerable.Repeat(0.0, zeros)], period)));

    [Fact]
    public void Holds_ReturnsOrNoSaleAtAll_IsNotTold()
    {
        Assert.False(DormantDemand.Holds(new TimeSeries("returned", [3, -1, .. Enumerable.Repeat(0.0, 30)], 12)));
        Assert.False(DormantDemand.Holds(new TimeSeries("never", new double[30], 12)));
    }

    [Fact]
    public void Collection_PausedParts_AreForecastAtTheirShare()
    {
        var parts = Parts(100);
        var together = CollectionForecaster.Learn([.. parts.Select(p => p.Known)], Horizon, null, 2, TestContext.Current.CancellationToken);
        var paused = Array.Find(parts, p => DormantDemand.Holds(p.Known)).Known;
        var forecast = together!.Forecast(paused, new ForecastRequest(Horizon), TestContext.Current.CancellationToken);
        Assert.Equal("dormant", forecast.Method);
        Assert.True(forecast.Mean[0] > 0);
    }
}
