using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Models;

public sealed class FallbackTests
{
    private static Forecast Run(string method, double[] y, int horizon = 3) =>
        ForecastMethods.Create(method).Forecast(new TimeSeries("s", y, 1), new ForecastRequest(horizon) { Levels = [0.1, 0.9] }, TestContext.Current.CancellationToken);

    [Fact]
    public void Forecast_ShortLine_GoesOnDamped()
    {
        var forecast = Run("pretrained", [10, 20, 30, 40]);
        const double level = 37.52;                                   // 10, 18, 27.6, 37.52: each value moves the level by .8
        Assert.Equal([level + 8, level + 8 + 6.4, level + 8 + 6.4 + 5.12], forecast.Mean, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Contains(forecast.Notes, n => n.StartsWith("4 values are too few for the model: their latest level goes on", StringComparison.Ordinal));
    }

    [Fact]
    public void Forecast_ShortUpAndDown_HasNoSlope()
    {
        var forecast = Run("pretrained", [10, 30, 12, 31, 11]);
        Assert.Equal(forecast.Mean[0], forecast.Mean[2], 0.2);
        Assert.InRange(forecast.Mean[0], 14, 16);
    }

    [Fact]
    public void Forecast_TwoValues_SingleChangeProvesNoSlope() => Assert.Equal([18, 18, 18], Run("pretrained", [10, 20]).Mean);

    [Fact]
    public void Forecast_FurtherAhead_IsLessSure()
    {
        var widths = Run("pretrained", [10, 14, 11, 15]).Quantiles.Select(q => q[1] - q[0]).ToArray();
        Assert.True(widths[0] < widths[1] && widths[1] < widths[2]);
    }

    /// <summary>Methods that need more values than others must not draw a short series that grows back to the mean of its past.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Auto_ShortGrowth_DoesNotFallBack(int length)
    {
        double[] growth = [100, 112, 119, 133, 140, 155, 161];
        var forecast = new AutoForecaster().Forecast(new TimeSeries("s", growth[..length], 1), new ForecastRequest(1), TestContext.Current.CancellationToken);
        Assert.InRange(forecast.Mean[0], growth[length - 1], 1.1 * growth[length - 1]);
    }
}
