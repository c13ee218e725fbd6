using PlanningEngine.Forecasting;

namespace PlanningEngine.Tests.Business;

/// <summary>
/// Weekly items that respond alike to promotions and prices, of which each has seen two promotions at most: what one promotion adds is known from all of them together. The future has
/// a promotion in one week of four and another price.
/// </summary>
internal static class PooledPromotions
{
    internal const int Horizon = 12;
    internal const int Weeks = 104;
    internal const double Uplift = 1.6;
    internal const double WeakUplift = 1.3;
    internal const double StrongUplift = 2;
    internal const double Elasticity = -1.5;
    private const int MostPromotions = 2;

    /// <summary>Draws items.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Seed of all of them.</param>
    /// <param name="uplift">What a promotion does to an item of a number; null for <see cref="Uplift"/>.</param>
    internal static PooledItem[] Draw(int count, int seed, Func<int, double>? uplift = null) =>
        [.. Enumerable.Range(0, count).Select(i => Item(i, 1_000 * seed + i, uplift?.Invoke(i) ?? Uplift))];

    /// <summary>Two groups of items, told by their attribute, of which one responds to promotions twice as strongly as the other.</summary>
    internal static PooledItem[] DrawGroups(int count, int seed) =>
        [.. Draw(count, seed, i => i % 2 == 0 ? WeakUplift : StrongUplift).Select((item, i) => item with { Told = item.Told with { Attributes = new Dictionary<string, string> { ["group"] = i % 2 == 0 ? "weak" : "strong" } } })];

    private static PooledItem Item(int number, int seed, double uplift)
    {
        var demand = new GeneratedDemand(seed);
        var (promotion, price) = (new double[Weeks + Horizon], new double[Weeks + Horizon]);
        for (var left = demand.Random.Next(MostPromotions + 1); left > 0; left--)
            promotion[demand.Random.Next(Weeks)] = 1;
        var current = demand.Between(5, 50);
        for (var t = 0; t < price.Length; t++)
        {
            if (demand.Chance(0.05))
                current *= demand.Between(0.85, 1.15);
            price[t] = current;
            promotion[t] = t < Weeks ? promotion[t] : demand.Chance(0.25) ? 1 : 0;
        }

        var usual = demand.Expectation(Weeks + Horizon, 52);
        var expectation = usual.Select((e, t) => e * Math.Pow(uplift, promotion[t]) * Math.Pow(price[t] / price[0], Elasticity)).ToArray();
        var values = demand.Counts(expectation);
        var bare = new TimeSeries($"item {number:000}", values[..Weeks], 52);
        Regressor[] regressors = [new("promo", promotion), new("price", price, RegressorForm.Price)];
        return new PooledItem(bare with { Regressors = regressors }, bare, promotion[Weeks..], expectation[Weeks..], values[Weeks..]);
    }
}

/// <summary>One of many items.</summary>
/// <param name="Told">Its history with what is known ahead.</param>
/// <param name="Bare">Its history alone.</param>
/// <param name="Promotion">Promotions of the future: 1 or 0.</param>
/// <param name="Expectation">The true expectation of each future bucket.</param>
/// <param name="Actual">What was demanded in each.</param>
internal sealed record PooledItem(TimeSeries Told, TimeSeries Bare, double[] Promotion, double[] Expectation, double[] Actual);

/// <summary>How forecasts of many items stand to the truth.</summary>
/// <param name="Bias">Mean over expectation less one, all buckets.</param>
/// <param name="PromotedBias">The same in promoted buckets.</param>
/// <param name="Wape">Absolute errors over demand.</param>
/// <param name="PromotedWape">The same in promoted buckets.</param>
internal readonly record struct PooledScore(double Bias, double PromotedBias, double Wape, double PromotedWape)
{
    /// <summary>Scores the means of forecasts.</summary>
    internal static PooledScore Of(PooledItem[] items, IReadOnlyList<double[]> means)
    {
        var (all, promoted) = (new double[4], new double[4]);
        for (var i = 0; i < items.Length; i++)
            for (var step = 0; step < means[i].Length; step++)
                foreach (var sums in items[i].Promotion[step] > 0 ? new[] { all, promoted } : [all])
                {
                    sums[0] += means[i][step];
                    sums[1] += items[i].Expectation[step];
                    sums[2] += Math.Abs(means[i][step] - items[i].Actual[step]);
                    sums[3] += items[i].Actual[step];
                }

        return new PooledScore(all[0] / all[1] - 1, promoted[0] / promoted[1] - 1, all[2] / all[3], promoted[2] / promoted[3]);
    }
}
