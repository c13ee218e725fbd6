namespace PlanningEngine.Forecasting.Tests.Models;

public sealed class SimpleCombinationTests
{
    private static readonly string[] Parts = ["ets", "ces", "arima", "dot"];

    /// <summary>The median of four is the mean of the two in the middle.</summary>
    [Theory]
    [InlineData("gaps")]
    [InlineData("signs mixed")]
    [InlineData("weekly, one year")]
    [InlineData("late start")]
    public void Forecast_IsTheMedianOfItsParts(string input)
    {
        var request = new ForecastRequest(8);
        var parts = Array.ConvertAll(Parts, name => ForecastMethods.Create(name).Forecast(Some.Unusual[input], request, TestContext.Current.CancellationToken));
        var found = ForecastMethods.Create("scum").Forecast(Some.Unusual[input], request, TestContext.Current.CancellationToken);
        double Median(Func<Forecast, double> of) => parts.Select(of).Order().Skip(1).Take(2).Average();
        for (var step = 0; step < found.Horizon; step++)
        {
            Assert.Equal(Median(p => p.Mean[step]), found.Mean[step], 1e-9 * Math.Abs(found.Mean[step]));
            for (var level = 0; level < request.Levels.Count; level++)
                Assert.Equal(Median(p => p.Quantiles[step][level]), found.Quantiles[step][level], 1e-9 * Math.Abs(found.Mean[step]) + 1e-9);
        }

        Assert.Contains(found.Notes, n => Array.Exists(Parts, p => n.StartsWith($"{p}: ", StringComparison.Ordinal)));
    }
}
