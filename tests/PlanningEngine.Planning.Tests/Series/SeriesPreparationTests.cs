using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Series;

namespace PlanningEngine.Planning.Tests.Series;

public sealed class SeriesPreparationTests
{
    private static readonly PreparationOptions Whole = new() { KnownThrough = new DateOnly(2026, 12, 31) };

    [Fact]
    public void Build_GapsAndLateStart_FillsWithZeroFromTheFirstSale()
    {
        var result = Prepare(Whole, ("a", 1, 5), ("a", 1, 2), ("b", 3, 4), ("b", 6, 1), ("a", 6, 1));
        Assert.Equal([7.0, 0, 0, 0, 0, 1], result.Series[0].Values);
        Assert.Equal([4.0, 0, 0, 1], result.Series[1].Values);
        Assert.Equal((2026 * 12) + 2, result.Series[1].FirstPeriod);
        Assert.Equal(6, Count(result, PreparationNotes.GapsAsZero));
    }

    [Fact]
    public void Build_AbsenceUnknown_FillsWithNaN()
    {
        var result = Prepare(Whole with { Absence = Absence.Unknown }, ("a", 1, 5), ("a", 3, 2));
        Assert.Equal([5.0, double.NaN, 2], result.Series[0].Values);
        Assert.Equal(1, Count(result, PreparationNotes.GapsAsUnknown));
    }

    [Fact]
    public void Build_WithoutStartAtFirstSale_StartsTogether() =>
        Assert.Equal([0.0, 0, 4], Prepare(Whole with { StartAtFirstSale = false }, ("a", 1, 5), ("b", 3, 4)).Series[1].Values);

    [Fact]
    public void Build_IncompleteLastPeriodByDate_IsDroppedAndReported()
    {
        var result = Prepare(Whole with { KnownThrough = new DateOnly(2026, 3, 30) }, ("a", 1, 5), ("a", 2, 5), ("a", 3, 2));
        Assert.Equal([5.0, 5], result.Series[0].Values);
        Assert.Equal((2026 * 12) + 2, result.Report.DroppedPeriod);
        Assert.Equal(1, Count(result, PreparationNotes.IncompletePeriodDropped));
    }

    [Fact]
    public void Build_IncompleteLastPeriodByData_IsFoundOnlyWhereItIs()
    {
        var daily = new SeriesPreparation<string>(new PreparationOptions());
        for (var day = new DateOnly(2026, 1, 1); day <= new DateOnly(2026, 5, 14); day = day.AddDays(1))
            daily.Add("a", day, 1, 1);
        Assert.Equal([31.0, 28, 31, 30], daily.Build().Series[0].Values);

        var monthly = Prepare(new PreparationOptions(), ("a", 1, 5), ("a", 2, 5), ("a", 3, 2));
        Assert.Null(monthly.Report.DroppedPeriod);
    }

    /// <summary>FY26 begins on 1 February 2026; its second period has the four weeks from 1 March, its third the five from 29 March to 2 May.</summary>
    [Theory]
    [InlineData(4, 25, 1, true)]
    [InlineData(5, 1, 1, true)]
    [InlineData(5, 2, 1, false)]
    [InlineData(5, 2, 7, false)]
    [InlineData(4, 25, 7, true)]
    public void Build_FiscalPeriods_LastOneIsDroppedUntilItsLastDay(int month, int day, int step, bool dropped)
    {
        var periods = TimeBucket.FiscalPeriod(FiscalWeeks.Read("4-4-5", "last Saturday of January", [])!);
        var end = new DateOnly(2026, month, day);
        var sales = new SeriesPreparation<string>(new PreparationOptions { Bucket = periods });
        for (var sold = end; sold > end.AddDays(-700); sold = sold.AddDays(-step))
            sales.Add("a", sold, 1, 1);

        Assert.Equal(dropped ? periods.OrdinalOf(end) : null, sales.Build().Report.DroppedPeriod);
    }

    [Fact]
    public void Build_PeriodsSoldOnTheirFirstDay_AreAllOver()
    {
        var sales = new SeriesPreparation<string>(new PreparationOptions());
        foreach (var month in (int[])[2, 3])
            sales.Add("a", new DateOnly(2026, month, 1), 1, 1);
        Assert.Null(sales.Build().Report.DroppedPeriod);

        // The last period of FY26 has six weeks.
        var periods = TimeBucket.FiscalPeriod(FiscalWeeks.Read("4-4-5", "last Saturday of January", [])!);
        var fiscal = new SeriesPreparation<string>(new PreparationOptions { Bucket = periods });
        for (var period = (2026 * 12) + 11; period > 2024 * 12; period--)
            fiscal.Add("a", periods.StartOf(period), 1, 1);
        Assert.Null(fiscal.Build().Report.DroppedPeriod);
    }

    [Fact]
    public void Build_Returns_AreNettedAndNegativePeriodsZeroed()
    {
        var result = Prepare(Whole, ("a", 1, 5), ("a", 1, -2), ("a", 2, -3), ("a", 3, 1));
        Assert.Equal([0.0, 0, 1], result.Series[0].Values);
        Assert.Equal((6.0, 5.0), (result.Report.Sold, result.Report.Returned));
        Assert.Equal((2, 1), (Count(result, PreparationNotes.ReturnsNetted), Count(result, PreparationNotes.NegativePeriodsZeroed)));
        Assert.Equal([3.0, -3, 1], Prepare(Whole with { NegativePeriodsAreZero = false }, ("a", 1, 3), ("a", 2, -3), ("a", 3, 1)).Series[0].Values);
    }

    [Fact]
    public void Build_ReturnsOfALargeOrder_TakeTheOrderAway()
    {
        (string, int, double)[] sales = [("a", 1, 20), ("a", 2, 520), ("a", 3, 18), ("a", 4, 22), ("a", 5, 4), ("a", 5, -500), ("a", 6, 21)];
        var values = Prepare(Whole, sales).Series[0].Values;
        Assert.Equal([20.0, 24, 18, 22, 0, 21], values);
        Assert.Equal(sales.Sum(s => s.Item3), values.Sum());
        Assert.Equal([5.0, 5, 5, 0, 3], Prepare(Whole, ("a", 1, 8), ("a", 2, 7), ("a", 3, 6), ("a", 4, -6), ("a", 5, 3)).Series[0].Values);
        Assert.Equal([0.0, 0, 2], Prepare(Whole, ("a", 1, 3), ("a", 2, -50), ("a", 3, 2)).Series[0].Values);
    }

    [Fact]
    public void Build_StockOut_IsKeptApartWithWhatWasSold()
    {
        const int February = (2026 * 12) + 1;
        var facts = new SeriesFacts<string> { Stock = (key, period) => new StockDays(28, key == "a" && period == February ? 21 : 0, 0) };
        var result = Prepare(Whole, facts, ("a", 1, 5), ("a", 2, 1), ("a", 3, 2), ("b", 1, 5), ("b", 2, 1), ("b", 3, 2));
        Assert.Equal([5.0, double.NaN, 2], result.Series[0].Values);
        Assert.Equal([new LimitedSale(February, 1, 0.25)], result.Series[0].Limited);
        Assert.Equal([5.0, 1, 2], result.Series[1].Values);
        Assert.Empty(result.Series[1].Limited);
        Assert.Equal(1, Count(result, PreparationNotes.StockOuts));
    }

    [Theory]
    [InlineData(Absence.Zero, 2, 1, 0)]
    [InlineData(Absence.Unknown, 0, 0, 3)]
    public void Build_MonthWithoutRowsAndWithoutStock_IsNotedOnce(Absence absence, int zero, int limited, int unknown)
    {
        const int March = (2026 * 12) + 2;
        var facts = new SeriesFacts<string> { Stock = (_, period) => new StockDays(30, period == March ? 30 : 0, 0) };
        var result = Prepare(Whole with { Absence = absence }, facts, ("a", 1, 5), ("a", 5, 2));
        Assert.Equal((zero, limited, unknown), (Count(result, PreparationNotes.GapsAsZero), Count(result, PreparationNotes.StockOuts), Count(result, PreparationNotes.GapsAsUnknown)));
    }

    [Fact]
    public void Build_Discontinued_EndsWithTheProduct()
    {
        var facts = new SeriesFacts<string> { EndDate = key => key == "a" ? new DateOnly(2026, 2, 10) : key == "b" ? new DateOnly(2027, 5, 1) : null };
        var result = Prepare(Whole, facts, ("a", 1, 5), ("b", 1, 1), ("b", 5, 1));
        Assert.Equal([5.0, 0], result.Series[0].Values);
        Assert.Equal(result.Series[0].LastPeriod, result.Series[0].ForecastUntil);
        Assert.Equal((2027 * 12) + 4, result.Series[1].ForecastUntil);
        Assert.Equal((1, 1), (Count(result, PreparationNotes.Discontinued), Count(result, PreparationNotes.EndsSoon)));
    }

    [Fact]
    public void Build_EmptyNaNAndNeverSold_AreReportedNotGuessed()
    {
        var nothing = Prepare(Whole);
        Assert.Empty(nothing.Series);
        Assert.Equal((0, -1), (nothing.Report.FirstPeriod, nothing.Report.LastPeriod));
        var odd = Prepare(Whole, ("a", 1, double.NaN), ("b", 1, -1), ("c", 1, 1));
        Assert.Equal("c", Assert.Single(odd.Series).Key);
        Assert.Equal((1, 1), (Count(odd, PreparationNotes.NotANumberDropped), odd.Report.SeriesLeftOut));
    }

    private static int Count(PreparationResult<string> result, string note) => result.Report.Notes.SingleOrDefault(n => n.Code == note)?.Count ?? 0;

    private static PreparationResult<string> Prepare(PreparationOptions options, params (string Key, int Month, double Quantity)[] rows) => Prepare(options, null, rows);

    private static PreparationResult<string> Prepare(PreparationOptions options, SeriesFacts<string>? facts, params (string Key, int Month, double Quantity)[] rows)
    {
        var preparation = new SeriesPreparation<string>(options);
        foreach (var (key, month, quantity) in rows)
            preparation.Add(key, new DateOnly(2026, month, 1), quantity, quantity);
        return preparation.Build(facts);
    }
}
