using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Tests.Business;
using Lifecycle = PlanningEngine.Data.Forecasts.ForecastLifecycle;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>A run over new products whose truth is known: earlier ones of their group ramp up alike, at levels spread evenly around that of the group, in places of different size.</summary>
public sealed class LaunchRunTests
{
    private const int Months = 54;
    private const int Horizon = 6;
    private const int Groups = 6;
    private const int Earlier = 10;
    private static readonly (int Territory, int Channel, double Weight)[] Places = [(1, 1, 0.5), (1, 2, 0.2), (2, 1, 0.2), (2, 2, 0.1)];
    private static readonly RunParameters Parameters = new() { Horizon = Horizon, WithoutGlobalModel = true };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Execute_NewProducts_AreLaunchedAsEarlierOnes(bool untold)
    {
        var company = new GeneratedCompany();
        var (sold, coming) = (new List<(int Product, double Truth)>(), new List<(int Product, double Truth)>());
        for (var group = 0; group < Groups; group++)
        {
            var demand = new GeneratedDemand(group + 1);
            var size = 150 * (group + 1.0);
            double Season(int month) => 1 + (0.3 * Math.Sin(2 * Math.PI * (month + group) / 12));
            double Expected(double level, int launch, int month) => level * size * (1 - (0.8 * Math.Exp(-(month - launch) / 3.0))) * Season(month);
            int Product(int launch) => company.Add(new Product { Level1 = $"group {group}", Level2 = "all", Price = 10, LaunchDate = untold ? null : GeneratedCompany.First(launch) });
            void Sell(int product, double level, int launch)
            {
                foreach (var (territory, channel, weight) in Places)
                    company.Sell(product, Math.Max(0, launch), demand.Counts([.. Enumerable.Range(Math.Max(0, launch), Months - Math.Max(0, launch)).Select(m => weight * Expected(level, launch, m))]), territory, channel);
            }

            for (var i = 0; i < 2; i++)
                Sell(Product(-60), 1, -60);
            for (var i = 0; i < Earlier; i++)
            {
                var launch = 4 + (3 * i) + (group % 3);
                Sell(Product(launch), 0.7 + (0.6 * ((7 * i) % Earlier) / (Earlier - 1.0)), launch);
            }

            foreach (var level in (double[])[0.75, 1.25])
            {
                var product = Product(Months - 3);
                Sell(product, level, Months - 3);
                sold.Add((product, Enumerable.Range(Months, Horizon).Sum(m => Expected(level, Months - 3, m))));
            }

            coming.Add((Product(Months + 2), Enumerable.Range(Months + 2, Horizon - 2).Sum(m => Expected(1, Months + 2, m))));
        }

        var answer = await company.RunAsync(Parameters);

        double Bias(List<(int Product, double Truth)> products) => (answer.Volume(products.Select(p => p.Product)) / products.Sum(p => p.Truth)) - 1;
        TestContext.Current.TestOutputHelper?.WriteLine($"launched {100 * Bias(sold):0.0} %, to be launched {100 * Bias(coming):0.0} %");
        if (untold)
        {
            Assert.True(Bias(sold) < -0.2);
            Assert.DoesNotContain(answer.Forecasts, f => f.ProductKey == coming[0].Product);
            return;
        }

        Assert.InRange(Bias(sold), -0.02, 0.02);
        Assert.InRange(Bias(coming), -0.02, 0.02);
        var first = answer.Forecasts.Where(f => f.ProductKey == coming[0].Product).ToList();
        Assert.Equal(Places.Length * (Horizon - 2), first.Count);
        Assert.All(first, f => Assert.Equal((Lifecycle.Launch, "launch", 0), (f.Lifecycle, f.Method, f.N)));
        Assert.Equal(Places.Select(p => p.Weight), Places.Select(p => first.Where(f => (f.TerritoryKey, f.ChannelKey) == (p.Territory, p.Channel)).Sum(f => f.Mean) / first.Sum(f => f.Mean)), (a, b) => Math.Abs(a - b) < 0.03);
        Assert.Contains(answer.Notes, n => n.StartsWith($"{3 * Groups} products are forecast as earlier ones were launched", StringComparison.Ordinal));
        var notes = answer.Accuracies.Where(a => a.ProductKey == sold[0].Product).ToList();
        Assert.All(notes, a => Assert.StartsWith("launched 2026-06-01 like (P12), (P11), (P10), (P9), (P8) and 5 more; the whole product: 10 similar items, their curve, their level, a season beside; 3 own buckets moved the level by a factor of 0.", a.Note, StringComparison.Ordinal));
        // Later origins lie before and after the launch; what was sold after them was not known there.
        Assert.All(notes, a => Assert.True(a.N > 0 && a.Wape is > 0.03 and < 1.2));
    }

    [Fact]
    public async Task Execute_FewOfItsKind_TakesTheCurveOfOthersAndItsOwnLevel()
    {
        var company = new GeneratedCompany();
        var demand = new GeneratedDemand(1);
        double Expected(double level, int launch, int month) => level * (1 - (0.8 * Math.Exp(-(month - launch) / 3.0)));
        int Add(string level1, double level, int launch)
        {
            var product = company.Add(new Product { Level1 = level1, Price = 10 + (decimal)level, LaunchDate = GeneratedCompany.First(launch) });
            var first = Math.Max(0, launch);
            company.Sell(product, first, demand.Counts([.. Enumerable.Range(first, Math.Max(0, Months - first)).Select(m => Expected(level, launch, m))], 0.05));
            return product;
        }

        for (var i = 0; i < 8; i++)
            Add("many", 80 + (10 * i), 4 + (4 * i));
        var (sold, unsold) = (Add("one", 900, Months - 3), Add("one", 900, Months + 2));

        var answer = await company.RunAsync(Parameters);

        Assert.InRange(answer.Volume([sold]) / Enumerable.Range(Months, Horizon).Sum(m => Expected(900, Months - 3, m)), 0.9, 1.1);
        Assert.DoesNotContain(answer.Forecasts, f => f.ProductKey == unsold);
        Assert.EndsWith(" more; the whole product: those of other top levels show the curve, its own sales the level", Assert.Single(answer.Accuracies, a => a.ProductKey == sold).Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_NothingToLearnFrom_FallsBackAndSaysSo()
    {
        var company = new GeneratedCompany();
        var demand = new GeneratedDemand(1);
        int Add(string level1, int launch, int? end = null)
        {
            var product = company.Add(new Product { Level1 = level1, LaunchDate = GeneratedCompany.First(launch), EndDate = end is { } last ? GeneratedCompany.Last(last) : null });
            company.Sell(product, Math.Max(0, launch), demand.Counts([.. Enumerable.Repeat(100.0, Math.Max(0, Months - Math.Max(0, launch)))]));
            return product;
        }

        // Two earlier launches in one group, enough in another, whose new products are odd: one ends before its launch, one ends soon, one was sold long before its launch date.
        foreach (var launch in (int[])[-5, 10, 20])
            Add("few", launch);
        foreach (var launch in (int[])[-5, 8, 14, 20, 26])
            Add("many", launch);
        var (alone, unforeseen, without) = (Add("few", Months - 2), Add("few", Months + 1), Add("", Months - 4));
        var gone = Add("many", Months + 4, Months - 1);
        var brief = Add("many", Months - 2, Months + 1);
        var known = company.Add(new Product { Level1 = "many", LaunchDate = GeneratedCompany.First(Months - 2) });
        company.Sell(known, 0, demand.Counts([.. Enumerable.Repeat(100.0, Months)]));
        var beyond = Add("many", Months + Horizon + 1);

        var answer = await company.RunAsync(Parameters);

        Assert.Contains($"2 products launched less than a year ago are forecast from their own sales alone: fewer than 3 earlier launches that are like them are known: (P{alone}), (P{without})", answer.Notes);
        Assert.Contains($"1 products to be launched inside the horizon are not forecast: fewer than 3 earlier launches of their top level are known: (P{unforeseen})", answer.Notes);
        Assert.All((int[])[alone, without, known], p => Assert.Equal((Horizon, Lifecycle.None), (answer.Forecasts.Count(f => f.ProductKey == p), answer.Forecasts.First(f => f.ProductKey == p).Lifecycle)));
        Assert.All((int[])[gone, beyond, unforeseen], p => Assert.DoesNotContain(answer.Forecasts, f => f.ProductKey == p));
        Assert.Equal([1, 2], answer.Forecasts.Where(f => f.ProductKey == brief).Select(f => f.Step));
        Assert.All(answer.Forecasts.Where(f => f.ProductKey == brief), f => Assert.Equal(Lifecycle.Launch, f.Lifecycle));
    }
}
