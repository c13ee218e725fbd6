using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests;

/// <summary>The pages on this library show code that runs, and lead to each other.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Sample_BusinessReality_RunsAsWritten()
    {
        var demand = new GeneratedDemand(1);
        const int Weeks = 190;
        var weeklyUnits = demand.Counts(demand.Expectation(Weeks, 52));
        double[] promotions = [.. Enumerable.Range(0, Weeks + 8).Select(t => t % 7 == 0 ? 1.0 : 0)];
        double[] prices = [.. Enumerable.Range(0, Weeks + 8).Select(_ => demand.Between(8, 12))];
        double[] shareOfTimeInStock = [.. weeklyUnits.Select((_, t) => t == 100 ? 0.5 : 1)];
        double[] returnedUnits = [.. weeklyUnits.Select(u => Math.Round(u / 10))];
        TimeSeries[] earlierItems = [new("SKU-1", weeklyUnits[..30], 52)];
        var successor = new TimeSeries("SKU-8", [], 52, Weeks);

        var (told, cycles, launch, heir, leaving, net) = ReadmeSample.Run(weeklyUnits, promotions, prices, shareOfTimeInStock, returnedUnits, earlierItems, successor);
        Assert.Equal(["promo", "price", "easter"], told.Effects.Select(e => e.Name));
        Assert.Equal(8, told.BaseMean!.Length);
        Assert.Contains(52, cycles.Select(c => c.Period));
        Assert.Equal(0.8 * weeklyUnits[^1], heir.Values[^1]);
        double[] Mean(IForecaster method, TimeSeries series) => method.Forecast(series, new ForecastRequest(4), TestContext.Current.CancellationToken).Mean;
        Assert.True(Mean(launch, successor)[3] > Mean(launch, successor)[0]);
        Assert.Equal([0, 0, 0, 0], Mean(leaving, new TimeSeries("SKU-7", weeklyUnits, 52)));
        Assert.True(Mean(net, new TimeSeries("SKU-7", weeklyUnits, 52))[0] > 0);
    }

    [Fact]
    public void Page_Sample_IsThisCode()
    {
        var page = File.ReadAllText(Repository.PathOf("src/PlanningEngine.Forecasting/docs/business.md"));
        var code = File.ReadAllText(Repository.PathOf("tests/PlanningEngine.Forecasting.Tests/ReadmeSample.cs"));
        var sample = page.Split("<!-- compiled: ReadmeSample -->")[1].Split("```")[1];
        var lines = sample.Split('\n')[1..].Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith("//", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count > 15);
        Assert.All(lines, line => Assert.Contains(line, code, StringComparison.Ordinal));
    }
}
