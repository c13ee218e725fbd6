using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>A run over items that run out in one month of four, told by levels of stock.</summary>
public sealed class StockOutRunTests
{
    private const int Months = 48;
    private const int Horizon = 6;
    private const int Items = 120;

    [Theory]
    [InlineData("daily", 0.02)]
    [InlineData("at the ends of months", 0.03)]
    [InlineData("none", 0.13)]
    public async Task Execute_StockOuts_ForecastsWhatWouldHaveBeenSold(string levels, double mostBias)
    {
        var company = new GeneratedCompany();
        var expected = 0.0;
        for (var seed = 1; seed <= Items; seed++)
        {
            var demand = new GeneratedDemand(seed);
            var expectation = demand.Expectation(Months + Horizon, 12);
            var sold = demand.Counts(expectation)[..Months];
            var product = company.Add(new Product { Level1 = "All" });
            for (var t = 0; t < Months; t++)
            {
                var stock = demand.Chance(0.25) ? Math.Floor(expectation[t] * demand.Between(0.2, 1.1)) : double.PositiveInfinity;
                var (first, last) = (GeneratedCompany.First(t), GeneratedCompany.Last(t));
                var until = sold[t] > stock ? (int)Math.Floor(stock / sold[t] * last.Day) : last.Day;
                sold[t] = Math.Min(sold[t], stock);
                for (var day = 0; day < last.Day && levels == "daily"; day++)
                    company.Stock(product, first.AddDays(day), day < until ? 100 : 0);
                if (levels == "at the ends of months")
                    company.Stock(product, last, until < last.Day ? 0 : 100);
            }

            company.Sell(product, 0, sold);
            expected += expectation[Months..].Sum();
        }

        var answer = await company.RunAsync(new RunParameters { Horizon = Horizon, WithoutGlobalModel = true });

        var bias = (answer.Volume(Enumerable.Range(1, Items)) / expected) - 1;
        TestContext.Current.TestOutputHelper?.WriteLine($"{levels}: {100 * bias:0.0} %; {string.Join(" / ", answer.Notes)}");
        Assert.InRange(bias, -mostBias, 0.02);
        Assert.Equal(levels == "none", bias < -0.08);
        Assert.Equal(levels != "none", answer.Notes.Any(n => n.Contains("in which stock ran out and sales fell", StringComparison.Ordinal)));
        Assert.Equal(levels != "none", answer.Accuracies.Any(a => a.Note.Contains("were not fully available: sales were raised to demand", StringComparison.Ordinal)));
    }
}
