using PlanningEngine.Forecasting.Models.Arima;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Models;

public sealed class SeveralSeasonsTests
{
    private const int Length = 20 * 42;

    [Theory]
    [InlineData("mstl")]
    [InlineData("ar")]
    [InlineData("sar")]
    [InlineData("lar")]
    [InlineData("auto")]
    public void Forecast_TwoCycles_KnowsBoth(string method)
    {
        var truth = Hours(Length + 42, noise: 0);
        var series = new TimeSeries("s", Hours(Length, noise: 1), 6) { FurtherPeriods = [42] };
        var answer = ForecastMethods.Create(method).Forecast(series, new ForecastRequest(42), TestContext.Current.CancellationToken);
        var oneCycle = ForecastMethods.Create("snaive").Forecast(series with { FurtherPeriods = [] }, new ForecastRequest(42), TestContext.Current.CancellationToken);
        Assert.True(Error(answer, truth) < 0.25 * Error(oneCycle, truth));
    }

    /// <summary>A year of days goes back by whole weeks.</summary>
    [Theory]
    [InlineData(7, 365, 364)]
    [InlineData(24, 168, 168)]
    public void SeasonalNaive_LongestCycle_GoesBackByWholeShortOnes(int period, int further, int lag)
    {
        double[] values = [.. Enumerable.Range(0, 900).Select(t => (double)t)];

        var forecast = ForecastMethods.Create("snaive").Forecast(new TimeSeries("s", values, period) { FurtherPeriods = [further] }, new ForecastRequest(3), TestContext.Current.CancellationToken);

        Assert.Equal([900 - lag, 901 - lag, 902 - lag], forecast.Mean);
    }

    [Fact]
    public void Backtest_SeveralCycles_TriesTheMethodsForThem()
    {
        var series = new TimeSeries("s", Hours(Length, noise: 1), 6) { FurtherPeriods = [42] };
        var answer = new AutoForecaster().Solve(series, new ForecastRequest(6), TestContext.Current.CancellationToken);
        Assert.Equal(["snaive", "ar", "sar", "lar"], answer.Accuracies.Select(a => a.Method));
    }

    [Fact]
    public void Fit_GeneratedAutoregression_FindsItsCoefficients()
    {
        var random = new Random(4);
        var z = new double[5000];
        for (var t = 2; t < z.Length; t++)
            z[t] = 1.2 * z[t - 1] - 0.5 * z[t - 2] + Some.Normal(random);
        var (coefficients, variance) = Burg.Fit(z, 2)[2];
        Assert.Equal(1.2, coefficients[0], 0.04);
        Assert.Equal(-0.5, coefficients[1], 0.04);
        Assert.Equal(1, variance, 0.06);
    }

    private static double[] Hours(int length, double noise)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, length).Select(t => 200 + 30 * Math.Sin(2 * Math.PI * t / 6) + 60 * Math.Cos(2 * Math.PI * t / 42) + noise * Some.Normal(random))];
    }

    private static double Error(Forecast forecast, double[] truth) => Enumerable.Range(0, 42).Average(step => Math.Abs(forecast.Mean[step] - truth[Length + step]));
}
