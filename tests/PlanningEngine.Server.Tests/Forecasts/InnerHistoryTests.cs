using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>What an inner territory's own forecast rests on, where its series begin at different times.</summary>
public sealed class InnerHistoryTests
{
    private const int Months = 48;

    [Theory]
    [InlineData(0, 0, 3, 3, "zeros are no source")]
    [InlineData(3, 10, 10, null, "all begin at once")]
    [InlineData(3, 0, 10, 10, "a small source began earlier")]
    [InlineData(40, 0, 10, null, "what began earlier is no small part")]
    [InlineData(3, 0, 24, 24, "two cycles are left")]
    [InlineData(3, 0, 25, null, "fewer than two cycles are left")]
    public void Of_SourcesThatBeginAtTwoTimes_StartsWhereMostHasBegun(double early, int earlyStart, int bulkStart, int? start, string why)
    {
        var history = Sum([Constant(early, earlyStart), Constant(50, bulkStart), Constant(50, bulkStart)])!;

        Assert.True(start == history.Start, why);
        Assert.Equal(Months, history.Series.End);
        Assert.Equal(start ?? earlyStart, history.Series.FirstPeriod);
        Assert.Equal(100 + early, history.Series.Values[^1]);
    }

    [Fact]
    public void Of_LaunchesAfterOneAnother_KeepsAllButTheFirstMonths() =>
        Assert.InRange(Sum([.. Enumerable.Range(0, 40).Select(i => Constant(10, i))])!.Series.FirstPeriod, 0, 3);

    [Fact]
    public void Of_GrowthOfWhatHasBegun_IsKept() =>
        Assert.Null(Sum([Series(0, [.. Enumerable.Range(0, Months).Select(t => Math.Pow(1.2, t))]), Constant(100, 40)])!.Start);

    [Fact]
    public void Of_SeasonThatBeginsLow_IsKept() =>
        Assert.Null(Sum([Series(0, [.. Enumerable.Range(0, Months).Select(t => t % 12 < 6 ? 1.0 : 100)]), Constant(5, 6)])!.Start);

    [Fact]
    public void Of_WholeRangeReplaced_IsKept() =>
        Assert.Null(Sum([Series(0, [.. Enumerable.Repeat(100.0, 12)]), Constant(100, 12)])!.Start);

    [Fact]
    public void Of_ZerosBeforeTheFirstSale_ASeriesBeginsWithTheSale() =>
        Assert.Equal(10, Sum([Constant(3, 0), Series(0, [.. Enumerable.Repeat(0.0, 10), .. Enumerable.Repeat(100.0, 38)])])!.Start);

    [Fact]
    public void Of_NothingKnown_IsNull()
    {
        Assert.Null(Sum([]));
        Assert.Null(Sum([Series(0, [double.NaN, double.NaN])]));
        Assert.Null(Sum([Series(0, new double[Months])])!.Start);
        Assert.Equal([double.NaN, 2, -1], Sum([Series(45, [double.NaN, 2, -1])])!.Series.Values);
    }

    /// <summary>Twelve series from the eleventh month on, and the same with two small ones from the first month on.</summary>
    [Fact]
    public async Task Execute_SmallSourceThatBeganEarlier_CompanySpreadsAsWithout()
    {
        var (without, with) = (await RunAsync(false), await RunAsync(true));

        double[] ratios = [.. with.Rollups.Zip(without.Rollups, (w, o) => (w.Q90 - w.Q10) / (o.Q90 - o.Q10))];
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(' ', ratios.Select(r => $"{r:0.00}")));
        Assert.Equal(6, ratios.Length);
        Assert.All(ratios, r => Assert.InRange(r, 0.75, 1.33));
        Assert.Contains(with.Notes, n => n.EndsWith(": (the company from 2023-01-01)", StringComparison.Ordinal));
        Assert.DoesNotContain(without.Notes, n => n.Contains("the company from", StringComparison.Ordinal));
    }

    private static async Task<GeneratedAnswer> RunAsync(bool withEarly)
    {
        var company = new GeneratedCompany();
        for (var i = 1; i <= 14; i++)
        {
            var (product, demand, isEarly) = (company.Add(new Product { Level1 = "All" }), new GeneratedDemand(i), i > 12);
            var counts = demand.Counts([.. demand.Expectation(Months, 12, 0.1).Select(e => isEarly ? 0.2 * e : e)]);
            if (!isEarly)
                company.Sell(product, 10, counts[10..], territory: 1 + (i % 2));
            else if (withEarly)
                company.Sell(product, 0, counts, territory: 3);
        }

        return await company.RunAsync(new RunParameters { Horizon = 6, WithoutGlobalModel = true });
    }

    private static InnerHistory? Sum(RunSeries[] members) => InnerHistory.Of("one", members, Months - 1, 12);

    private static RunSeries Constant(double value, int start) => Series(start, [.. Enumerable.Repeat(value, Months - start)]);

    private static RunSeries Series(int start, double[] values) => new(1, 1, 1, start, values, null, SeriesTreatment.Full, []);
}
