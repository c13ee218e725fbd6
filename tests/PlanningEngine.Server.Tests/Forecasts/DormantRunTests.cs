using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>Runs over products that have not sold for two years: spare parts that sell on, and products that ended without anyone saying so.</summary>
public sealed class DormantRunTests
{
    private const int Months = 60;
    private const int Horizon = 6;
    private const int Products = 150;

    [Fact]
    public async Task Execute_SpareParts_PausedOnesAreForecastAtTheRateTheyComeBackAt()
    {
        var (company, truth) = Drawn(ended: false);

        var answer = await company.RunAsync(new RunParameters { Horizon = Horizon, Methods = { "ses" } });

        var dormant = answer.Forecasts.Where(f => f.Method == "dormant").ToList();
        var (said, expected) = (dormant.Sum(f => f.Mean), dormant.Sum(f => truth[f.ProductKey]));
        TestContext.Current.TestOutputHelper?.WriteLine($"{dormant.Count / Horizon} series: {said:0.0} forecast, {expected:0.0} expected");
        Assert.InRange(dormant.Count / Horizon, 15, Products - 15);
        Assert.InRange(said / expected, 0.65, 1.35);
        Assert.All(dormant, f => Assert.True(f.Q50 == 0 && f.Mean > 0 && f.Mean < 0.5));
        Assert.Contains(answer.Notes, n => n.Contains("series without a sale in the last two years are forecast at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Execute_ProductsThatEnded_StayZero()
    {
        var (company, _) = Drawn(ended: true);

        var answer = await company.RunAsync(new RunParameters { Horizon = Horizon, Methods = { "ses" } });

        var dead = answer.Forecasts.Where(f => f.Method == "zero").ToList();
        Assert.InRange(dead.Count / Horizon, 30, Products);
        Assert.All(dead, f => Assert.Equal((0.0, 0.0), (f.Mean, f.Q95)));
        Assert.DoesNotContain(answer.Forecasts, f => f.Method == "dormant");
        Assert.Contains(answer.Notes, n => n.Contains("series without a sale in the last two years are forecast as zero, since series did not come back", StringComparison.Ordinal));
    }

    /// <summary>Parts that sell seldom and for ever; or products that sell well, two in three of them until they end one to three years before the last month.</summary>
    private static (GeneratedCompany Company, Dictionary<int, double> Truth) Drawn(bool ended)
    {
        var (company, truth) = (new GeneratedCompany(), new Dictionary<int, double>());
        for (var seed = 1; seed <= Products; seed++)
        {
            var demand = new GeneratedDemand(40_000 + seed);
            var product = company.Add(new Product { Level1 = "All" });
            var chance = ended ? 0.8 : demand.Between(0.02, 0.1);
            var end = ended && seed % 3 > 0 ? Months - demand.Random.Next(12, 37) : Months;
            truth[product] = 2 * chance;
            company.Sell(product, 0, Enumerable.Range(0, Months).Select(t => t < end && (demand.Chance(chance) || t == seed % 6) ? demand.Random.Next(1, 4) : 0.0));
        }

        return (company, truth);
    }
}
