using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Forecasting.Preparation;
using PlanningEngine.Forecasting.Selection;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Forecasting.Tests.MachineLearning;

/// <summary>Effects of promotions and prices, found over all series, against known truths.</summary>
public sealed class TreesWithRegressorsTests : PromotedItems
{
    [Theory]
    [InlineData(TreeStrategy.Direct)]
    [InlineData(TreeStrategy.Recursive)]
    [InlineData(TreeStrategy.Mixed)]
    public void Forecast_FewPromotionsEachAndACommonResponse_HoldsBiasWherePromoted(TreeStrategy strategy)
    {
        var options = new GlobalTreesOptions { Threads = 1, MostRows = 40_000, Strategy = strategy };
        var (told, untold) = (Train([.. Items.Select(i => i.Told)], options), Train([.. Items.Select(i => i.Bare)], options));
        var alone = ForecastMethods.Create("mstl");
        var with = PooledScore.Of(Items, [.. Items.Select(i => Forecast(told, i.Told).Mean)]);
        var without = PooledScore.Of(Items, [.. Items.Select(i => Forecast(untold, i.Bare).Mean)]);
        var each = PooledScore.Of(Items, [.. Items.Select(i => Forecast(alone, i.Told).Mean)]);
        Assert.InRange(with.PromotedBias, -0.02, 0.02);
        Assert.InRange(with.Bias, -0.02, 0.02);
        Assert.True(with.PromotedWape < 0.6 * without.PromotedWape, $"{with} {without}");
        Assert.True(with.PromotedWape < 0.6 * each.PromotedWape, $"{with} {each}");
        Assert.True(with.Wape < 0.8 * each.Wape, $"{with} {each}");
    }

    [Fact]
    public void EffectsAt_CommonResponse_FindsIt()
    {
        var trees = Train([.. Items.Select(i => i.Told)]);
        var effects = trees.EffectsOn(Items[0].Told);
        Assert.Equal(["price", "promo"], effects.Select(e => e.Name));
        Assert.InRange(effects[0].Coefficient, PooledPromotions.Elasticity - 3 * effects[0].StandardError, PooledPromotions.Elasticity + 3 * effects[0].StandardError);
        Assert.InRange(effects[1].Coefficient, Math.Log(PooledPromotions.Uplift) - 3 * effects[1].StandardError, Math.Log(PooledPromotions.Uplift) + 3 * effects[1].StandardError);
        Assert.All(effects, e => Assert.InRange(e.StandardError, 0.001, 0.1));
        Assert.Empty(trees.EffectsOn(Items[0].Told.Until(Weeks - 1)));
        Assert.Equal(effects, trees.Seasons.EffectsOn(Items[0].Told));
    }

    [Fact]
    public void Forecast_GroupsThatRespondDifferently_HoldsTheBiasOfEach()
    {
        var items = PooledPromotions.DrawGroups(200, seed: 3);
        var trees = Train([.. items.Select(i => i.Told)]);
        foreach (var group in items.GroupBy(i => i.Told.Attributes["group"]))
            Assert.InRange(PooledScore.Of([.. group], [.. group.Select(i => Forecast(trees, i.Told).Mean)]).PromotedBias, -0.05, 0.05);
        Assert.InRange(Math.Exp(trees.EffectsOn(items[0].Told).Single(e => e.Name == "promo").Coefficient), PooledPromotions.WeakUplift - 0.1, PooledPromotions.WeakUplift + 0.1);
        Assert.InRange(Math.Exp(trees.EffectsOn(items[1].Told).Single(e => e.Name == "promo").Coefficient), PooledPromotions.StrongUplift - 0.15, PooledPromotions.StrongUplift + 0.15);
        using var stream = new MemoryStream();
        trees.Save(stream);
        stream.Position = 0;
        Assert.Equal(Forecast(trees, items[1].Told).Mean, Forecast(GlobalTreesForecaster.Load(stream), items[1].Told).Mean);
    }

    [Fact]
    public void Forecast_SeriesThatRespondDifferently_FollowsTheirOwnPromotions()
    {
        // Each series has had a promotion every eighth week, which adds a tenth or doubles.
        var series = Enumerable.Range(0, 40).Select(i =>
        {
            double[] promotion = [.. Enumerable.Range(0, Weeks + Horizon).Select(t => (t + i) % 8 == 0 ? 1.0 : 0)];
            var demand = new GeneratedDemand(i);
            var expectation = demand.Expectation(Weeks, 52).Select((e, t) => e * (promotion[t] == 0 ? 1 : i % 2 == 0 ? 1.1 : 2)).ToArray();
            return new TimeSeries($"{i:00}", demand.Counts(expectation), 52) { Regressors = [new Regressor("promo", promotion)] };
        }).ToArray();
        var trees = Train(series);
        var uplift = series.Select(s => Forecast(trees, s)).Select(f => Enumerable.Range(0, Horizon).Where(t => f.Effects[0].Uplift[t] != 0).Average(t => f.Mean[t] / f.BaseMean![t])).ToArray();
        Assert.InRange(uplift.Where((_, i) => i % 2 == 0).Average(), 1.05, 1.25);
        Assert.InRange(uplift.Where((_, i) => i % 2 == 1).Average(), 1.8, 2.1);
    }

    [Fact]
    public void Forecast_WeekAfterAPromotion_LearnsWhatItBroughtForward()
    {
        static double Factor(double[] promotion, int t) => promotion[t] > 0 ? 1.6 : t > 0 && promotion[t - 1] > 0 ? 0.7 : 1;
        var series = Enumerable.Range(0, 120).Select(i =>
        {
            var demand = new GeneratedDemand(700 + i);
            double[] promotion = [.. Enumerable.Range(0, Weeks + Horizon).Select(t => t == Weeks + 5 || (t < Weeks - 4 && demand.Chance(0.03)) ? 1.0 : 0)];
            return new TimeSeries($"{i:000}", demand.Counts([.. demand.Expectation(Weeks, 52).Select((e, t) => e * Factor(promotion, t))]), 52) { Regressors = [new Regressor("promo", promotion)] };
        }).ToArray();
        var trees = Train(series, new GlobalTreesOptions { Threads = 1, MostRows = 40_000 });
        var means = series.Select(s => Forecast(trees, s).Mean).ToArray();
        Assert.InRange(means.Sum(m => m[6]) / means.Sum(m => (m[4] + m[8]) / 2), 0.6, 0.82);
    }

    [Fact]
    public void Forecast_ToldOfAPromotion_RaisesThatBucketAndExplainsIt()
    {
        var trees = Train([.. Items.Select(i => i.Told)]);
        var series = Items[0].Told;
        TimeSeries With(double promotion) => series with { Regressors = [series.Regressors[0] with { Values = [.. series.Regressors[0].Values.Select((v, t) => t == Weeks + 5 ? promotion : t > Weeks ? 0 : v)] }, series.Regressors[1]] };
        var (promoted, plain) = (Forecast(trees, With(1)), Forecast(trees, With(0)));
        Assert.InRange(promoted.Mean[5] / plain.Mean[5], 1.45, 1.75);
        Assert.InRange(promoted.Mean[1] / plain.Mean[1], 0.98, 1.02);
        Assert.Contains(promoted.Notes, n => n.StartsWith("promo: coefficient", StringComparison.Ordinal));
        Assert.Equal(EffectBasis.Series, promoted.EffectBasis);
        for (var step = 0; step < Horizon; step++)
            Assert.Equal(promoted.Mean[step], promoted.BaseMean![step] + promoted.Effects.Sum(e => e.Uplift[step]), 1e-6 * promoted.Mean[step]);
    }

    [Fact]
    public void Auto_WithTrees_TakesNoEffectOutTwice()
    {
        var trees = Train([.. Items.Select(i => i.Told)]);
        var auto = new AutoForecaster([trees], ["trees"]);
        var series = Items.First(i => i.Promotion.Sum() > 2).Told;
        var (alone, inAuto) = (Forecast(trees, series), Forecast(auto, series));
        for (var step = 0; step < Horizon; step++)
            Assert.Equal(alone.Mean[step], inAuto.Mean[step], 1e-9 * alone.Mean[step]);
    }

    [Fact]
    public void Prepare_BesideTrees_GivesOtherMethodsTheEffectsOfAllSeries()
    {
        var trees = Train([.. Items.Select(i => i.Told)]);
        var method = ForecastMethods.Create("mstl");
        double[] Beside(PooledItem item) => PreparedDemand.Of(item.Told, Request, [trees], TestContext.Current.CancellationToken)!.Forecast(method, Request, TestContext.Current.CancellationToken).Mean;
        var (beside, alone) = (PooledScore.Of(Items, [.. Items.Select(Beside)]), PooledScore.Of(Items, [.. Items.Select(i => Forecast(method, i.Told).Mean)]));
        Assert.InRange(beside.PromotedBias, -0.03, 0.03);
        Assert.True(beside.PromotedWape < 0.7 * alone.PromotedWape, $"{beside} {alone}");
    }

    [Fact]
    public void Prepare_SeriesThatRespondsOtherwise_DepartsFromAllSeries()
    {
        var trees = Train([.. Items.Select(i => i.Told)]);
        double[] promotion = [.. Enumerable.Range(0, Weeks + Horizon).Select(t => t % 4 == 0 ? 1.0 : 0)];
        var series = new TimeSeries("own", [.. Enumerable.Range(0, Weeks).Select(t => (promotion[t] > 0 ? 300.0 : 100) + t * 7 % 5)], 52) { Regressors = [new Regressor("promo", promotion)] };
        var mean = PreparedDemand.Of(series, Request, [trees], TestContext.Current.CancellationToken)!.Forecast(ForecastMethods.Create("ses"), Request, TestContext.Current.CancellationToken).Mean;
        Assert.InRange(mean[0] / mean[1], 2.9, 3.1);
    }

    [Fact]
    public void Forecast_BucketsWithoutStock_AreNotTakenForDemand()
    {
        var trees = Train(Few);
        var sold = Few[5];
        var values = sold.Values.Select((v, t) => t >= Weeks - 8 ? 0 : v).ToArray();
        var empty = sold with { Values = values, Availability = [.. values.Select((_, t) => t >= Weeks - 8 ? 0.0 : 1)] };
        var ratio = Forecast(trees, empty).Mean.Sum() / Forecast(trees, sold).Mean.Sum();
        Assert.InRange(ratio, 0.8, 1.2);
        Assert.True(Forecast(trees, sold with { Values = values }).Mean.Sum() < 0.8 * Forecast(trees, empty).Mean.Sum());
    }
}
