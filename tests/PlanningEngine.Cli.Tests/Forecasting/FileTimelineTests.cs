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

    /// <summary>The second series alone would be months and the third no axis; all of them together are weeks, of which 2020 has 53.</summary>
    [Fact]
    public void Place_NumbersThatWriteWeeks_HaveTheSamePlaceInAllSeries()
    {
        FileSeries[] series = [Numbered("a", 202050, 202051, 202052, 202053, 202102, 202103), Numbered("b", 202102, 202103), Numbered("c", 202052)];
        var timeline = Of(series);
        Assert.True(timeline.SharedEnd);
        Assert.Equal(7, timeline.End);
        Assert.Equal([0, 5, 2], series.Select(s => timeline.Place(s, [52]).FirstPeriod));
        Assert.Equal([4], Enumerable.Range(0, 7).Where(t => double.IsNaN(timeline.Place(series[0], [52]).Values[t])));
        Assert.Equal([0, 0, 4], series.Select(timeline.StepsAfter));
    }

    [Fact]
    public void SharedEnd_TwoYearsOfNumbersThatWriteMonths_IsTheirs()
    {
        double[] months = [.. Enumerable.Range(0, 24).Select(t => 100.0 * (2023 + t / 12) + t % 12 + 1)];
        var timeline = Of(Numbered("a", months), Numbered("b", months), Numbered("c", months[..22]));
        Assert.Equal((true, 24), (timeline.SharedEnd, timeline.End));
        Assert.DoesNotContain(double.NaN, timeline.Place(Numbered("a", months), [12]).Values);
    }

    /// <summary>Numbers that leave out months of each year throughout are places as they are.</summary>
    [Fact]
    public void SharedEnd_NumbersThatLeaveOutMonths_IsUnknown() =>
        Assert.False(Of(Numbered("a", [.. Enumerable.Range(2019, 4).SelectMany(year => Enumerable.Range(4, 6).Select(month => 100.0 * year + month))])).SharedEnd);

    [Fact]
    public void Place_LastDaysOfMonths_AreMonths()
    {
        var timeline = Of(Dated("a", "2024-01-31", "2024-02-29", "2024-03-31", "2024-05-31"));
        Assert.Equal(new TimeAxis(new DateOnly(2024, 1, 31), AxisUnit.Months, 1), timeline.Axis);
        Assert.Equal(5, timeline.End);
    }

    /// <summary>Open days alone are buckets: a holiday is an unknown value, a weekend is nothing, and no date stands for an ordinal by itself.</summary>
    [Fact]
    public void Place_WeekendsLeftOutAndAHoliday_HasWeeksOfFive()
    {
        var monday = new DateTime(2024, 1, 1);
        string[] Open(Func<DateTime, bool> isClosed) =>
            [.. Enumerable.Range(0, 35).Select(d => monday.AddDays(d)).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !isClosed(d)).Select(d => $"{d:yyyy-MM-dd}")];
        FileSeries[] series = [Dated("a", Open(d => d.Day == 17 && d.Month == 1)), Dated("b", Open(d => d < monday.AddDays(9)))];
        var timeline = Of(series);
        var placed = timeline.Place(series[0], [5]);
        Assert.Equal((25, 25, 0), (timeline.End, placed.Length, placed.FirstPeriod));
        Assert.Equal([12], Enumerable.Range(0, 25).Where(t => double.IsNaN(placed.Values[t])));
        Assert.Equal((7, 18), timeline.Place(series[1], [5]) is var late ? (late.FirstPeriod, late.Length) : default);
        Assert.True(timeline.SharedEnd);
        Assert.Null(timeline.Axis);
    }

    [Fact]
    public void Place_MonthsLeftOut_HasYearsOfThoseThatOccur()
    {
        string[] months = [.. Enumerable.Range(0, 48).Select(m => new DateTime(2020, 1, 1).AddMonths(m)).Where(d => d.Month is >= 4 and <= 9 && d != new DateTime(2022, 6, 1)).Select(d => $"{d:yyyy-MM-dd}")];
        var series = Dated("a", months);
        var placed = Of(series).Place(series, [6]);
        Assert.Equal(24, placed.Length);
        Assert.Equal([14], Enumerable.Range(0, 24).Where(t => double.IsNaN(placed.Values[t])));
    }

    [Fact]
    public void Place_NumbersWithOwnEnds_EndTogether()
    {
        FileSeries[] series = [Numbered("a", 201, 202, 203, 204), Numbered("b", 201, 202, 204), Numbered("c", 201, 202)];
        var timeline = Of([.. series, Numbered("d", 201, 202, 203)]);
        Assert.True(timeline.SharedEnd);
        timeline = Of([.. series, Numbered("d", 201, 202, 203), Numbered("e", 201)]);
        Assert.False(timeline.SharedEnd);
        Assert.Null(timeline.Axis);
        var placed = timeline.Place(series[1], [12]);
        Assert.Equal((-4, 0), (placed.FirstPeriod, placed.End));
        Assert.Equal([2010, 2020, double.NaN, 2040], placed.Values);
        Assert.Equal(2, timeline.StepsAfter(series[2]));
    }

    [Fact]
    public void SharedEnd_RowsCountedFromOneAndNotAsMany_IsNotKnown()
    {
        var timeline = Of(Numbered("a", 1, 2, 3, 4), Numbered("b", 1, 2, 3, 4), Numbered("c", 1, 2));
        Assert.True(timeline.IsCounted);
        Assert.False(timeline.SharedEnd);
        Assert.Equal([10, 20], timeline.Place(Numbered("c", 1, 2), [12]).Values);
        timeline = Of(Numbered("a", 1, 2, 3, 4), Numbered("b", 1, 2, 3, 4));
        Assert.False(timeline.IsCounted);
        Assert.True(timeline.SharedEnd);
        timeline = Of(Numbered("a", 1, 2, 3, 4), Numbered("b", 2, 3, 4), Numbered("c", 1, 2));
        Assert.False(timeline.IsCounted);
        Assert.True(timeline.SharedEnd);
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
