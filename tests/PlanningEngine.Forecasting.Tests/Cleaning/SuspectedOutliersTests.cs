using PlanningEngine.Forecasting.Cleaning;

namespace PlanningEngine.Forecasting.Tests.Cleaning;

public sealed class SuspectedOutliersTests
{
    private static IReadOnlyList<SuspectedOutlier> Of(IEnumerable<double> values, int period = 12) => SuspectedOutliers.Of(new TimeSeries("a", [.. values], period));

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(59)]
    public void Of_OneSaleFarBeyondAllOthers_IsNamed(int at)
    {
        var found = Assert.Single(Of(Some.Seasonal(60, 12, 1).Select((v, t) => t == at ? 1e12 : v)));
        Assert.Equal((at, 1e12), (found.Index, found.Value));
        Assert.InRange(found.Times, 5e9, 1.2e10);
        Assert.StartsWith($"suspected outlier: bucket {at + 1} (1E+12) is ", found.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SporadicDemandWithGapsAndAReturn_NamesTheSlip()
    {
        var values = Some.Sporadic(120, 3).Select((v, t) => t == 50 ? -4e6 : t % 9 == 4 ? double.NaN : v);
        Assert.Equal(50, Assert.Single(Of(values)).Index);
    }

    [Fact]
    public void Of_OrdinaryInput_NamesNothing()
    {
        foreach (var (name, series) in Some.Unusual)
            Assert.True(name == "outlier" || SuspectedOutliers.Of(series).Count == 0, name);
        Assert.Empty(Of([.. Enumerable.Range(0, 40).Select(t => Math.Pow(2, t))]));
        Assert.Empty(Of([.. Enumerable.Range(0, 208).Select(t => t % 52 == 47 ? 5000.0 : 100 + t % 7)], 52));
        Assert.Empty(Of([1, 2, 1, 3, 2, 1, 1000]));
        Assert.Empty(Of([]));
    }

    [Fact]
    public void Of_TwoOfAHundred_AreBothNamed() =>
        Assert.Equal([20, 77], Of(Some.Seasonal(100, 12, 2).Select((v, t) => t == 20 ? 1e9 : t == 77 ? 1e6 : v)).Select(s => s.Index));
}
