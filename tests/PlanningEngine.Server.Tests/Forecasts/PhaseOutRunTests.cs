using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Tests.Business;
using Lifecycle = PlanningEngine.Data.Forecasts.ForecastLifecycle;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>A run over products that decline to a planned end, as earlier ones did: their truth is known.</summary>
public sealed class PhaseOutRunTests
{
    private const int Months = 48;
    private const int Horizon = 6;
    private const int OfEachKind = 40;

    /// <summary>Months after the first one; products end at the end of the month.</summary>
    private const int EndOfLeaving = Months + 2;
    private static readonly double[] Decline = [0.9, 0.8, 0.65, 0.5, 0.35, 0.2];

    [Fact]
    public async Task Execute_ProductsThatEnd_DeclineAsEarlierOnesDid()
    {
        var company = new GeneratedCompany();
        var truth = 0.0;
        for (var product = 1; product <= 3 * OfEachKind; product++)
        {
            // A third stays, a third has ended, a third is on its way out.
            int? end = (product % 3) switch { 0 => null, 1 => 18 + (product % 26), _ => EndOfLeaving };
            var key = company.Add(new Product { Level1 = "All", EndDate = end is { } last ? GeneratedCompany.Last(last) : null });
            var demand = new GeneratedDemand(product);
            var expected = demand.Expectation(Months + Horizon, 12, 0.1).Select((e, t) => e * Share(t, end)).ToArray();
            truth += end == EndOfLeaving ? expected[Months..].Sum() : 0;
            company.Sell(key, 0, demand.Counts(expected)[..Months]);
        }

        var answer = await company.RunAsync(new RunParameters { Horizon = Horizon, WithoutGlobalModel = true });

        var forecasts = answer.Forecasts.Where(f => f.ProductKey % 3 == 2).ToList();
        Assert.All(forecasts, f => Assert.InRange(f.Step, 1, EndOfLeaving - Months + 1));
        Assert.All(forecasts, f => Assert.Equal(Lifecycle.PhaseOut, f.Lifecycle));
        Assert.Equal(OfEachKind * (EndOfLeaving - Months + 1), forecasts.Count);
        Assert.InRange(forecasts.Sum(f => f.Mean) / truth, 0.98, 1.02);
        Assert.Contains(answer.Notes, n => n.StartsWith($"{OfEachKind} series decline to the end of their product as earlier ones did", StringComparison.Ordinal));
        Assert.All(answer.Accuracies.Where(a => a.ProductKey % 3 == 2), a => Assert.StartsWith("its product ends in the period from 2026-05-01: demand declines over 6 periods", a.Note, StringComparison.Ordinal));
    }

    /// <summary>All that ended, and all that will, did or will so after the tenth day of a month.</summary>
    [Fact]
    public async Task Execute_ProductsThatEndInTheMiddleOfAMonth_SellInAPartOfItAlone()
    {
        var company = new GeneratedCompany();
        var truth = 0.0;
        for (var product = 1; product <= 3 * OfEachKind; product++)
        {
            int? end = (product % 3) switch { 0 => null, 1 => 18 + (product % 26), _ => EndOfLeaving };
            var key = company.Add(new Product { Level1 = "All", EndDate = end is { } last ? GeneratedCompany.Last(last - 1).AddDays(10) : null });
            var demand = new GeneratedDemand(product);
            var expected = demand.Expectation(Months + Horizon, 12, 0.1)
                .Select((e, t) => e * Share(t, end) * (t == end ? 10.0 / GeneratedCompany.Last(t).Day : 1)).ToArray();
            truth += end == EndOfLeaving ? expected[EndOfLeaving] : 0;
            company.Sell(key, 0, demand.Counts(expected)[..Months]);
        }

        var answer = await company.RunAsync(new RunParameters { Horizon = Horizon, WithoutGlobalModel = true });

        var last10 = answer.Forecasts.Where(f => f.ProductKey % 3 == 2 && f.Step == EndOfLeaving - Months + 1).ToList();
        Assert.Equal(OfEachKind, last10.Count);
        Assert.InRange(last10.Sum(f => f.Mean) / truth, 0.9, 1.1);
        Assert.All(answer.Accuracies.Where(a => a.ProductKey % 3 == 2), a => Assert.StartsWith("its product ends in the period from 2026-05-01, after 32 % of its days: demand declines over 6 periods", a.Note, StringComparison.Ordinal));
    }

    private static double Share(int month, int? end) =>
        end is not { } last ? 1 : month > last ? 0 : last - month < Decline.Length ? Decline[Decline.Length - 1 - (last - month)] : 1;
}
