using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Learned;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Preparation;
using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.Seasonality;

/// <summary>Items by day, whose expectation is known: a week, growth, and a year or none.</summary>
public sealed class FarSeasonTests
{
    private const int Year = 365;
    private const int Horizon = 28;
    private static readonly double[] Week = [0.8, 0.85, 0.9, 1, 1.3, 1.6, 0.55];
    private static readonly ForecastRequest Request = new(Horizon);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, 0.06)]
    [InlineData(4, 0.05)]
    public void Of_YearThatComesBack_IsFoundWhereItStands(int years, double tolerance)
    {
        var (expected, came) = Item(1, years * Year + 20, year: 0.4);

        var season = FarSeason.Of(Days(came[..^Horizon]))!;

        // What is left shows the week and growth alone.
        var left = season.Remove(expected[..^Horizon]);
        var flat = Item(1, years * Year + 20, year: 0).Expected;
        var ratios = left.Zip(flat, (l, f) => l / f).ToArray();
        Assert.All(ratios, r => Assert.InRange(r / ratios.Average(), 1 - tolerance, 1 + tolerance));
        Assert.Contains("season of 365 was taken out first", season.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_LevelThatWanders_IsHardlyTakenForASeason()
    {
        var random = new Random(3);
        var level = 0.0;
        double[] values = [.. Enumerable.Range(0, 4 * Year).Select(t => 100 * Week[t % 7] * Math.Exp(level += 0.01 * Some.Normal(random)))];

        var left = FarSeason.Of(Days(values))?.Remove(values) ?? values;

        var swings = left.Zip(values, (l, v) => Math.Log(l / v)).ToArray();
        Assert.InRange(swings.Max() - swings.Min(), 0, 0.15);
    }

    [Theory]
    [InlineData(2 * Year)]
    [InlineData(8)]
    public void Of_YearSeenLessThanTwice_IsNone(int length) => Assert.Null(FarSeason.Of(Days(Item(1, length, year: 0.4).Came[..^Horizon])));

    [Fact]
    public void Of_ValuesAroundZero_IsAdded()
    {
        double[] values = [.. Enumerable.Range(0, 3 * Year).Select(t => 10 * Math.Sin(2 * Math.PI * t / Year) + Week[t % 7])];

        var left = FarSeason.Of(Days(values))!.Remove(values);

        Assert.All(left, (v, t) => Assert.Equal(Week[t % 7] - Week.Average(), v - left.Average(), 0.5));
    }

    [Fact]
    public void Of_UnknownValuesAtBothEndsAndBetween_IsTheSameSeason()
    {
        var came = Item(2, 3 * Year, year: 0.4).Came;
        var gaps = came.Select((v, t) => t < 9 || t >= came.Length - 9 || t % 50 == 0 ? double.NaN : v).ToArray();

        var (whole, some) = (FarSeason.Of(Days(came))!.Remove(came), FarSeason.Of(Days(gaps))!.Remove(came));

        Assert.All(whole.Zip(some).Where(p => p.First > 0), p => Assert.InRange(p.Second / p.First, 0.95, 1.05));
    }

    [Fact]
    public void Of_ConstantOrTheSameWeek_IsNone()
    {
        Assert.Null(FarSeason.Of(Days([.. Enumerable.Repeat(5.0, 1_000)])));
        Assert.Null(FarSeason.Of(Days([.. Enumerable.Range(0, 1_000).Select(t => 3.0 + (t % 7))])));
        Assert.Null(FarSeason.Of(Days(new double[1_000])));
    }

    /// <summary>Of two far cycles the half year was seen often enough.</summary>
    [Fact]
    public void Of_LongestSeenOnce_IsTheLongestSeenTwice()
    {
        double[] values = [.. Enumerable.Range(0, 600).Select(t => 100 + (20 * Math.Sin(2 * Math.PI * t / 182)))];

        Assert.Contains("season of 182", FarSeason.Of(Days(values) with { FurtherPeriods = [182, Year] })!.Note, StringComparison.Ordinal);
    }

    /// <summary>Without noise the year goes on where it stands, wherever the history begins and ends.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(13, 0)]
    [InlineData(13, 9)]
    public void Forecast_HistoryThatBeginsAndEndsWithUnknownValues_PutsTheYearBackInItsPlace(int atStart, int atEnd)
    {
        double[] truth = [.. Enumerable.Range(0, (3 * Year) + 50 + Horizon).Select(t => 100 * Week[t % 7] * Math.Exp(0.4 * Math.Sin(2 * Math.PI * t / Year)))];
        var known = truth[..^Horizon].Select((v, t) => t < atStart || t >= truth.Length - Horizon - atEnd ? double.NaN : v).ToArray();

        var forecast = new BesideFarSeason(new FourTheta()).Forecast(Days(known), Request, Ct);

        Assert.All(forecast.Mean, (mean, step) => Assert.InRange(mean / truth[^(Horizon - step)], 0.95, 1.05));
    }

    /// <summary>What the methods see decides how much each counts and how wide the answer is, not the year that is taken out first.</summary>
    [Fact]
    public void ReferenceFor_YearThatIsTakenOut_IsThatOfWhatIsLeft()
    {
        var series = Days(Item(5, 4 * Year, year: 0.5).Came);
        double Upper(TimeSeries known) => CalibrationTable.ReferenceFor(LearnedParameters.Shipped.Spread, known).Quantile(DemandClass.Smooth, 0, 0.9);

        var (both, left, raw) = (Upper(series), Upper(FarSeason.Without(series)), Upper(series with { FurtherPeriods = [] }));

        Assert.Equal(left, both);
        Assert.True(raw < both - 0.005, $"{both} of what is left, {raw} of the whole");
    }

    [Fact]
    public void ClosedAhead_ShopClosedOnSundaysForFiveYears_IsClosed()
    {
        var series = Days([.. Item(6, 5 * Year, year: 0.3).Came.Select((v, t) => t % 7 == 6 ? 0 : v)]);

        Assert.Equal(Enumerable.Range(series.Length, Horizon).Select(t => t % 7 == 6), OpenPhases.ClosedAhead(series, Horizon)!);
    }

    [Theory]
    [InlineData(7, new[] { 365 }, true)]
    [InlineData(24, new[] { 168 }, false)]
    [InlineData(24, new[] { 168, 8766 }, true)]
    [InlineData(7, new int[0], false)]
    [InlineData(1, new[] { 365 }, false)]
    public void IsAsked_CyclesOfManyRoundsOfTheShortest(int period, int[] further, bool expected)
    {
        var series = new TimeSeries("a", [1, 2, 3], period) { FurtherPeriods = further };

        Assert.Equal(expected, FarSeason.IsAsked(series));
        Assert.DoesNotContain(FarSeason.Near(series).FurtherPeriods, p => p > 24 * period && period > 1);
    }

    /// <summary>A year that nobody can know of leaves the forecast of the week as it is.</summary>
    [Fact]
    public void Auto_YearSeenOnce_IsTheForecastOfTheWeek()
    {
        var series = Days(Item(3, 500, year: 0.3).Came);

        var (both, week) = (new AutoForecaster().Forecast(series, Request, Ct), new AutoForecaster().Forecast(series with { FurtherPeriods = [] }, Request, Ct));

        Assert.Equal(week.Mean, both.Mean);
        Assert.Equal(week.Quantiles, both.Quantiles);
    }

    /// <summary>Over some items with three years, in spring, when the year rises.</summary>
    [Fact]
    public void Auto_YearSeenThreeTimes_ErrsLessThanTheWeekAlone()
    {
        var (both, week) = (0.0, 0.0);
        for (var seed = 10; seed < 14; seed++)
        {
            var (expected, came) = Item(seed, 3 * Year + 90, year: 0.4);
            var series = Days(came[..^Horizon]);
            double Off(TimeSeries known) => new AutoForecaster().Forecast(known, Request, Ct).Mean.Zip(expected[^Horizon..], (m, e) => Math.Abs(m - e)).Sum() / expected[^Horizon..].Sum();
            (both, week) = (both + Off(series), week + Off(series with { FurtherPeriods = [] }));
        }

        Assert.InRange(both / 4, 0, 0.1);
        Assert.True(both < 0.8 * week, $"{both / 4} with the year, {week / 4} without");
    }

    private static TimeSeries Days(double[] values) => new("a", values, 7) { FurtherPeriods = [Year] };

    private static (double[] Expected, double[] Came) Item(int seed, int known, double year)
    {
        var demand = new GeneratedDemand(seed);
        double[] expected = [.. Enumerable.Range(0, known + Horizon).Select(t => 80 * Week[t % 7] * Math.Exp((0.1 * t / Year) + (year * Math.Sin((2 * Math.PI * t / Year) - 1))))];
        return (expected, demand.Counts(expected, 0.2));
    }
}
