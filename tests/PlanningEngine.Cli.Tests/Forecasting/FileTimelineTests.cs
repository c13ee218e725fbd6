using PlanningEngine.Cli.Forecasting;
using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Cli.Tests.Forecasting;

public sealed class FileTimelineTests
{
    private static FileSeries Dated(string id, params string[] dates) =>
        new(id, 1, [.. Enumerable.Range(1, dates.Length).Select(i => (double)i)], [.. dates.Select(d => (double)DateTime.Parse(d, System.Globalization.CultureInfo.InvariantCulture).Ticks)], true);

    private static FileSeries Numbered(string id, params double[] times) => new(id, 1, [.. times.Select(t => 10 * t)], times, false);

    private static FileTimeline Of(params FileSeries[] series)
    {
        var timeline = new FileTimeline();
        foreach (var one in series)
            timeline.Add(one);
        timeline.Complete();
        return timeline;
    }

    [Fact]
    public void Place_WeeksWithAGap_HasAnUnknownValueThere()
    {
        FileSeries[] series = [Dated("a", "2024-01-05", "2024-01-12", "2024-01-26", "2024-02-02"), Dated("b", "2024-01-12", "2024-01-19")];
        var timeline = Of(series);
        Assert.True(timeline.SharedEnd);
        Assert.Equal(new TimeAxis(new DateOnly(2024, 1, 5), AxisUnit.Days, 7), timeline.Axis);
        Assert.Equal([1, 2, double.NaN, 3, 4], timeline.Place(series[0], [52]).Values);
        var early = timeline.Place(series[1], [52]);
        Assert.Equal((1, 5, 5), (early.FirstPeriod, early.End, timeline.End));
        Assert.Equal([1, 2, double.NaN, double.NaN], early.Values);
    }

    [Fact]
    public void Place_LastDaysOfMonths_AreMonths()
    {
        var timeline = Of(Dated("a", "2024-01-31", "2024-02-29", "2024-03-31", "2024-05-31"));
        Assert.Equal(new TimeAxis(new DateOnly(2024, 1, 31), AxisUnit.Months, 1), timeline.Axis);
        Assert.Equal(5, timeline.End);
    }

    [Fact]
    public void Place_NumbersWithOwnEnds_EndTogether()
    {
        FileSeries[] series = [Numbered("a", 1, 2, 3, 4), Numbered("b", 1, 2, 4), Numbered("c", 1, 2)];
        var timeline = Of([.. series, Numbered("d", 1, 2, 3)]);
        Assert.True(timeline.SharedEnd);
        timeline = Of([.. series, Numbered("d", 1, 2, 3), Numbered("e", 1)]);
        Assert.False(timeline.SharedEnd);
        Assert.Null(timeline.Axis);
        var placed = timeline.Place(series[1], [12]);
        Assert.Equal((-4, 0), (placed.FirstPeriod, placed.End));
        Assert.Equal([10, 20, double.NaN, 40], placed.Values);
    }

    [Theory]
    [InlineData("2024-01-01", "2024-01-02", "2024-06-30")]
    [InlineData("2024-01-01")]
    public void Place_TimesThatDoNotRepeat_LeaveTheRowsAsTheyAre(params string[] dates)
    {
        var series = Dated("a", dates);
        var timeline = Of(series);
        Assert.Null(timeline.Axis);
        Assert.Equal(series.Values, timeline.Place(series, [7]).Values);
    }

    [Fact]
    public void Place_OneSeriesWithoutTimes_TakesRowsOfAll()
    {
        var series = Dated("a", "2024-01-05", "2024-01-12", "2024-01-26");
        var timeline = Of(series, new FileSeries("b", 9, [1, 2], [], false));
        Assert.Equal(series.Values, timeline.Place(series, [52]).Values);
        Assert.False(timeline.SharedEnd);
    }

    [Fact]
    public void Place_HalfNumbers_AreNoTimes() => Assert.Null(Of(Numbered("a", 0.5, 1, 1.5)).Axis);
}
