using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Preparation;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Tests.Preparation;

public sealed class OpenPhasesTests
{
    private const int Day = 24;
    private const int Week = 168;

    private static bool IsOpen(int hour) => hour % Day is >= 8 and < 20 && hour % Week < 6 * Day;

    /// <summary>Hours of a shop that is closed at night and on Sundays, under noise of a tenth.</summary>
    private static double[] Hours(int weeks, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, weeks * Week).Select(t => IsOpen(t) ? Expected(t) * Math.Exp(0.1 * Some.Normal(random)) : 0)];
    }

    private static double Expected(int t) => 100 + 40 * Math.Sin(2 * Math.PI * (t % Day) / Day) + 10 * (t % Week / Day);

    [Fact]
    public void Find_PhasesThatDidNotSellByAccident_AreOpen()
    {
        // Items that sell in four of five weeks of four years: some phase of the year is empty in nearly one of ten of them.
        var found = Enumerable.Range(1, 200).Count(seed =>
        {
            var random = new Random(seed);
            double[] values = [.. Enumerable.Range(0, 208).Select(_ => random.NextDouble() < 0.8 ? 5.0 : 0)];
            return OpenPhases.Find(values, new TimeSeries("item", values, 52)) is not null;
        });
        Assert.Equal(0, found);
        Assert.NotNull(OpenPhases.Find(Hours(5, 1), new TimeSeries("shop", Hours(5, 1), Week)));
    }

    [Fact]
    public void Solve_ClosedAtNightAndOnSundays_ForecastsOpenHoursAndZeroElsewhere()
    {
        double sum = 0, expected = 0, inside = 0, open = 0;
        for (var seed = 1; seed <= 6; seed++)
        {
            var values = Hours(11, seed);
            var answer = new AutoForecaster().Solve(new TimeSeries("shop", values[..(10 * Week)], Day) { FurtherPeriods = [Week] }, new ForecastRequest(Week) { NonNegative = true }, TestContext.Current.CancellationToken);
            Assert.Contains(answer.Forecast.Notes, n => n.StartsWith("96 of the 168 buckets of a cycle as good as never sell", StringComparison.Ordinal));
            Assert.Equal(DemandClass.Smooth, answer.Pattern.Class);
            for (var step = 0; step < Week; step++)
            {
                if (!IsOpen(step))
                {
                    Assert.Equal(0, answer.Forecast.Mean[step]);
                    Assert.All(answer.Forecast.Quantiles[step], q => Assert.Equal(0, q));
                    continue;
                }

                (sum, expected, open) = (sum + answer.Forecast.Mean[step], expected + Expected(step), open + 1);
                inside += values[(10 * Week) + step] >= answer.Forecast.Quantile(step, 0.1) && values[(10 * Week) + step] <= answer.Forecast.Quantile(step, 0.9) ? 1 : 0;
            }
        }

        Assert.InRange(sum / expected, 0.98, 1.02);
        Assert.InRange(inside / open, 0.7, 0.9);
    }

    /// <summary>At origins that series share, and with what is known ahead, closed days stay between the others; they open with the first sale.</summary>
    [Theory]
    [InlineData(20, false)]
    [InlineData(0.3, false)]
    [InlineData(20, true)]
    public void Finish_ClosedOnSundays_IsZeroThereAndOpensWithTheFirstSale(double rate, bool sold)
    {
        var random = new Random(4);
        double[] values = [.. Enumerable.Range(0, 700).Select(t => t % 7 == 6 ? 0 : rate > 1 ? Math.Round(rate * Math.Exp(0.2 * Some.Normal(random))) : random.NextDouble() < rate ? 1.0 : 0)];
        values[699] = sold ? 18 : 0;
        var series = new TimeSeries("a", values, 7);
        var answer = new AutoForecaster().Solve(series, new ForecastRequest(14) { NonNegative = true }, OriginPlan.For(0, 700, 14, 7), TestContext.Current.CancellationToken);
        Assert.Equal(sold, answer.Forecast.Mean[6] > 0);
        Assert.Equal(sold, answer.Forecast.Quantile(13, 0.95) > 0);
        Assert.Equal(!sold, answer.Notes.Contains("1 of the 7 buckets of a cycle as good as never sell: they are taken for closed, and zero is forecast of them"));
        var mean = values[^350..].Average();
        Assert.InRange(answer.Forecast.Mean.Average(), 0.85 * mean, 1.15 * mean);
    }

    /// <summary>An item that sold on one of a hundred Sundays, of days as seldom as the others, is not closed there; one that sells every other day is.</summary>
    [Theory]
    [InlineData(0.05, false)]
    [InlineData(0.5, true)]
    public void Find_OneSaleOnSundays_IsClosedWhereThatIsTooFew(double rate, bool closed)
    {
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 700).Select(t => t % 7 == 6 ? t == 300 - (300 % 7) + 6 ? 1 : 0 : random.NextDouble() < rate ? 1.0 : 0)];
        Assert.Equal(closed, OpenPhases.Find(new TimeSeries("a", values, 7)) is not null);
    }

    /// <summary>Sundays are closed but where an event is on with which they sold, or that no Sunday saw; one that ran over closed Sundays opens none.</summary>
    [Theory]
    [InlineData("sold with it", false)]
    [InlineData("never on a Sunday", false)]
    [InlineData("no sale with it", true)]
    [InlineData("never zero", true)]
    public void ClosedAhead_SomethingKnownAhead_OpensWhereItMaySell(string kind, bool closed)
    {
        const int Days = 728;
        var values = new double[Days];
        var known = new double[Days + 14];
        for (var t = 0; t < known.Length; t++)
        {
            var (isSunday, isOn) = (t % 7 == 6, t is 300 or 307 or Days + 6);
            known[t] = kind switch { "never on a Sunday" => t is 200 or Days + 6 ? 1 : 0, "never zero" => 15 + (t % 5), _ => isOn ? 1 : 0 };
            if (t < Days)
                values[t] = !isSunday ? 20 + (t % 3) : isOn && kind == "sold with it" ? 300 : 0;
        }

        var ahead = OpenPhases.ClosedAhead(new TimeSeries("shop", values, 7) { Regressors = [new Regressor("event", known)] }, 14);
        Assert.NotNull(ahead);
        Assert.Equal(closed ? [6, 13] : [13], Enumerable.Range(0, 14).Where(step => ahead[step]));
    }

    /// <summary>An item that sells once in three weeks is closed on Sundays where its shop is, also by another beginning, and open where it sold there of late or the shop did; what the shop sells later plays no part.</summary>
    [Theory]
    [InlineData("shop closed", new[] { 6 })]
    [InlineData("shop alone", null)]
    [InlineData("shop open", null)]
    [InlineData("shop sold of late", null)]
    [InlineData("item sold of late", null)]
    [InlineData("shop opens later", new[] { 6 })]
    [InlineData("shop of three weeks", null)]
    public void Find_ItemThatSellsSeldom_IsClosedWhereItsShopIs(string kind, int[]? closed)
    {
        const int Days = 140;
        const int Before = 38;
        double[] values = [.. Enumerable.Range(0, Days).Select(t => (t % 19 == 3 && t % 7 != 6) || (kind == "item sold of late" && t == 132) ? 1.0 : 0)];
        double[] shop = [.. Enumerable.Range(-Before, Before + Days + 28).Select(t => Cycle.PhaseOf(t, 7) != 6 || kind == "shop open" || (kind == "shop sold of late" && t == 132) || (kind == "shop opens later" && t >= Days) ? 40.0 : 0)];
        var item = new TimeSeries("item", values, 7, 500);
        var known = kind == "shop of three weeks" ? Days - 21 : -Before;

        var open = OpenPhases.Find(kind == "shop alone" ? item : item with { Place = new TimeSeries("shop", shop[(known + Before)..], 7, 500 + known) });

        Assert.Equal(closed, open is null ? null : Enumerable.Range(0, open.Length).Where(phase => !open[phase]));
    }

    /// <summary>An event opens the Sunday of an item that never sold with it where the shop did.</summary>
    [Theory]
    [InlineData(true, new[] { 13 })]
    [InlineData(false, new[] { 6, 13 })]
    public void ClosedAhead_EventWithWhichTheShopSold_OpensItsItems(bool sold, int[] closed)
    {
        const int Days = 700;
        var known = new double[Days + 14];
        known[300 - (300 % 7) + 6] = known[Days + 6] = 1;
        double[] values = [.. Enumerable.Range(0, Days).Select(t => t % 19 == 3 && t % 7 != 6 ? 1.0 : 0)];
        double[] shop = [.. Enumerable.Range(0, Days).Select(t => t % 7 != 6 || (sold && known[t] == 1) ? 40.0 : 0)];

        var ahead = OpenPhases.ClosedAhead(new TimeSeries("item", values, 7) { Place = new TimeSeries("shop", shop, 7), Regressors = [new Regressor("open Sunday", known)] }, 14);

        Assert.Equal(closed, Enumerable.Range(0, 14).Where(step => ahead![step]));
    }

    /// <summary>What an item sells as a whole stays: what it no longer sells on Sundays it sells on other days.</summary>
    [Fact]
    public void Finish_ItemThatSellsSeldomInAShopClosedOnSundays_KeepsItsVolume()
    {
        var random = new Random(2);
        double[] values = [.. Enumerable.Range(0, 210).Select(t => t % 7 != 6 && random.NextDouble() < 0.07 ? 1.0 : 0)];
        var item = new TimeSeries("item", values, 7);
        double[] shop = [.. values.Select((_, t) => t % 7 != 6 ? 40.0 : 0)];
        SeriesForecast Of(TimeSeries series) => new AutoForecaster().Solve(series, new ForecastRequest(14) { NonNegative = true }, OriginPlan.For(0, 210, 14, 7), TestContext.Current.CancellationToken);
        var (alone, inShop) = (Of(item), Of(item with { Place = new TimeSeries("shop", shop, 7) }));

        Assert.True(alone.Forecast.Mean[6] > 0);
        Assert.Equal([0, 0], [inShop.Forecast.Mean[6], inShop.Forecast.Quantile(13, 0.95)]);
        Assert.InRange(inShop.Forecast.Mean.Sum() / alone.Forecast.Mean.Sum(), 0.97, 1.03);
        Assert.Contains("1 of the 7 buckets of a cycle as good as never sell, nor does anything else where it is sold: they are taken for closed, and zero is forecast of them", inShop.Notes);
    }

    /// <summary>A week 53 moves the phases of a cycle of 52: what looks closed then is another week.</summary>
    [Fact]
    public void Find_LeapBucketAhead_IsNothing()
    {
        double[] values = [.. Enumerable.Range(0, 260).Select(t => t % 52 == 30 ? 0.0 : 20 + (t % 4))];
        var series = new TimeSeries("mill", values, 52);
        Assert.NotNull(OpenPhases.ClosedAhead(series, 52));
        Assert.Null(OpenPhases.ClosedAhead(series with { LeapBuckets = [264] }, 52));
    }

    [Fact]
    public void Of_ShopOfOpenHours_HasTheCyclesThatAreLeft()
    {
        var open = OpenPhases.Of(new TimeSeries("shop", Hours(6, 1), Day) { FurtherPeriods = [Week] });
        Assert.NotNull(open);
        Assert.Equal((12, 72, 6 * 72), (open.Series.Period, open.Series.FurtherPeriods.Single(), open.Series.Length));
        Assert.Equal((1, 12, 72), (open.Within(8), open.Within(Day), open.Within(Week)));
    }

    [Fact]
    public void Of_WeekendsWithoutSales_LeaveAWeekOfFive()
    {
        double[] values = [.. Enumerable.Range(0, 70).Select(t => t % 7 > 4 ? 0.0 : 20 + t % 7)];
        Assert.Equal(5, OpenPhases.Of(new TimeSeries("a", values, 7))!.Series.Period);
        Assert.Equal(DemandClass.Smooth, DemandPattern.Of(values, new TimeSeries("a", values, 7)).Class);
        Assert.Equal(DemandClass.Intermittent, DemandPattern.Of(values).Class);
    }

    /// <summary>Seldom demand, a season seen three times, a weekend that is sold on since two weeks, days that close at different hours, and what is known ahead.</summary>
    [Theory]
    [InlineData("seldom")]
    [InlineData("few rounds")]
    [InlineData("newly open")]
    [InlineData("all zero")]
    [InlineData("regressor")]
    public void Of_NotClosed_IsNothing(string kind)
    {
        double[] values = kind switch
        {
            "seldom" => Some.Sporadic(84, 3),
            "few rounds" => [.. Enumerable.Range(0, 21).Select(t => t % 7 > 4 ? 0.0 : 20)],
            "newly open" => [.. Enumerable.Range(0, 700).Select(t => t % 7 > 4 && t < 686 ? 0.0 : 20)],
            "regressor" => [.. Enumerable.Range(0, 70).Select(t => t % 7 > 4 ? 0.0 : 20)],
            _ => new double[70],
        };
        var series = new TimeSeries("a", values, 7) { Regressors = kind == "regressor" ? [new Regressor("promo", new double[98])] : [] };
        Assert.Null(OpenPhases.Of(series));
    }

    [Fact]
    public void Of_DaysThatDiffer_KeepTheWeekAlone()
    {
        double[] values = [.. Enumerable.Range(0, 10 * Week).Select(t => t % Day is >= 8 and < 20 && t % Week < (5 * Day) + 14 ? 100.0 + (t % Week) : 0)];
        Assert.Null(OpenPhases.Of(new TimeSeries("a", values, Day) { FurtherPeriods = [Week] }));
        var weeks = OpenPhases.Of(new TimeSeries("a", values, Week));
        Assert.Equal(66, weeks!.Series.Period);
    }
}
