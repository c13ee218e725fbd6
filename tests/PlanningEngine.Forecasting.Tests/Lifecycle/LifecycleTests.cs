using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Tests.Lifecycle;

public sealed class LifecycleTests
{
    private static TimeSeries Item(double[] values, int first = 0) => new("item", values, 12, first);

    [Fact]
    public void Forecast_PlannedEnd_DeclinesToZero()
    {
        // The decline began in the last bucket: its sale of 75 is three quarters of the usual hundred.
        var forecast = new PhaseOutForecaster(new Naive(), PhaseOut.Linear(22, 3)).Forecast(Item([.. Enumerable.Repeat(100.0, 19), 75]), new ForecastRequest(4), TestContext.Current.CancellationToken);
        Assert.Equal([50, 25, 0, 0], forecast.Mean);
        Assert.All(forecast.Quantiles[2], q => Assert.Equal(0, q));
        Assert.Contains(forecast.Notes, n => n.EndsWith("is zero from step 3 on", StringComparison.Ordinal));
    }

    [Fact]
    public void LikeEarlier_EndedItems_WeighsThemByVolume()
    {
        var plan = PhaseOut.LikeEarlier(50, [Item([10, 10, 8, 2]), Item([90, 90, 72, 36]), Item([5])], 2);
        Assert.Equal([0.8, 0.38], plan.Decline, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1, 0.8, 0.38, 0], Enumerable.Range(47, 4).Select(plan.ShareIn), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Throws<ArgumentException>(() => PhaseOut.LikeEarlier(50, [Item([5])], 2));
    }

    [Fact]
    public void Continue_Successor_InheritsShareAndOverlap()
    {
        var joined = Supersession.Continue(Item([10, 20, 30, 10], 5), new TimeSeries("new", [12, 25], 12, 8), 0.5);
        Assert.Equal(("new", 5, 10), (joined.Id, joined.FirstPeriod, joined.End));
        Assert.Equal([5, 10, 15, 12 + 5, 25], joined.Values);
        Assert.Equal([5, 10, 15, 5], Supersession.Continue(Item([10, 20, 30, 10], 5), new TimeSeries("new", [], 12, 9), 0.5).Values);
        Assert.Equal([10, double.NaN, 3], Supersession.Continue(Item([10], 5), new TimeSeries("new", [3], 12, 7)).Values);
    }

    [Fact]
    public void Forecast_Returns_FollowSalesByTheirDelay()
    {
        var random = new Random(1);
        double[] sold = [.. Enumerable.Range(0, 60).Select(_ => (double)random.Next(50, 150))];
        double[] returned = [.. sold.Select((_, t) => t < 2 ? 0 : 0.1 * sold[t - 1] + 0.2 * sold[t - 2])];
        var forecast = new NetForecaster(new HistoricMean(), returned).Forecast(Item(sold), new ForecastRequest(3), TestContext.Current.CancellationToken);
        var mean = sold.Average();
        Assert.Equal([mean - 0.1 * sold[59] - 0.2 * sold[58], mean - 0.1 * mean - 0.2 * sold[59], 0.7 * mean], forecast.Mean, (a, b) => Math.Abs(a - b) < 0.01 * mean);
        Assert.Contains(forecast.Notes, n => n.StartsWith("net of returns: 30.0 % of sales come back", StringComparison.Ordinal));
        var thrown = Assert.Throws<ForecastInputException>(() => new NetForecaster(new HistoricMean(), [-1], -1).Forecast(Item(sold), new ForecastRequest(3), TestContext.Current.CancellationToken));
        Assert.Equal(["RETURNS_LENGTH", "RETURNS_OUT_OF_RANGE", "DELAY_NEGATIVE"], thrown.Violations.Select(v => v.Code));
    }

    [Fact]
    public void Forecast_FewOrUnknownReturns_StaysUsable()
    {
        Forecast Net(double[] sold, double[] returned) => new NetForecaster(new HistoricMean(), returned).Forecast(Item(sold), new ForecastRequest(2) { NonNegative = true }, TestContext.Current.CancellationToken);
        Assert.Equal([6, 6], Net([8], [2]).Mean);
        Assert.Equal([8, 8], Net([8, 8, 8, 8], [double.NaN, double.NaN, double.NaN, double.NaN]).Mean);
        Assert.Equal([8, 8], Net([8, double.NaN, 8, 8], [0, 0, 0, 0]).Mean);
        Assert.Equal([0, 0], Net([2, 2, 2, 2], [4, 4, 4, 4]).Mean);
    }
}
