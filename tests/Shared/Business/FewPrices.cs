using PlanningEngine.Forecasting;

namespace PlanningEngine.Tests.Business;

/// <summary>
/// An item that was sold at two to six prices, forecast by itself: prices cut now and then, most often in its good season and then mostly promoted, or a list price that is changed for good.
/// The future has other prices and promotions. Elasticities lie between -3 and -.5 unless others are asked for, what a promotion does beside its price between 1.1 and 1.6; demand scatters by 5, 15 or 30 %.
/// </summary>
/// <param name="Series">The history without regressors.</param>
/// <param name="Price">The price per bucket of history and future.</param>
/// <param name="Promotion">Promotions: 1 or 0.</param>
/// <param name="Variation">How demand scatters around its expectation: the coefficient of variation of its rate.</param>
/// <param name="Elasticity">The true elasticity.</param>
/// <param name="Response">The true coefficient of a promotion.</param>
/// <param name="Base">The true expectation of each future bucket without a promotion and at the median price of the history.</param>
/// <param name="Expectation">The true expectation of each future bucket.</param>
/// <param name="Actual">What was demanded in each.</param>
internal sealed record FewPrices(
    TimeSeries Series, double[] Price, double[] Promotion, double Variation, double Elasticity, double Response, double[] Base, double[] Expectation, double[] Actual)
{
    internal const int Horizon = 12;

    /// <summary>Elasticity of the items that respond most.</summary>
    internal const double Strongest = -3;

    /// <summary>Elasticity of those that respond least.</summary>
    internal const double Weakest = -0.5;

    private const double First = 10;

    /// <summary>Lengths of histories: two, three and five years of months, two of weeks.</summary>
    internal static IReadOnlyList<int> Lengths { get; } = [24, 36, 60, 104];

    /// <summary>How demand may scatter.</summary>
    internal static IReadOnlyList<double> Variations { get; } = [0.05, 0.15, 0.3];

    /// <summary>The item as it is told of its prices and promotions.</summary>
    /// <param name="form">What the price is taken for.</param>
    internal TimeSeries Told(RegressorForm form) => Series with { Regressors = [new Regressor("price", Price, form), new Regressor("promo", Promotion)] };

    /// <summary>Draws an item.</summary>
    /// <param name="length">Buckets of its history, one of <see cref="Lengths"/>.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="strongest">Elasticity of the items that respond most.</param>
    /// <param name="weakest">Elasticity of those that respond least.</param>
    internal static FewPrices Draw(int length, int seed, double strongest = Strongest, double weakest = Weakest)
    {
        var demand = new GeneratedDemand(1_000 * length + seed);
        var (period, variation, prices) = (length > 100 ? 52 : 12, Variations[seed % 3], 2 + seed % 5);
        var usual = demand.Expectation(length + Horizon, period);
        var typical = usual[..length].Average();
        var high = Array.ConvertAll(usual, e => e > typical);
        var (price, promotion) = seed % 2 == 0 ? Cut(demand, length, prices, high) : Listed(demand, length, prices, high);
        var (elasticity, response) = (demand.Between(strongest, weakest), Math.Log(demand.Between(1.1, 1.6)));
        var expectation = usual.Select((e, t) => e * Math.Pow(price[t] / First, elasticity) * Math.Exp(response * promotion[t])).ToArray();
        var median = price[..length].Order().ElementAt(length / 2);
        var values = demand.Counts(expectation, variation);
        return new FewPrices(
            new TimeSeries($"{length}-{seed}", values[..length], period), price, promotion, variation, elasticity, response,
            [.. usual[length..].Select(e => e * Math.Pow(median / First, elasticity))], expectation[length..], values[length..]);
    }

    /// <summary>Prices that are cut for a bucket or two, each at least once.</summary>
    private static (double[] Price, double[] Promotion) Cut(GeneratedDemand demand, int length, int prices, bool[] high)
    {
        var (price, promotion) = (new double[length + Horizon], new double[length + Horizon]);
        Array.Fill(price, First);
        double[] others = [.. Enumerable.Range(1, prices - 1).Select(_ => Math.Round(demand.Between(7, 9.5), 2))];
        foreach (var other in others.Concat(others.Where(_ => demand.Chance(0.5))))
        {
            var at = demand.Random.Next(length);
            while (demand.Chance(0.7) && !high[at])
                at = demand.Random.Next(length);
            var until = Math.Min(length, at + demand.Random.Next(1, 3));
            for (var promoted = demand.Chance(0.6) ? 1 : 0; at < until; at++)
                (price[at], promotion[at]) = (other, promoted);
        }

        for (var t = 0; t < price.Length; t++)
        {
            if (t >= length && demand.Chance(0.3))
                price[t] = Math.Round(demand.Between(7, 10.5), 2);
            if (demand.Chance(price[t] < First && t >= length ? 0.6 : high[t] ? 0.12 : 0.04))
                promotion[t] = 1;
        }

        return (price, promotion);
    }

    /// <summary>A list price that mostly rises, also when the future begins.</summary>
    private static (double[] Price, double[] Promotion) Listed(GeneratedDemand demand, int length, int prices, bool[] high)
    {
        int[] changes = [.. Enumerable.Range(1, length - 1).OrderBy(_ => demand.Random.Next()).Take(prices - 1), length];
        var (price, promotion, now) = (new double[length + Horizon], new double[length + Horizon], First);
        for (var t = 0; t < price.Length; t++)
        {
            if (changes.Contains(t))
                now = Math.Round(now * demand.Between(0.93, 1.15), 2);
            (price[t], promotion[t]) = (now, demand.Chance(high[t] ? 0.15 : 0.05) ? 1 : 0);
        }

        return (price, promotion);
    }
}
