using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>A run over items with bulk orders that do not come again, and with customers won or lost.</summary>
public sealed class TreatmentRunTests
{
    private const int Months = 48;
    private const int Horizon = 6;
    private const int Items = 60;

    [Fact]
    public async Task Execute_TreatmentAppliedToAll_CountsTheSeriesThatItChanged()
    {
        var company = new GeneratedCompany();
        for (var item = 0; item < 10; item++)
        {
            var sold = Enumerable.Range(0, Months).Select(t => 100.0 + (10 * item) + ((7 * t * (item + 3)) % 11));
            company.Sell(company.Add(new Product { Level1 = "All" }), 0, item < 3 ? sold.Select((v, t) => t == 30 ? 8 * v : v) : sold);
        }

        var answer = Assert.Single(await company.RunAllAsync(new RunParameters { Horizon = Horizon, WithoutGlobalModel = true, Treatment = Treatment.Applied }));
        Assert.Contains("Outliers and level shifts were clear, and treated, in 3 series", answer.Notes);
    }

    [Fact]
    public async Task Execute_OutliersAndLevelShifts_AreTreatedOnRequest()
    {
        var company = new GeneratedCompany();
        var expected = new double[2];
        for (var item = 0; item < 2 * Items; item++)
        {
            var demand = new GeneratedDemand(item + 1);
            var expectation = demand.Expectation(Months + Horizon, 12);
            var kind = item / Items;
            var (at, factor) = (Months - demand.Random.Next(5, 15), demand.Chance(0.5) ? 2.2 : 0.4);
            if (kind == 1)
                expectation = [.. expectation.Select((e, t) => t >= at ? e * factor : e)];
            var sold = demand.Counts(expectation, kind == 0 ? 0.12 : 0.08)[..Months];
            company.Sell(company.Add(new Product { Level1 = "All" }), 0, kind == 0 ? sold.Select(v => demand.Chance(1 / 30.0) ? v * demand.Between(3, 6) : v) : sold);
            expected[kind] += expectation[Months..].Sum();
        }

        var answers = await company.RunAllAsync(
            new RunParameters { Horizon = Horizon, WithoutGlobalModel = true }, new RunParameters { Horizon = Horizon, WithoutGlobalModel = true, Treatment = Treatment.Tried });

        double Bias(GeneratedAnswer answer, int kind) => (answer.Volume(Enumerable.Range(1 + (kind * Items), Items)) / expected[kind]) - 1;
        TestContext.Current.TestOutputHelper?.WriteLine($"outliers {100 * Bias(answers[0], 0):0.0} and {100 * Bias(answers[1], 0):0.0} %, level shifts {100 * Bias(answers[0], 1):0.0} and {100 * Bias(answers[1], 1):0.0} %; {string.Join(" / ", answers[1].Notes)}");
        // What is left of outliers is what the sum of all series was corrected by, in which the orders count.
        Assert.InRange(Bias(answers[0], 0), 0.1, 0.2);
        Assert.InRange(Bias(answers[1], 0), -0.02, 0.07);
        Assert.InRange(Bias(answers[0], 1), 0.03, 0.1);
        Assert.InRange(Bias(answers[1], 1), -0.02, 0.02);
        Assert.DoesNotContain(answers[0].Notes, n => n.StartsWith("Outliers", StringComparison.Ordinal));
        Assert.Matches("^Outliers and level shifts were clear, and treated, in [0-9]+ series$", Assert.Single(answers[1].Notes, n => n.StartsWith("Outliers", StringComparison.Ordinal)));
        Assert.Contains(answers[1].Accuracies, a => a.Note.Contains("outliers and level shifts are treated", StringComparison.Ordinal));
    }
}
