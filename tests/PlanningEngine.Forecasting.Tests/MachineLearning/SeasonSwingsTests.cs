using System.Text.Json;
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

    /// <summary>After weeks in which the season foresees next to nothing, a percent that all series sold less is no word on Christmas.</summary>
    [Fact]
    public void Learn_ShockOfQuietWeeks_LeavesThePeakBelieved()
    {
        var items = Items((_, week) => (1 + 0.02 * Math.Sin(2 * Math.PI * week / 52) + (week % 52 is 47 or 48 ? 4 : 0)) * (Cutoffs.Any(c => week >= c && week < c + Horizon) ? 0.97 : 1));
        var swings = Learn(items);
        Assert.NotNull(swings);
        Assert.InRange(swings.Trust, 0.7, 1);
    }

    /// <summary>A horizon shorter than the week that days are compared by.</summary>
    [Fact]
    public void Learn_FewDaysAhead_AreCompared()
    {
        const int Days = 800;
        var random = new Random(3);
        TimeSeries[] items = [.. Enumerable.Range(0, 40).Select(i => new TimeSeries($"item {i:00}", [.. Enumerable.Range(0, Days).Select(t => 50 * (1 + 0.3 * Math.Sin(2 * Math.PI * t / 365)) * (0.8 + 0.4 * random.NextDouble()))], 365))];
        var pool = GlobalTreesForecaster.Train(items, [785, 790, Days], 5, Small, TestContext.Current.CancellationToken).Seasons;
        Assert.NotNull(SeasonSwings.Learn(pool, items, [785, 790], 5, 365));
    }

    /// <summary>Runs keep what was learned between their stages.</summary>
    [Fact]
    public void Serialized_KeepsTrust()
    {
        var swings = new SeasonSwings(-0.5, 0.5) { Trust = 0.2 };
        Assert.Equal(swings, JsonSerializer.Deserialize<SeasonSwings>(JsonSerializer.Serialize(swings)));
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
}
