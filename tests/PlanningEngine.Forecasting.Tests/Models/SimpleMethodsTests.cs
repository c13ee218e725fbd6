using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Tests.Models;

/// <summary>Values worked out by hand from the formulas of Hyndman and Athanasopoulos (2021), section 5.2 and 5.5.</summary>
public sealed class SimpleMethodsTests
{
    private static Forecast Run(IForecaster method, double[] y, int period, int horizon) =>
        method.Forecast(new TimeSeries("s", y, period), new ForecastRequest(horizon) { Levels = [0.5, 0.975] });

    [Fact]
    public void Naive_KnownValues_RepeatsTheLastWithGrowingSpread()
    {
        var forecast = Run(new Naive(), [2, 4, 3], 1, 4);
        Assert.Equal([3, 3, 3, 3], forecast.Mean);
        var sigma = Math.Sqrt((4 + 1) / 2.0);
        Assert.Equal(3 + 1.959963984540054 * sigma, forecast.Quantiles[0][1], 1e-12);
        Assert.Equal(3 + 1.959963984540054 * sigma * 2, forecast.Quantiles[3][1], 1e-12);
    }

    [Fact]
    public void SeasonalNaive_KnownValues_RepeatsTheLastCycle()
    {
        var forecast = Run(new SeasonalNaive(), [1, 2, 3, 5, 7, 9], 3, 4);
        Assert.Equal([5, 7, 9, 5], forecast.Mean);
        var sigma = Math.Sqrt((16 + 25 + 36) / 3.0);
        Assert.Equal(5 + 1.959963984540054 * sigma * Math.Sqrt(2), forecast.Quantiles[3][1], 1e-12);
    }

    [Fact]
    public void Drift_KnownValues_GoesOnAlongTheLine() => Assert.Equal([9, 11], Run(new Drift(), [1, 5, 4, 7], 1, 2).Mean);

    [Fact]
    public void HistoricMean_KnownValuesWithGap_LeavesTheGapOut()
    {
        var forecast = Run(new HistoricMean(), [1, double.NaN, 3, 8], 1, 1);
        Assert.Equal(4, forecast.Mean[0], 1e-12);
        Assert.Equal(4 + 1.959963984540054 * Math.Sqrt(13 * (1 + 1 / 3.0)), forecast.Quantiles[0][1], 1e-12);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400543)]
    [InlineData(0.001, -3.0902323061678136)]
    [InlineData(1e-10, -6.361340902404056)]
    public void NormalQuantile_TabledLevels_Agrees(double level, double expected) =>
        Assert.Equal(expected, NormalDistribution.Quantile(level), 1e-12);
}
