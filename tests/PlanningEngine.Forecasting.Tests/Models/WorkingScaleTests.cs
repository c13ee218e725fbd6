using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.Models;

/// <summary>Methods that work on logarithms forecast means: those of skewed demand lie well above its median.</summary>
public sealed class WorkingScaleTests
{
    private const double Deviation = 0.5;

    [Theory]
    [InlineData("ar")]
    [InlineData("arimamix")]
    [InlineData("lar")]
    [InlineData("4theta")]
    public void Forecast_SkewedDemand_SumsToItsVolume(string name)
    {
        var method = ForecastMethods.Create(name);
        var median = 100.0;
        var sum = 0.0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var demand = new GeneratedDemand(seed);
            var series = new TimeSeries("skewed", [.. Enumerable.Range(0, 60).Select(_ => median * Math.Exp(Deviation * demand.Normal()))], 12);
            sum += method.Forecast(series, new ForecastRequest(6), TestContext.Current.CancellationToken).Mean.Average() / 40;
        }

        // The median is 0.88 of the mean; autoregressions of changes see more noise than there is.
        Assert.InRange(sum / (median * Math.Exp(Deviation * Deviation / 2)), 0.93, 1.08);
    }
}
