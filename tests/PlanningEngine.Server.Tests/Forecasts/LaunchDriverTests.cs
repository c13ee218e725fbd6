using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Tests.Business;
using DataForecast = PlanningEngine.Data.Forecasts.Forecast;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>New products that are promoted, as those before them were: what a promotion does is known from all series.</summary>
public sealed class LaunchDriverTests
{
    private const int Months = 54;
    private const int Horizon = 6;
    private const double Response = 2;

    [Fact]
    public async Task Execute_PromotionsOfNewProducts_DoWhatTheyDoToAll()
    {
        var company = new GeneratedCompany();
        var promotion = company.Add(new Driver { Code = "promotion" });
        var (truth, bases, promoted) = (new Dictionary<(int Product, int Step), double>(), new Dictionary<(int Product, int Step), double>(), new HashSet<(int Product, int Step)>());
        int[] launches = [.. Enumerable.Repeat(-60, 6), .. Enumerable.Range(0, 12).Select(i => 4 + (3 * i)), .. Enumerable.Repeat(Months - 3, 5), .. Enumerable.Repeat(Months + 1, 5)];
        for (var group = 0; group < 3; group++)
        {
            var demand = new GeneratedDemand(group + 1);
            for (var i = 0; i < launches.Length; i++)
            {
                var (launch, level) = (launches[i], 300 * (group + 1) * (0.8 + (0.4 * (7 * i % 5) / 4)));
                var product = company.Add(new Product { Level1 = $"group {group}", Price = 10, LaunchDate = GeneratedCompany.First(launch) });
                var (first, sold) = (Math.Max(0, launch), new List<double>());
                for (var month = first; month < Months + Horizon; month++)
                {
                    var usual = level * (1 - (0.8 * Math.Exp(-(month - launch) / 3.0))) * (1 + (0.3 * Math.Sin(2 * Math.PI * (month + group) / 12)));
                    var depth = demand.Chance(month < Months ? 0.2 : 0.5) ? demand.Random.Next(1, 4) / 10.0 : 0;
                    if (depth > 0)
                        company.Drive(promotion, GeneratedCompany.First(month), GeneratedCompany.Last(month), depth, product);
                    var expected = usual * Math.Exp(Response * depth);
                    sold.Add(expected);
                    if (launch < Months - 12 || month < Months)
                        continue;
                    var key = (product, month - Months + 1);
                    (truth[key], bases[key]) = (expected, usual);
                    if (depth > 0)
                        promoted.Add(key);
                }

                company.Sell(product, first, demand.Counts([.. sold.Take(Math.Max(0, Months - first))], 0.1));
            }
        }

        var answers = await company.RunAllAsync(
            new RunParameters { Horizon = Horizon }, new RunParameters { Horizon = Horizon, WithoutDrivers = true }, new RunParameters { Horizon = Horizon, WithoutGlobalModel = true });

        double Bias(int answer, bool where, Func<DataForecast, double> value, Dictionary<(int Product, int Step), double> against)
        {
            var some = answers[answer].Forecasts.Where(f => truth.ContainsKey((f.ProductKey, f.Step)) && promoted.Contains((f.ProductKey, f.Step)) == where).ToList();
            return (some.Sum(value) / some.Sum(f => against[(f.ProductKey, f.Step)])) - 1;
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("; ", answers.Select((_, i) => FormattableString.Invariant(
            $"promoted {100 * Bias(i, true, f => f.Mean, truth):0.0} %, its base {100 * Bias(i, true, f => f.BaseMean, bases):0.0} %, not promoted {100 * Bias(i, false, f => f.Mean, truth):0.0} %"))));
        var launched = answers[0].Accuracies.Where(a => truth.Keys.Any(k => k.Product == a.ProductKey)).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(launched[0].Note);
        Assert.InRange(Bias(0, true, f => f.Mean, truth), -0.05, 0.05);
        Assert.InRange(Bias(0, true, f => f.BaseMean, bases), -0.05, 0.05);
        Assert.InRange(Bias(0, false, f => f.Mean, truth), -0.05, 0.05);
        Assert.True(Bias(1, true, f => f.Mean, truth) < -0.2);
        Assert.True(Bias(1, false, f => f.Mean, truth) > 0.05);
        Assert.Equal(30, launched.Count);
        Assert.All(launched.Where(a => promoted.Any(p => p.Product == a.ProductKey)), a => Assert.Matches(@"^launched .*; promotion adds [\d.]+ of [\d.]+ ahead \(factor exp [12]\.\d+, standard error 0\.\d+\)", a.Note));
        const string LeftOut = "series of launched products drivers of demand are left out, since no global model says what they do";
        Assert.DoesNotContain(answers[0].Notes, n => n.EndsWith(LeftOut, StringComparison.Ordinal));
        Assert.Contains(answers[2].Notes, n => n.StartsWith("Of ", StringComparison.Ordinal) && n.EndsWith(LeftOut, StringComparison.Ordinal));
        Assert.All(answers[2].Forecasts.Where(f => truth.ContainsKey((f.ProductKey, f.Step))), f => Assert.Equal(f.Mean, f.BaseMean));
    }

    [Fact]
    public async Task Execute_SeriesThatNoLongerSell_TakeNoNoticeOfDriversAndTheRunSaysSo()
    {
        var company = new GeneratedCompany();
        var promotion = company.Add(new Driver { Code = "promotion" });
        for (var seed = 1; seed <= 2; seed++)
            company.Sell(company.Add(new Product { Level1 = "All" }), 0, new GeneratedDemand(seed).Counts(new GeneratedDemand(seed).Expectation(seed == 1 ? Months : Months - 25, 12)));
        company.Drive(promotion, GeneratedCompany.First(10), GeneratedCompany.Last(10), 0.3);
        company.Drive(promotion, GeneratedCompany.First(Months + 1), GeneratedCompany.Last(Months + 1), 0.3);

        var answer = await company.RunAsync(new RunParameters { Horizon = Horizon, WithoutGlobalModel = true });

        Assert.Contains("Drivers of demand are not used for 1 series without a sale in the last two years: those show nothing that they could move", answer.Notes);
        Assert.All(answer.Forecasts.Where(f => f.ProductKey == 2), f => Assert.Equal((0, 0), (f.Mean, f.BaseMean)));
    }
}
