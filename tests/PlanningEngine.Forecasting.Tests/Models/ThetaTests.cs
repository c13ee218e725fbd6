using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Tests.Models;

public sealed class ThetaTests
{
    private static readonly double[] Line = [.. Enumerable.Range(0, 40).Select(t => 10 + 3.0 * t)];

    [Theory]
    [InlineData("theta")]
    [InlineData("dot")]
    public void Theta_StraightLine_GoesOnUpwards(string method)
    {
        var forecast = ForecastMethods.Create(method).Forecast(new TimeSeries("s", Line, 1), new ForecastRequest(4), TestContext.Current.CancellationToken);
        Assert.Equal(127 + 3, forecast.Mean[0], 3.0);
        Assert.InRange(forecast.Mean[3] - forecast.Mean[0], 3 * 1.4, 3 * 3.1);
    }

    [Fact]
    public void Theta_Noise_EqualsSmoothingPlusHalfTheSlope()
    {
        var y = Some.Seasonal(40, 11, 6);
        var series = new TimeSeries("s", y, 1);
        var theta = new Theta().Forecast(series, new ForecastRequest(3), TestContext.Current.CancellationToken);
        var level = new SimpleExponentialSmoothing().Forecast(series, new ForecastRequest(3), TestContext.Current.CancellationToken);
        var slope = LeastSquares.Line(y).Slope;
        Assert.Equal(slope / 2, theta.Mean[2] - theta.Mean[1], 1e-9);
        // The constant part of the drift lies between one step (alpha = 1) and the whole history (alpha to 0).
        Assert.InRange((theta.Mean[0] - level.Mean[0]) / (slope / 2), 1 - 1e-9, y.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Theta_Season_IsTakenOutOnlyWhenItIsThere(bool seasonal)
    {
        var y = Some.Seasonal(60, 12, 9, noise: 8);
        if (!seasonal)
            y = [.. y.Select((v, t) => v - 20 * Math.Sin(2 * Math.PI * t / 12))];
        var forecast = new Theta().Forecast(new TimeSeries("s", y, 12), new ForecastRequest(12), TestContext.Current.CancellationToken);
        var spread = forecast.Mean.Max() - forecast.Mean.Min();
        Assert.Equal(seasonal, spread > 20);
    }
}
