using PlanningEngine.Forecasting.Models;

namespace PlanningEngine.Forecasting.Tests.Models;

public sealed class AggregationTests
{
    [Theory]
    [InlineData("adida")]
    [InlineData("imapa")]
    public void Forecast_DemandEveryOtherBucket_IsHalfItsSize(string method)
    {
        var y = Enumerable.Range(0, 40).Select(t => t % 2 == 1 ? 6.0 : 0).ToArray();
        var mean = ForecastMethods.Create(method).Forecast(new TimeSeries("s", y, 1), new ForecastRequest(3), TestContext.Current.CancellationToken).Mean;
        Assert.All(mean, m => Assert.InRange(m, 2.75, 3.25));
    }

    [Fact]
    public void Forecast_DemandThatDies_FadesWithAdida()
    {
        var alive = Some.Sporadic(60, 5);
        double[] dead = [.. alive, .. new double[36]];
        double Mean(double[] y) => new Adida().Forecast(new TimeSeries("s", y, 1), new ForecastRequest(1), TestContext.Current.CancellationToken).Mean[0];
        Assert.True(Mean(dead) < 0.6 * Mean(alive));
    }

    [Fact]
    public void Forecast_SlowTrendUnderNoise_IsSeenBetterInSums()
    {
        double own = 0, sums = 0, averages = 0;
        for (var seed = 0; seed < 30; seed++)
        {
            var series = new TimeSeries("s", Some.Seasonal(72, 12, seed, noise: 25), 12);
            own += Error(new WeightedSmoothing(), series);
            sums += Error(new TemporalHierarchy(), series);
            averages += Error(new MultipleAggregation(), series);
        }

        Assert.True(sums < own, $"{sums} with sums, {own} without");
        Assert.True(averages < own, $"{averages} with averages, {own} without");
    }

    [Fact]
    public void Forecast_LineAndSeason_AreAddedUpOverAverages()
    {
        double[] season = [12, -4, -8, 0];
        double[] y = [.. Enumerable.Range(0, 48).Select(t => 200 + season[t % 4])];
        var answer = new MultipleAggregation().Forecast(new TimeSeries("s", y, 4), new ForecastRequest(8), TestContext.Current.CancellationToken);
        Assert.Contains(answer.Notes, n => n.StartsWith("parts of averages over 1, 2, 3", StringComparison.Ordinal));
        // Averages over two buckets say nothing of the season within them: the parts of one and of two are averaged, as the paper does.
        for (var step = 0; step < 8; step++)
            Assert.Equal(200 + (season[step % 4] + (season[step % 4 / 2 * 2] + season[step % 4 / 2 * 2 + 1]) / 2) / 2, answer.Mean[step], 1.5);
    }

    [Fact]
    public void Forecast_ExponentialGrowth_IsFollowedByFourTheta()
    {
        double[] y = [.. Enumerable.Range(0, 40).Select(t => 100 * Math.Exp(0.05 * t))];
        var answer = new FourTheta().Forecast(new TimeSeries("s", y, 1), new ForecastRequest(4), TestContext.Current.CancellationToken);
        Assert.Contains("exponential trend", answer.Notes);
        for (var step = 0; step < 4; step++)
            Assert.Equal(100 * Math.Exp(0.05 * (40 + step)), answer.Mean[step], 0.09 * answer.Mean[step]);
    }

    private static double Error(IForecaster method, TimeSeries series)
    {
        var mean = method.Forecast(series, new ForecastRequest(12), TestContext.Current.CancellationToken).Mean;
        return mean.Select((m, step) => Math.Abs(m - (100 + 0.3 * (72 + step) + 20 * Math.Sin(2 * Math.PI * (72 + step) / 12)))).Sum();
    }
}
