using PlanningEngine.Forecasting.Evaluation;

namespace PlanningEngine.Forecasting.Tests.Evaluation;

/// <summary>Worked out by hand from the formulas.</summary>
public sealed class MetricsTests
{
    private static readonly double[] Actual = [10, 20, double.NaN, 30];
    private static readonly double[] Forecast = [12, 16, 99, 30];

    [Fact]
    public void Metrics_KnownValues_Agree()
    {
        Assert.Equal(6 / 60.0, Metrics.Wape(Actual, Forecast)!.Value, 1e-12);
        Assert.Equal(-2 / 60.0, Metrics.Bias(Actual, Forecast)!.Value, 1e-12);
        Assert.Equal((4 / 22.0 + 8 / 36.0) / 3, Metrics.Smape(Actual, Forecast)!.Value, 1e-12);
        Assert.Equal(2 / 4.0, Metrics.Mase(Actual, Forecast, 4)!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(20 / 3.0 / 2.5), Metrics.Rmsse(Actual, Forecast, [1, 2, 4])!.Value, 1e-12);
        Assert.Equal(2.5, Metrics.SeasonalNaiveError([1, 2, 4, 4], 2)!.Value, 1e-12);
        Assert.Equal(2 / 3.0, Metrics.Coverage(Actual, [10, 21, 0, 29], [11, 22, 0, 30])!.Value, 1e-12);
        Assert.Equal((0.1 * 2 + 0.9 * 4 * 0 + 0.9 * 4) / 3, Metrics.Pinball(Actual, Forecast, 0.9)!.Value, 1e-12);
        Assert.Equal((1 + 1 + 40 * 1 + 1) / 3.0 / 2, Metrics.Msis(Actual, [10, 21, 0, 29], [11, 22, 0, 30], 0.95, 2)!.Value, 1e-9);
    }

    [Fact]
    public void Metrics_NothingToDivideBy_AreNull()
    {
        Assert.Null(Metrics.Wape([0, 0], [1, 1]));
        Assert.Null(Metrics.Wape([-3, 1], [1, 1]));
        Assert.Null(Metrics.Bias([], []));
        Assert.Null(Metrics.Smape([double.NaN], [1]));
        Assert.Null(Metrics.Mase([1], [1], 0));
        Assert.Null(Metrics.Rmsse([1], [1], [4, 4, 4]));
        Assert.Null(Metrics.SeasonalNaiveError([4], 12));
        Assert.Equal(0, Metrics.Smape([0], [0])!.Value);
    }

    [Fact]
    public void Metrics_LengthsDiffer_IsAMistake() => Assert.Throws<ArgumentException>(() => Metrics.Wape([1, 2], [1]));
}
