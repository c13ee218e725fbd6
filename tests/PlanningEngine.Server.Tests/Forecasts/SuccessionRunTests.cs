using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Tests.Business;
using Lifecycle = PlanningEngine.Data.Forecasts.ForecastLifecycle;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>A run over products that replace others, whose truth is known.</summary>
public sealed class SuccessionRunTests
{
    private const int Months = 48;
    private const int Horizon = 6;
    private const int OfEachKind = 60;
    private const double Variation = 0.06;
    private static readonly RunParameters Parameters = new() { Horizon = Horizon, WithoutGlobalModel = true };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Execute_ReplacedProducts_GoOnInTheirHeirs(bool untold)
    {
        var (company, kinds) = (new GeneratedCompany(), new List<Kind>());
        int Heir(int old, double share, int launch) =>
            company.Add(new Product { Level1 = "All", LaunchDate = untold ? null : GeneratedCompany.First(launch), PredecessorProductKey = untold ? null : old, PredecessorShare = untold ? null : share });
        for (var seed = 1; seed <= OfEachKind; seed++)
        {
            var demand = new GeneratedDemand(1000 + seed);
            var whole = demand.Expectation(Months + Horizon, 12, 0.1);
            double[] Counts(int first, Func<int, double> share) => demand.Counts([.. Enumerable.Range(first, Months - first).Select(t => whole[t] * share(t))], Variation);

            // The old one ended five months ago, and a fifth of its demand is lost.
            var old = company.Add(new Product { Level1 = "All", EndDate = GeneratedCompany.Last(Months - 6) });
            company.Sell(old, 0, Counts(0, _ => 1)[..(Months - 5)]);
            var heir = Heir(old, 0.8, Months - 5);
            company.Sell(heir, Months - 5, Counts(Months - 5, _ => 0.8));
            kinds.Add(new Kind("ended", [heir], 0.8 * whole[Months..].Sum()));

            // The heir comes in two months, when the old one goes.
            old = company.Add(new Product { Level1 = "All" });
            company.Sell(old, 0, Counts(0, _ => 1));
            heir = Heir(old, 1, Months + 2);
            kinds.Add(new Kind("to come", [heir], whole[(Months + 2)..].Sum()));
            kinds.Add(new Kind("to go", [old], whole[Months..(Months + 2)].Sum()));

            // The heir has been taking over for three months, and will for three more.
            old = company.Add(new Product { Level1 = "All", EndDate = GeneratedCompany.Last(Months + 2) });
            double Moved(int t) => Math.Clamp((t - Months + 4) / 7.0, 0, 1);
            company.Sell(old, 0, Counts(0, t => 1 - Moved(t)));
            heir = Heir(old, 1, Months - 3);
            company.Sell(heir, Months - 3, Counts(Months - 3, Moved));
            kinds.Add(new Kind("both", [old, heir], whole[Months..].Sum()));

            // The old one stays and keeps 70 %.
            old = company.Add(new Product { Level1 = "All" });
            company.Sell(old, 0, Counts(0, t => t < Months - 4 ? 1 : 0.7));
            heir = Heir(old, 0.3, Months - 4);
            company.Sell(heir, Months - 4, Counts(Months - 4, _ => 0.3));
            kinds.Add(new Kind("kept", [old], 0.7 * whole[Months..].Sum()));
            kinds.Add(new Kind("taken", [heir], 0.3 * whole[Months..].Sum()));
        }

        var answer = await company.RunAsync(Parameters);

        var bias = kinds.GroupBy(k => k.Name).ToDictionary(g => g.Key, g => (answer.Volume(g.SelectMany(k => k.Products)) / g.Sum(k => k.Truth)) - 1);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", bias.Select(b => $"{b.Key} {100 * b.Value:0.0} %")));
        if (untold)
        {
            Assert.True(bias.Values.Max(Math.Abs) > 0.5, "what nobody told the run cannot be known");
            return;
        }

        Assert.All(bias, b => Assert.True(Math.Abs(b.Value) < 0.02, $"{b.Key}: {100 * b.Value:0.0} %"));
        Assert.Contains(answer.Notes, n => n.StartsWith($"{4 * OfEachKind} series continue the demand for the products that theirs replace: (P2 for P1)", StringComparison.Ordinal));
        Assert.Contains(answer.Accuracies, a => a.ProductKey == 2 && a.Note.StartsWith("continues (P1) with 80 % of its demand, 43 periods of its history before 2025-10-01", StringComparison.Ordinal));
        Assert.Contains(answer.Accuracies, a => a.ProductKey == 3 && a.Note.StartsWith("replaced by (P4), which takes 100 % of its demand from 2026-05-01", StringComparison.Ordinal));
        Assert.All(answer.Forecasts.Where(f => f.ProductKey == 4), f => Assert.Equal((Lifecycle.Successor, true), (f.Lifecycle, f.Step > 2)));
        Assert.All(answer.Forecasts.Where(f => f.ProductKey == 3), f => Assert.Equal((Lifecycle.Replaced, true), (f.Lifecycle, f.Step <= 2)));
        Assert.All(answer.Forecasts, f => Assert.True(f.Q05 <= f.Q50 && f.Q50 <= f.Q95 && f.Q05 >= 0));
        // Origins before the launch knew the predecessor only, and were judged by it.
        Assert.All(answer.Accuracies.Where(a => a.Note.StartsWith("continues", StringComparison.Ordinal)), a => Assert.InRange(a.Wape!.Value, 0.02, 0.6));
    }

    [Fact]
    public async Task Execute_StrangeSuccessions_AreForecastAndTold()
    {
        var company = new GeneratedCompany();
        var demand = new GeneratedDemand(1);
        double[] Sales(int months) => demand.Counts(demand.Expectation(months, 12));
        // A circle, an heir without launch date and sales, a chain, two heirs of one product, an heir in other places only, and one that ended before its predecessor.
        var first = company.Add(new Product { PredecessorProductKey = 2, PredecessorShare = 1 });
        company.Add(new Product { PredecessorProductKey = 1, PredecessorShare = 1 });
        company.Add(new Product { PredecessorProductKey = first, PredecessorShare = 1, LaunchDate = GeneratedCompany.First(2) });
        var old = company.Add(new Product());
        company.Add(new Product { PredecessorProductKey = old, PredecessorShare = 1 });
        var chained = company.Add(new Product { EndDate = GeneratedCompany.Last(20) });
        var middle = company.Add(new Product { PredecessorProductKey = chained, PredecessorShare = 0.5, LaunchDate = GeneratedCompany.First(21), EndDate = GeneratedCompany.Last(40) });
        var last = company.Add(new Product { PredecessorProductKey = middle, PredecessorShare = 1, LaunchDate = GeneratedCompany.First(41) });
        var shared = company.Add(new Product());
        company.Add(new Product { PredecessorProductKey = shared, PredecessorShare = 0.6, LaunchDate = GeneratedCompany.First(44) });
        company.Add(new Product { PredecessorProductKey = shared, PredecessorShare = 0.4, LaunchDate = GeneratedCompany.First(Months + 3) });
        var elsewhere = company.Add(new Product { PredecessorProductKey = old, PredecessorShare = 0.2, LaunchDate = GeneratedCompany.First(30) });
        company.Add(new Product { PredecessorProductKey = 999, PredecessorShare = 1, LaunchDate = GeneratedCompany.First(30) });
        company.Add(new Product { PredecessorProductKey = old, PredecessorShare = -1, LaunchDate = GeneratedCompany.First(30), EndDate = GeneratedCompany.Last(35) });
        company.Sell(first, 0, Sales(Months));
        company.Sell(2, 0, Sales(Months));
        company.Sell(old, 0, Sales(Months));
        company.Sell(chained, 0, Sales(21));
        company.Sell(middle, 21, [.. Sales(20).Select(v => v / 2)]);
        company.Sell(last, 41, [.. Sales(7).Select(v => v / 2)]);
        company.Sell(shared, 0, [.. Sales(44), .. Sales(4).Select(v => 0.4 * v)]);
        company.Sell(10, 44, [.. Sales(4).Select(v => 0.6 * v)]);
        company.Sell(elsewhere, 30, Sales(Months - 30), territory: 2);
        company.Sell(14, 30, [5, 4, 3, 2, 1, 0]);

        var answer = await company.RunAsync(Parameters);

        Assert.Contains("3 products lead back to themselves over their predecessors, and are taken by themselves", answer.Notes);
        Assert.Contains("1 products replace others but have neither a launch date nor a sale: the others go on", answer.Notes);
        Assert.Contains(answer.Accuracies, a => a.ProductKey == last && a.Note.StartsWith("continues (P7) with 100 % of its demand, 41 periods", StringComparison.Ordinal));
        Assert.Equal([4, 5, 6], answer.Forecasts.Where(f => f.ProductKey == 11).Select(f => f.Step));
        Assert.Equal([1, 2, 3], answer.Forecasts.Where(f => f.ProductKey == shared).Select(f => f.Step));
        Assert.Equal(2 * Horizon, answer.Forecasts.Count(f => f.ProductKey == elsewhere));
        Assert.DoesNotContain(answer.Forecasts, f => f.ProductKey is 5 or 13 or 14);
        Assert.Equal(Horizon, answer.Forecasts.Count(f => f.ProductKey == 2));
    }

    private sealed record Kind(string Name, int[] Products, double Truth);
}
