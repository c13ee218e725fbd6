using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Forecasting.MachineLearning.Seasons;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

public sealed class PooledSeasonTests
{
    private const int Weeks = 104;
    private static readonly GlobalTreesOptions Small = new() { Trees = 5, Threads = 1, MostRows = 5_000 };

    /// <summary>Shops that share three seasons, each in its own mixture, under noise; the level of each moves a little from year to year.</summary>
    private static TimeSeries[] Shops(int count, double noise)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (size, growth) = (100 * Math.Exp(2 * random.NextDouble()), 0.9 + 0.3 * random.NextDouble());
            var mixture = new[] { random.NextDouble(), random.NextDouble(), random.NextDouble() };
            return new TimeSeries($"shop {i}", [.. Enumerable.Range(0, Weeks + 26).Select(t => size * Math.Pow(growth, t / 52.0)
                * (1 + mixture.Select((m, k) => 0.3 * m * Math.Sin(2 * Math.PI * ((k + 1) * t / 52.0 + k / 3.0))).Sum() + noise * (random.NextDouble() + random.NextDouble() - 1)))], 52);
        })];
    }

    private static double Error(IForecaster method, TimeSeries[] series) =>
        series.Sum(s => method.Forecast(s.Until(Weeks), new ForecastRequest(26), TestContext.Current.CancellationToken).Mean.Zip(s.Values[(Weeks - s.FirstPeriod)..], (f, a) => Math.Abs(f - a)).Sum());

    [Fact]
    public void Forecast_SharedSeasonUnderNoise_BeatsSeasonalNaiveByFar()
    {
        var series = Shops(150, 0.4);
        var model = GlobalTreesForecaster.Train(series, [Weeks], 26, Small, TestContext.Current.CancellationToken);
        var ratio = Error(model.Seasons, series) / Error(new SeasonalNaive(), series);
        Assert.True(ratio < 0.8, $"{ratio}");
        Assert.True(Error(model, series) < 0.85 * Error(new SeasonalNaive(), series));
        Assert.Equal(["trees", "pool"], model.Methods.Select(m => m.Name));
    }

    /// <summary>All were closed in one week of last year: nothing is known of it, not that nothing was sold.</summary>
    [Fact]
    public void Forecast_WeekThatNobodyKnows_TakesTheYearBefore()
    {
        var series = Shops(150, 0.1);
        TimeSeries[] closed = [.. series.Select(s => s with { Values = [.. s.Values.Select((v, t) => t == Weeks - 52 + 3 ? double.NaN : v)] })];
        var model = GlobalTreesForecaster.Train(closed, [Weeks], 26, Small, TestContext.Current.CancellationToken);
        var (forecast, actual) = (0.0, 0.0);
        for (var i = 0; i < series.Length; i++)
        {
            forecast += model.Seasons.Forecast(closed[i].Until(Weeks), new ForecastRequest(26), TestContext.Current.CancellationToken).Mean[3];
            actual += series[i].Values[Weeks + 3];
        }

        Assert.InRange(forecast / actual, 0.9, 1.1);
    }

    [Fact]
    public void Forecast_YoungSeries_TakesTheSeasonOfTheOthers()
    {
        var series = Shops(150, 0.05);
        var young = series[3] with { Values = series[3].Values[90..], FirstPeriod = 90 };
        var model = GlobalTreesForecaster.Train([.. series.Where((_, i) => i != 3), young], [Weeks], 26, Small, TestContext.Current.CancellationToken);
        var pooled = Error(model.Seasons, [young]);
        Assert.True(pooled < 0.8 * Error(new Naive(), [young]), $"{pooled}");
    }

    /// <summary>Months of items that all were hit by the same things at times that never come back, or by the same month of each year.</summary>
    private static TimeSeries[] Items(Func<int, double> shared)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 60).Select(i =>
        {
            var size = 50 * Math.Exp(random.NextDouble());
            return new TimeSeries($"item {i:00}", [.. Enumerable.Range(0, 72).Select(t => size * shared(t) * (0.8 + 0.4 * random.NextDouble()))], 12);
        })];
    }

    [Fact]
    public void Forecast_WhatHitAllSeriesOnce_DoesNotComeBackAndASeasonDoes()
    {
        int[] hit = [7, 15, 22, 33, 41, 48, 54];
        double Highest(TimeSeries[] series)
        {
            var pool = GlobalTreesForecaster.Train(series, [60], 12, Small, TestContext.Current.CancellationToken).Seasons;
            return series.Average(s =>
            {
                var mean = pool.Forecast(s.Until(60), new ForecastRequest(12), TestContext.Current.CancellationToken).Mean;
                return mean.Max() / mean.Order().ElementAt(6);
            });
        }

        var (once, yearly) = (Highest(Items(t => Array.IndexOf(hit, t) >= 0 ? 5 : 1)), Highest(Items(t => t % 12 == 5 ? 5 : 1)));
        Assert.True(once < 1.6, $"{once}");
        Assert.True(yearly > 4, $"{yearly}");
    }

    /// <summary>Quiet days are mostly noise, Christmas and the days on which all is closed are not.</summary>
    [Fact]
    public void Forecast_DaysWithThreeChristmasesKnown_FollowTheFourth()
    {
        var shops = new ShopSeasons(1, 2021, new DateOnly(2024, 11, 25), 37, Weeks: false);
        TimeSeries[] series = shops.Draw(6, 10, 7);
        var expected = shops.Expected(6, 10);
        TimeSeries[] known = [.. series.Select(s => s.Until(shops.Known))];
        var pool = GlobalTreesForecaster.Train(known, [shops.Known], shops.Horizon, new GlobalTreesOptions { Trees = 5, Threads = 1, MostRows = 5_000, Axis = shops.Axis }, TestContext.Current.CancellationToken).Seasons;
        var mean = new double[shops.Horizon];
        foreach (var one in known)
            foreach (var (step, value) in pool.Forecast(one, new ForecastRequest(shops.Horizon) { NonNegative = true }, TestContext.Current.CancellationToken).Mean.Index())
                mean[step] += value;
        double Sum(Func<int, double> of, int first, int last) => Enumerable.Range(0, shops.Horizon).Where(step => shops.Axis.DateOf(shops.Known + step) is { Month: 12, Day: var day } && day >= first && day <= last).Sum(of);
        double Expected(int step) => expected.Sum(e => e.Values[shops.Known + step]);
        Assert.InRange(Sum(step => mean[step], 18, 24) / Sum(Expected, 18, 24), 0.93, 1.07);
        Assert.True(Sum(step => mean[step], 25, 26) < 0.03 * Sum(Expected, 23, 24));
    }

    [Fact]
    public void Forecast_OtherIdsAndOrder_IsTheSame()
    {
        var series = Shops(60, 0.2);
        var one = GlobalTreesForecaster.Train(series, [Weeks], 8, Small, TestContext.Current.CancellationToken);
        var other = GlobalTreesForecaster.Train([.. series.Reverse()], [Weeks], 8, Small, TestContext.Current.CancellationToken);
        Assert.Equal(one.Hash, other.Hash);
    }

    [Fact]
    public void Forecast_ScaledSeries_IsScaled()
    {
        var series = Shops(60, 0.2);
        var model = GlobalTreesForecaster.Train(series, [Weeks], 8, Small, TestContext.Current.CancellationToken);
        var known = series[5].Until(Weeks);
        var (plain, scaled) = (Mean(known), Mean(known with { Values = [.. known.Values.Select(v => 1000 * v)] }));
        for (var step = 0; step < plain.Length; step++)
            Assert.Equal(1000 * plain[step], scaled[step], 1e-6 * Math.Abs(scaled[step]));
        double[] Mean(TimeSeries s) => model.Seasons.Forecast(s, new ForecastRequest(8), TestContext.Current.CancellationToken).Mean;
    }

    [Fact]
    public void Forecast_WithoutSeason_FallsBackAndSaysSo()
    {
        var series = Enumerable.Range(0, 30).Select(i => Some.Monthly(40, i) with { Id = $"{i}", Period = 1 }).ToArray();
        var model = GlobalTreesForecaster.Train(series, [40], 6, Small, TestContext.Current.CancellationToken);
        Assert.Equal(["trees"], model.Methods.Select(m => m.Name));
        Assert.Contains(model.Seasons.Forecast(series[0], new ForecastRequest(6), TestContext.Current.CancellationToken).Notes, n => n.Contains("seasonal naive was used", StringComparison.Ordinal));
    }

    [Fact]
    public void Forecast_UnusualInput_HoldsTheContract()
    {
        var model = GlobalTreesForecaster.Train([.. Shops(60, 0.2), .. Some.Unusual.Select((u, i) => u.Value with { Id = $"u{i:00}", Period = 52 })], [80, Weeks], 8,
            new GlobalTreesOptions { Trees = 5, Threads = 1, Axis = new TimeAxis(new DateOnly(2020, 1, 3), AxisUnit.Days, 7) }, TestContext.Current.CancellationToken);
        foreach (var series in Some.Unusual.Values)
            foreach (var shifted in new[] { series with { Period = 52 }, series with { Period = 52, FirstPeriod = Weeks - series.Length } })
            {
                var forecast = model.Seasons.Forecast(shifted, new ForecastRequest(120) { NonNegative = true }, TestContext.Current.CancellationToken);
                Assert.All(forecast.Mean, m => Assert.True(double.IsFinite(m) && m >= 0));
                Assert.All(forecast.Quantiles, row => Assert.Equal(row.Order(), row));
            }
    }

    [Theory]
    [InlineData(2010, 4, 4)]
    [InlineData(2011, 4, 24)]
    [InlineData(2012, 4, 8)]
    [InlineData(2038, 4, 25)]
    [InlineData(1818, 3, 22)]
    public void MovableDays_Easter_IsTheKnownDate(int year, int month, int day) => Assert.Equal(new DateOnly(year, month, day), MovableDays.Of(0, year));

    [Theory]
    [InlineData(2010, 25)]
    [InlineData(2012, 22)]
    [InlineData(2018, 22)]
    [InlineData(2019, 28)]
    public void MovableDays_FourthThursday_IsTheKnownDate(int year, int day) => Assert.Equal(new DateOnly(year, 11, day), MovableDays.Of(1, year));

    [Fact]
    public void Sources_OrdinaryWeek_MixesTwoWeeksByDate()
    {
        var sources = new SeasonalSources(new TimeAxis(new DateOnly(2010, 2, 5), AxisUnit.Days, 7), 52);
        var july = sources.Of(75, 1);
        Assert.Equal([22, 23], july.Select(s => s.Ordinal));
        Assert.Equal([1 / 7.0, 6 / 7.0], july.Select(s => s.Weight));
    }

    [Fact]
    public void Sources_WeekOfAMovableDay_LooksAtTheSameDayOfTheYearBefore()
    {
        // Easter fell on 2011-04-24 and on 2010-04-04: weeks 63 (to 22 April) and 8 (to 2 April).
        var sources = new SeasonalSources(new TimeAxis(new DateOnly(2010, 2, 5), AxisUnit.Days, 7), 52);
        Assert.Equal([(8, 1.0)], sources.Of(63, 1));
    }

    [Fact]
    public void Sources_WeekThatWasBentAYearBefore_HasNone()
    {
        var sources = new SeasonalSources(new TimeAxis(new DateOnly(2010, 2, 5), AxisUnit.Days, 7), 52);
        Assert.Empty(sources.Of(116, 1));
        Assert.NotEmpty(sources.Of(116, 2));
    }

    [Fact]
    public void Sources_WithoutDates_GoesBackWholeCycles() => Assert.Equal([(6, 1.0)], new SeasonalSources(null, 12).Of(30, 2));

    [Fact]
    public void Sources_AskedForBackAndForth_AreThoseOfEachBucket()
    {
        var (weeks, months) = (new TimeAxis(new DateOnly(2010, 2, 5), AxisUnit.Days, 7), new SeasonalSources(null, 12));
        var grown = new SeasonalSources(weeks, 52);
        foreach (var ordinal in (int[])[300, 299, -5, 1_000, 0, 428, 171, -400])
        {
            Assert.Equal([(ordinal - 36, 1.0)], months.Of(ordinal, 3));
            Assert.Equal(new SeasonalSources(weeks, 52).Of(ordinal, 2), grown.Of(ordinal, 2));
        }
    }

    [Fact]
    public void Axis_MonthsAndDays_GiveTheirDates()
    {
        Assert.Equal(new DateOnly(2024, 3, 1), new TimeAxis(new DateOnly(2024, 1, 31), AxisUnit.Months, 1).DateOf(2));
        Assert.Equal(new DateOnly(2023, 10, 1), new TimeAxis(new DateOnly(2024, 1, 1), AxisUnit.Months, 3, 8).DateOf(7));
        Assert.Equal(new DateOnly(2024, 1, 15), new TimeAxis(new DateOnly(2024, 1, 1), AxisUnit.Days, 7, 5).DateOf(7));
    }
}
