using PlanningEngine.Planning.Series;

namespace PlanningEngine.Planning.Tests.Series;

public sealed class AvailabilityTests
{
    private static readonly DateOnly First = new(2026, 4, 1);

    [Fact]
    public void Days_DailyLevels_CountWhatIsKnown()
    {
        // 5 April: runs out; 6 to 9: none; 10: comes in.
        var daily = new StockCourse([.. Enumerable.Range(-1, 32).Select(d => (First.AddDays(d), d is >= 4 and < 9 ? 0.0 : 7))]);
        Assert.Equal(new StockDays(30, 4, 2), StockDays.Of([daily], First, First.AddDays(29)));
        Assert.Equal([StockState.InStock, StockState.Changing, StockState.Out, StockState.Out, StockState.Changing, StockState.InStock], new[] { 3, 4, 5, 8, 9, 10 }.Select(d => daily.On(First.AddDays(d).DayNumber)));
    }

    [Fact]
    public void Days_LevelsAtTheEndsOfMonths_LeaveNoGapAndSayNoDay()
    {
        var monthly = new StockCourse([(new(2026, 2, 28), 5), (new(2026, 3, 31), 0), (new(2026, 4, 30), 0), (new(2026, 5, 31), 3)]);
        Assert.Equal(new StockDays(31, 0, 31), StockDays.Of([monthly], new(2026, 3, 1), new(2026, 3, 31)));
        Assert.Equal(new StockDays(30, 30, 0), StockDays.Of([monthly], new(2026, 4, 1), new(2026, 4, 30)));
        Assert.Equal(new StockDays(31, 0, 31), StockDays.Of([monthly], new(2026, 5, 1), new(2026, 5, 31)));
        Assert.Equal(new StockDays(30, 0, 0), StockDays.Of([monthly], new(2026, 6, 1), new(2026, 6, 30)));
        Assert.Equal(StockState.NotTold, monthly.On(new DateOnly(2026, 7, 15).DayNumber));
    }

    [Fact]
    public void Days_SeveralPlaces_TheOneWithStockCounts()
    {
        StockCourse Course(double first, double last) => new([(First.AddDays(-1), first), (First.AddDays(9), last)]);
        Assert.Equal(new StockDays(10, 10, 0), StockDays.Of([Course(0, -2)], First, First.AddDays(9)));
        Assert.Equal(new StockDays(10, 0, 10), StockDays.Of([Course(0, 0), Course(0, 4)], First, First.AddDays(9)));
        Assert.Equal(new StockDays(10, 0, 0), StockDays.Of([Course(0, 0), Course(1, 4)], First, First.AddDays(9)));
        // What is told of nothing near says nothing; neither does no place at all.
        Assert.Equal(new StockDays(10, 10, 0), StockDays.Of([Course(0, 0), new([(First.AddYears(-1), 9)])], First, First.AddDays(9)));
        Assert.Equal(new StockDays(10, 0, 0), StockDays.Of([], First, First.AddDays(9)));
    }

    [Fact]
    public void Course_SameDayTwice_TheLastCountsAndOtherOrdersAreRefused()
    {
        Assert.Equal(StockState.Out, new StockCourse([(First, 0), (First.AddDays(1), 5), (First.AddDays(1), 0)]).On(First.AddDays(1).DayNumber));
        Assert.Contains("2026-04-01", Assert.Throws<ArgumentException>(() => new StockCourse([(First.AddDays(1), 0), (First, 5)])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 0, 4, 2.0 / 3)]      // a third of the days, sold less than five sixths
    [InlineData(10, 0, 9, 1)]            // a third of the days, but as good as usual: the ledger errs, or goods came from elsewhere
    [InlineData(0, 30, 4, 0)]            // it ran out, and nobody knows when
    [InlineData(0, 30, 8, 1)]            // the same, but sales hardly fell
    [InlineData(30, 0, 0, 0)]            // nothing could be sold
    [InlineData(28, 0, 1, 0)]            // two days say next to nothing
    [InlineData(10, 4, 4, 0.6)]          // days of change count half
    [InlineData(0, 0, 0, 1)]             // low demand
    public void Share_OfAMonth(int days, int changing, double sold, double share) =>
        Assert.Equal([1, share], Availability.Of([10, sold], [new StockDays(30, 0, 0), new StockDays(30, days, changing)], 12).Select(s => Math.Round(s, 10)), (a, b) => Math.Abs(a - b) < 1e-9);

    [Fact]
    public void Shares_LongStockOut_IsComparedWithWhatWasSoldBefore()
    {
        StockDays[] stock = [.. Enumerable.Range(0, 30).Select(t => new StockDays(7, t is >= 10 and < 28 ? 7 : 0, 0))];
        var shares = Availability.Of([.. Enumerable.Range(0, 30).Select(t => t is >= 10 and < 28 ? 0.0 : 10)], stock, 52);
        Assert.Equal(Enumerable.Range(0, 30).Select(t => t is >= 10 and < 28 ? 0.0 : 1), shares);
    }

    [Fact]
    public void Shares_OutForLongerThanACycle_AreNotMissedAnyMore()
    {
        StockDays[] stock = [.. Enumerable.Range(0, 40).Select(t => new StockDays(30, t >= 10 ? 30 : 0, 0))];
        Assert.Equal(
            Enumerable.Range(0, 40).Select(t => t is >= 10 and < 22 ? 0.0 : 1),
            Availability.Of([.. Enumerable.Range(0, 40).Select(t => t >= 10 ? 0.0 : 10)], stock, 12));
        var elsewhere = Availability.Of([.. Enumerable.Range(0, 40).Select(t => t >= 10 ? 4.0 : 10)], stock, 12);
        Assert.Equal(12, elsewhere.Count(s => s < 1));
    }

    [Fact]
    public void Shares_NothingUsualIsKnownYet_NothingIsLimited()
    {
        Assert.Equal([1.0, 1, 1, 0], Availability.Of([0, double.NaN, 5, 0], [.. Enumerable.Repeat(new StockDays(30, 30, 0), 4)], 12));
        Assert.Empty(Availability.Of([], [], 12));
    }
}
