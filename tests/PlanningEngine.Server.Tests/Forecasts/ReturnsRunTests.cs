using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>A run over sales of which a known part comes back, as negative rows in the months after.</summary>
public sealed class ReturnsRunTests
{
    private const int Months = 48;
    private const int Horizon = 6;
    private const int Items = 120;
    private static readonly double[] BackByDelay = [0.05, 0.15, 0.1];

    [Theory]
    [InlineData("large", 1, 0.02)]
    [InlineData("small", 0.02, 0.035)]
    public async Task Execute_Returns_ForecastsWhatIsLeft(string kind, double size, double mostBias)
    {
        var company = new GeneratedCompany();
        var (gross, net) = (0.0, 0.0);
        for (var seed = 1; seed <= Items; seed++)
        {
            var demand = new GeneratedDemand(seed);
            var expected = demand.Expectation(Months + Horizon, 12, 0.1).Select(e => size * e).ToArray();
            var sold = demand.Counts(expected)[..Months];
            var product = company.Add(new Product { Level1 = kind });
            company.Sell(product, 0, sold);
            company.Sell(product, 0, sold.Select((_, t) => -demand.Count(BackByDelay.Select((s, delay) => t >= delay ? s * sold[t - delay] : 0).Sum())));
            gross += expected[Months..].Sum();
            net += Enumerable.Range(Months, Horizon).Sum(t => expected[t] - BackByDelay.Select((s, delay) => s * (t - delay < Months ? sold[t - delay] : expected[t - delay])).Sum());
        }

        var answer = await company.RunAsync(new RunParameters { Horizon = Horizon, WithoutGlobalModel = true });

        var volume = answer.Volume(Enumerable.Range(1, Items));
        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}: {100 * (volume / net - 1):0.0} %, of what is sold {100 * (volume / gross - 1):0.0} %; {string.Join(" / ", answer.Notes)}");
        Assert.InRange(volume / net, 1 - mostBias, 1 + mostBias);
        Assert.Contains(answer.Notes, n => n.EndsWith("of what was sold: the forecasts are net of it", StringComparison.Ordinal) && n.Contains(" came back, ", StringComparison.Ordinal));
        Assert.Contains(answer.Notes, n => n.EndsWith("rows of returns were netted inside their period", StringComparison.Ordinal));
        Assert.Equal(kind == "small", answer.Notes.Any(n => n.Contains("had more returns than sales", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Execute_OrderThatCameBack_IsForgotten()
    {
        var company = new GeneratedCompany();
        var sales = new GeneratedDemand(1).Counts([.. Enumerable.Repeat(100.0, Months)]);
        foreach (var cancelled in (bool[])[false, true])
        {
            var product = company.Add(new Product { Level1 = "All" });
            company.Sell(product, 0, sales);
            if (!cancelled)
                continue;
            company.Sell(product, Months - 5, [5_000]);
            company.Sell(product, Months - 3, [-5_000]);
        }

        // What came back is a matter of one month; a product of which nothing but returns is known has no series.
        company.Sell(company.Add(new Product { Level1 = "All" }), 3, [-4, -5]);
        var answer = await company.RunAsync(new RunParameters { Horizon = Horizon, WithoutGlobalModel = true });
        Assert.InRange(answer.Volume([2]) / answer.Volume([1]), 0.85, 1.05);
        Assert.Contains("1 series that never sold are left out", answer.Notes);
    }
}
