using PlanningEngine.Forecasting.Cleaning;

namespace PlanningEngine.Forecasting.Tests.Cleaning;

public sealed class RareNegativesTests
{
    private static TimeSeries Of(params IEnumerable<double> values) => new("a", [.. values], 12);

    [Theory]
    [InlineData(-300)]
    [InlineData(-1e-6)]
    public void Of_OneBelowZeroAmongOthers_IsNamed(double value)
    {
        var series = Of(Enumerable.Range(0, 48).Select(t => t == 20 ? value : t == 7 ? double.NaN : 100.0 + t % 11));
        Assert.Equal([20], RareNegatives.Of(series));
        Assert.StartsWith($"1 of 47 values is below zero, first in bucket 21 ({value:G6}): ", RareNegatives.Note(series), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OneInTwenty_AreAllNamed() => Assert.Equal([3, 30, 59], RareNegatives.Of(Of(Enumerable.Range(0, 60).Select(t => t is 3 or 30 or 59 ? -5.0 : 100))));

    [Fact]
    public void Of_ManyNoneOrTooFewOthers_NamesNothing()
    {
        Assert.Empty(RareNegatives.Of(Of(Enumerable.Range(0, 60).Select(t => t % 10 == 0 ? -5.0 : 100))));
        Assert.Empty(RareNegatives.Of(Of(Enumerable.Range(0, 60).Select(t => t % 3 == 0 ? 0.0 : 100))));
        Assert.Empty(RareNegatives.Of(Of(-1, 2, 3, 4)));
        Assert.Empty(RareNegatives.Of(Of()));
        Assert.Null(RareNegatives.Note(Of(1, 2, 3)));
    }
}
