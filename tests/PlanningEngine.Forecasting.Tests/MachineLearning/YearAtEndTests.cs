using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

public sealed class YearAtEndTests
{
    /// <summary>Before Christmas, after it, from August, when little lies ahead, without a season, and of a history in which no year can be judged.</summary>
    [Theory]
    [InlineData(1, 10, 2, 90, true, true)]
    [InlineData(2, 10, 2, 90, true, true)]
    [InlineData(1, 12, 31, 90, true, true)]
    [InlineData(2, 12, 31, 90, true, true)]
    [InlineData(1, 8, 13, 60, true, false)]
    [InlineData(1, 10, 2, 90, false, false)]
    [InlineData(2, 10, 2, 90, false, false)]
    [InlineData(1, 4, 20, 90, true, false)]
    public void IsWorthFinding_SeasonOrNone_WhereItPays(int seed, int month, int day, int horizon, bool season, bool expected)
    {
        var draw = new ShopSeasons(seed, 2023, new DateOnly(2024, month, day), horizon, Weeks: false, season);
        TimeSeries[] known = [.. draw.Draw(3, 12, 7).Select(s => s.Until(draw.Known))];

        Assert.Equal(expected, YearAtEnd.IsWorthFinding(known, 0, draw.Known, horizon, draw.Axis, 2, TestContext.Current.CancellationToken));
    }
}
