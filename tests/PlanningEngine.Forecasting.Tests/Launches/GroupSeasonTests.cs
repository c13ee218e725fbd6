using PlanningEngine.Forecasting.Launches;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.Launches;

public sealed class GroupSeasonTests
{
    private static readonly double[] Season = [.. Enumerable.Range(0, 12).Select(m => 1 + (0.4 * Math.Sin(2 * Math.PI * m / 12)))];

    [Fact]
    public void Of_SeasonOverATrend_FindsItByOrdinal()
    {
        var found = GroupSeason.Of([Item(5, 48, t => 100 * Math.Exp(0.01 * t)), Item(7, 46, t => 20 + t), Item(40, 13, t => 1e6)]);
        Assert.Equal(Season, found!, (a, b) => Math.Abs(a - b) < 0.02);
        Assert.Equal(1, found!.Average(), 12);
    }

    [Fact]
    public void Of_UnknownValues_DoNotBendIt()
    {
        var gaps = Item(0, 60, t => 100);
        foreach (var t in (int[])[3, 17, 30, 44])
            gaps.Values[t] = double.NaN;
        Assert.Equal(Season, GroupSeason.Of([gaps, Item(0, 60, t => 100)])!, (a, b) => Math.Abs(a - b) < 0.06);
    }

    [Fact]
    public void Of_ItemsThatOnlyScatter_IsNoneOrNearlyNone()
    {
        var found = new List<double>();
        for (var seed = 1; seed <= 100; seed++)
        {
            var demand = new GeneratedDemand(seed);
            var season = GroupSeason.Of([.. Enumerable.Range(0, 3).Select(i => new TimeSeries("item", [.. Enumerable.Range(0, 36).Select(_ => 100 * demand.Rate(0.3))], 12))]);
            found.AddRange((season ?? Enumerable.Repeat(1.0, 12)).Select(i => Math.Abs(i - 1)));
        }

        // Three items that scatter by 30 %, twice at each place: their ratios alone would be off by a tenth.
        Assert.InRange(found.Average(), 0, 0.035);
    }

    [Fact]
    public void Of_NothingToLearnFrom_IsNull()
    {
        Assert.Null(GroupSeason.Of([]));
        Assert.Null(GroupSeason.Of([Item(0, 23, t => 100)]));
        Assert.Null(GroupSeason.Of([new TimeSeries("yearly", [1, 2, 3, 4], 1)]));
        Assert.Null(GroupSeason.Of([Item(0, 40, t => 0)]));
        Assert.Null(GroupSeason.Of([Item(0, 40, t => double.NaN)]));
    }

    [Fact]
    public void Of_MonthsWithoutSales_StayAboveZero() =>
        Assert.All(GroupSeason.Of([new TimeSeries("summer", [.. Enumerable.Range(0, 48).Select(t => t % 12 is >= 5 and < 8 ? 90.0 : 0)], 12)])!, i => Assert.True(i > 0));

    private static TimeSeries Item(int first, int length, Func<int, double> level) =>
        new("item", [.. Enumerable.Range(first, length).Select(t => level(t) * Season[t % 12])], 12, first);
}
