using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

/// <summary>A peak that was seen once is a season or an offer: what demand did about earlier swings says which.</summary>
public sealed class SeasonSwingsTests
{
    private const int Weeks = 97;
    private const int Horizon = 8;
    private const int Brands = 12;
    private static readonly int[] Cutoffs = [65, 77, 89];
    private static readonly GlobalTreesOptions Small = new() { Trees = 5, Threads = 1, MostRows = 5_000 };

    /// <summary>Items of a few brands, each with its own size and noise, times what happens to the brand in a week.</summary>
    private static TimeSeries[] Items(Func<int, int, double> ofBrand)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, 60).Select(i =>
        {
            var size = 100 * Math.Exp(random.NextDouble());
            return new TimeSeries($"item {i:00}", [.. Enumerable.Range(0, Weeks).Select(t => size * ofBrand(i % Brands, t) * (0.8 + 0.4 * random.NextDouble()))], 52);
        })];
    }

    /// <summary>Offers at seven of a hundred weeks, another set for each brand, and one of the first brand 52 weeks before the third week ahead.</summary>
    private static TimeSeries[] OnOffer()
    {
        var random = new Random(11);
        var offered = Enumerable.Range(0, Brands).Select(_ => Enumerable.Range(0, 7).Select(_ => random.Next(Weeks)).ToHashSet()).ToArray();
        offered[0].Add(Weeks + 2 - 52);
        return Items((brand, week) => offered[brand].Contains(week) ? 25 : 1);
    }

    private static TimeSeries[] Seasonal() => Items((_, week) => 1 + 0.4 * Math.Sin(2 * Math.PI * week / 52) + (week % 52 is 47 or 48 ? 4 : 0));

    private static SeasonSwings? Learn(TimeSeries[] items)
    {
        var pool = GlobalTreesForecaster.Train(items, [.. Cutoffs, Weeks], Horizon, Small, TestContext.Current.CancellationToken).Seasons;
        return SeasonSwings.Learn(pool, items, Cutoffs, Horizon, 52);
    }

    [Fact]
    public void Learn_OffersThatDoNotComeBack_LeavesNothingToBelieve() => Assert.Null(Learn(OnOffer()));

    [Fact]
    public void Learn_SeasonThatComesBack_BelievesWhatSwingsFurther()
    {
        var swings = Learn(Seasonal());
        Assert.NotNull(swings);
        Assert.InRange(swings.ShareOf(swings.Most + 1), 0.8, 1);
        Assert.Equal(0, swings.ShareOf(0));
    }

    /// <summary>A mixture of courses knows no bound at zero: taken for a season, it closed weeks in which every item always sold.</summary>
    [Fact]
    public void Pool_WhatAlwaysSold_IsNotZero()
    {
        var items = OnOffer();
        var pool = GlobalTreesForecaster.Train(items, [Weeks], Horizon, Small, TestContext.Current.CancellationToken).Seasons;
        foreach (var item in items)
            Assert.All(pool.Forecast(item, new ForecastRequest(Horizon), TestContext.Current.CancellationToken).Mean, m => Assert.True(m > 0.05 * item.Values.Min(), $"{item.Id} {m}"));
    }

    [Fact]
    public void Collection_OfferOfAYearAgo_IsNotExpectedAgain()
    {
        var items = OnOffer();
        IForecaster forecaster = CollectionForecaster.Learn(items, Horizon, null, 1, TestContext.Current.CancellationToken) ?? ForecastMethods.Create("auto");
        foreach (var item in items.Where((_, i) => i % Brands == 0))
        {
            var mean = forecaster.Forecast(item, new ForecastRequest(Horizon), TestContext.Current.CancellationToken).Mean;
            Assert.True(mean[2] < 10 * mean.Order().First(), $"{item.Id} {mean[2]} {mean.Order().First()}");
        }
    }
}
