using System.Globalization;
using PlanningEngine.Forecasting.Calendar;

namespace PlanningEngine.Forecasting.Tests.Calendar;

public sealed class LeapWeeksTests
{
    private static TimeSeries Weeks(int count) => new("s", [.. Enumerable.Range(0, count).Select(t => 100.0 + t % 5)], 52);

    /// <summary>Whatever is forecast up to a year ahead, each earlier year in its place shows it at the same date but for four days.</summary>
    [Theory]
    [InlineData(1_040, "2024-11-25")]
    [InlineData(500, "2021-01-04")]
    [InlineData(261, "2023-06-05")]
    public void ByDate_WeeksOfEarlierYears_LieNearTheSameDate(int count, string end)
    {
        var first = DateOnly.Parse(end, CultureInfo.InvariantCulture).AddDays(-7 * count);
        var leaps = LeapWeeks.ByDate(Weeks(count), count).LeapBuckets.ToHashSet();
        int[] kept = [.. Enumerable.Range(0, count).Where(t => !leaps.Contains(t))];
        for (var step = 0; step < 52; step++)
            for (var place = kept.Length + step - 52; place >= 0; place -= 52)
                if (place < kept.Length)
                {
                    var (ahead, back) = (first.AddDays(7 * (count + step)), first.AddDays(7 * kept[place]));
                    var years = Math.Round((ahead.DayNumber - back.DayNumber) / 365.2425);
                    Assert.InRange(ahead.DayNumber - back.DayNumber - 365.2425 * years, -4.3, 4.3);
                }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(129)]
    public void ByDate_TwoYearsAndAHalfOrLess_LeaveNoneOut(int count) => Assert.Empty(LeapWeeks.ByDate(Weeks(count), count).LeapBuckets);

    /// <summary>One that ended before the others is seen from their end, so that all have the same weeks.</summary>
    [Fact]
    public void ByDate_EndedBefore_IsSeenFromTheEnd() => Assert.Equal([170], LeapWeeks.ByDate(Weeks(200), 300).LeapBuckets);

    [Fact]
    public void Both_SeldomDemand_IsLeftAsItIs()
    {
        var seldom = new TimeSeries("s", [.. Enumerable.Range(0, 300).Select(t => t % 9 == 0 ? 1.0 + t % 4 : 0)], 52);
        Assert.Same(seldom, LeapWeeks.ByDate(seldom, 300));
        Assert.Same(seldom, LeapWeeks.ByNumber(seldom, 300, _ => 53));
    }

    [Fact]
    public void ByNumber_WeeksOfACalendar_AreThose53() => Assert.Equal([52, 158], LeapWeeks.ByNumber(Weeks(200), 200, week => week is 52 or 158 ? 53 : 1).LeapBuckets);
}
