using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Drivers;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Tests.Drivers;

public sealed class DriverCourseTests
{
    private const int Months = 3;
    private static readonly DateOnly April = new(2026, 4, 1);
    private static readonly int First = TimeBucket.Month.OrdinalOf(April);

    [Fact]
    public void Of_PromotionOverAMonthsEnd_IsTheMeanOverTheDays()
    {
        var course = Zero(Span(25, 34, 0.3));

        Assert.Equal([0.05, 0.048387096774, 0], course.Values.Select(v => Math.Round(v, 12)));
        Assert.Equal([false, false, false], course.IsTold);
    }

    [Fact]
    public void Of_Overlaps_FirstInPrecedenceHoldsOnEachDay()
    {
        // A temporary price inside an open one, which goes on after it; an earlier, less precedent one is hidden.
        var course = Known(Span(30, 60, 8), Span(0, null, 10), Span(-400, null, 99));

        Assert.Equal([10, 8, 10], course.Values);
        Assert.Equal([true, true, true], course.IsTold);
    }

    [Theory]
    [InlineData(-50, -40, 7, 7, 7, 7)]
    [InlineData(70, 75, 7, 7, 7, 7)]
    [InlineData(200, 210, 0, 0, 0, 0)]
    [InlineData(10, 5, 7, 0, 0, 0)]
    public void Of_LastKnown_GoesOnAndBack(int from, int until, double value, double april, double may, double june) =>
        Assert.Equal([april, may, june], Known(Span(from, until, value)).Values);

    [Fact]
    public void Of_LastKnownBefore_IsTheLatestDayWhateverThePrecedence()
    {
        Assert.Equal([5, 5, 5], Known(Span(-30, -20, 4), Span(-100, -10, 5)).Values);
        Assert.Equal([4, 4, 4], Known(Span(-30, null, 4), Span(-100, null, 5)).Values);
    }

    [Fact]
    public void Of_NoSpansOrOneDay_IsDefined()
    {
        Assert.Equal([0, 0, 0], Zero().Values);
        Assert.Equal([0, 0, 0], Known().Values);
        Assert.Equal(1.0 / 30, Zero(Span(0, 0, 1)).Values[0], 1e-15);
        Assert.Equal([1], DriverCourse.Of([new DriverSpan(DateOnly.MinValue, DateOnly.MaxValue, 1)], DriverDefault.Zero, TimeBucket.Week, TimeBucket.Week.OrdinalOf(April), 1).Values);
    }

    /// <summary>Every day's value looked up by itself is what the periods are means of.</summary>
    [Fact]
    public void Of_RandomSpans_EqualsDayByDay()
    {
        var random = new Random(5);
        for (var round = 0; round < 300; round++)
        {
            DriverSpan[] spans = [.. Enumerable.Range(0, random.Next(8)).Select(_ =>
            {
                var from = random.Next(-60, 130);
                return Span(from, random.Next(3) == 0 ? null : from + random.Next(-3, 70), random.Next(1, 9));
            })];
            foreach (var otherwise in Enum.GetValues<DriverDefault>())
            {
                var course = DriverCourse.Of(spans, otherwise, TimeBucket.Month, First, Months);
                Assert.Equal(Naive(spans, otherwise), course.Values.Select(v => Math.Round(v, 9)));
            }
        }
    }

    private static IEnumerable<double> Naive(DriverSpan[] spans, DriverDefault otherwise)
    {
        double? At(DateOnly day) => spans.Where(s => s.From <= day && !(s.Until < day)).Select(s => (double?)s.Value).FirstOrDefault();
        var days = Enumerable.Range(-70, 70 + 91).Select(d => (Day: April.AddDays(d), Value: At(April.AddDays(d)))).ToList();
        for (var month = 0; month < Months; month++)
        {
            var values = days.Where(d => d.Day.Month == 4 + month && d.Day >= April).Select(d => d.Value ?? (otherwise == DriverDefault.Zero ? 0
                : days.LastOrDefault(b => b.Day < d.Day && b.Value is not null).Value ?? days.FirstOrDefault(b => b.Day > d.Day && b.Value is not null).Value ?? 0));
            yield return Math.Round(values.Average(), 9);
        }
    }

    private static DriverSpan Span(int from, int? until, double value) => new(April.AddDays(from), until is { } last ? April.AddDays(last) : null, value);

    private static DriverCourse Zero(params DriverSpan[] spans) => DriverCourse.Of(spans, DriverDefault.Zero, TimeBucket.Month, First, Months);

    private static DriverCourse Known(params DriverSpan[] spans) => DriverCourse.Of(spans, DriverDefault.LastKnown, TimeBucket.Month, First, Months);
}
