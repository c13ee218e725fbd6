using PlanningEngine.Forecasting;

namespace PlanningEngine.Tests.Business;

/// <summary>What happens to demand in business, item by item from a seed.</summary>
internal static class BusinessCases
{
    private const int Year = 12;
    private const int Months = 60;
    private const int Weeks = 156;
    private const int Horizon = 12;

    /// <summary>Cases by name.</summary>
    internal static IReadOnlyList<(string Name, Func<int, BusinessCase> Create)> All { get; } =
    [
        ("ordinary", Ordinary),
        ("noise of 30 %", seed => Noisy(seed, Months, Year, 0.3)),
        ("noise of 45 %", seed => Noisy(seed, Months, Year, 0.45)),
        ("weeks, noise of 30 %", seed => Noisy(seed, Weeks, 52, 0.3)),
        ("weeks, noise of 45 %", seed => Noisy(seed, Weeks, 52, 0.45)),
        ("outliers", Outliers),
        ("level-shift", LevelShift),
        ("gaps", Gaps),
        ("stock-outs, share known", seed => StockOuts(seed, shareKnown: true)),
        ("stock-outs, only flagged", seed => StockOuts(seed, shareKnown: false)),
        ("stock-outs in most months, only flagged", seed => StockOuts(seed, shareKnown: false, chance: 0.72)),
        ("stock as large as demand, only flagged", seed => StockOuts(seed, shareKnown: false, chance: 1, least: 0.85, most: 1.08)),
        .. StockOutCases.All,
        ("promotions", Promotions),
        ("promotions that gain", seed => DriftingPromotions(seed, 1.2, 2.2)),
        ("promotions that wear out", seed => DriftingPromotions(seed, 2.2, 1.2)),
        ("price", Price),
        .. CalendarCases.All,
        .. LifecycleCases.All,
    ];

    private static ForecastRequest Request { get; } = new(Horizon) { NonNegative = true };

    private static BusinessCase Ordinary(int seed)
    {
        var (demand, expectation, values) = Draw(seed);
        var series = Monthly(values[..Months]);
        return BusinessCase.Of(series, series, Request with { Treatment = Treatment.Applied }, expectation[Months..], values[Months..]);
    }

    /// <summary>Values that scatter so far around what is expected, which has a season and no trend, that their median lies clearly below it.</summary>
    private static BusinessCase Noisy(int seed, int length, int period, double variation)
    {
        var demand = new GeneratedDemand(seed);
        var expectation = demand.Expectation(length + Horizon, period, trend: false);
        var values = demand.Counts(expectation, variation);
        var series = new TimeSeries("item", values[..length], period);
        return BusinessCase.Of(series, series, Request, expectation[length..], values[length..]);
    }

    /// <summary>One bucket in thirty holds a bulk order that does not come again.</summary>
    private static BusinessCase Outliers(int seed)
    {
        var (demand, expectation, values) = Draw(seed);
        var history = Array.ConvertAll(values[..Months], v => demand.Chance(1 / 30.0) ? v * demand.Between(3, 6) : v);
        return BusinessCase.Of(Monthly(history), Monthly(history), Request with { Treatment = Treatment.Applied }, expectation[Months..], values[Months..]);
    }

    /// <summary>A customer won or lost less than a year ago.</summary>
    private static BusinessCase LevelShift(int seed)
    {
        var (demand, expectation, _) = Draw(seed);
        var (at, factor) = (Months - demand.Random.Next(5, 15), demand.Chance(0.5) ? demand.Between(1.8, 2.5) : demand.Between(0.35, 0.5));
        var shifted = expectation.Select((e, t) => t >= at ? e * factor : e).ToArray();
        var values = demand.Counts(shifted, 0.08);
        return BusinessCase.Of(Monthly(values[..Months]), Monthly(values[..Months]), Request with { Treatment = Treatment.Applied }, shifted[Months..], values[Months..]);
    }

    /// <summary>One value in six was lost; doing nothing takes it for zero.</summary>
    private static BusinessCase Gaps(int seed)
    {
        var (demand, expectation, values) = Draw(seed);
        var lost = values[..Months].Select(_ => demand.Chance(1 / 6.0)).ToArray();
        return BusinessCase.Of(
            Monthly([.. values[..Months].Select((v, t) => lost[t] ? double.NaN : v)]), Monthly([.. values[..Months].Select((v, t) => lost[t] ? 0 : v)]),
            Request, expectation[Months..], values[Months..]);
    }

    /// <summary>In buckets of a given chance the stock is a share of what is expected, drawn between two bounds; it ends when it was sold.</summary>
    private static BusinessCase StockOuts(int seed, bool shareKnown, double chance = 0.25, double least = 0.2, double most = 1.1)
    {
        var (demand, expectation, values) = Draw(seed);
        var (sales, availability) = (values[..Months], new double[Months]);
        for (var t = 0; t < Months; t++)
        {
            var stock = demand.Chance(chance) ? Math.Floor(expectation[t] * demand.Between(least, most)) : double.PositiveInfinity;
            availability[t] = sales[t] > stock ? shareKnown ? Math.Max(0.01, stock / sales[t]) : 0 : 1;
            sales[t] = Math.Min(sales[t], stock);
        }

        return BusinessCase.Of(Monthly(sales) with { Availability = availability }, Monthly(sales), Request, expectation[Months..], values[Months..]);
    }

    /// <summary>Promotions in one week of six, twice as often in the future.</summary>
    private static BusinessCase Promotions(int seed)
    {
        var demand = new GeneratedDemand(seed);
        var promotion = Enumerable.Range(0, Weeks + Horizon).Select(t => demand.Chance(t < Weeks ? 1 / 6.0 : 1 / 3.0) ? 1.0 : 0).ToArray();
        var effect = Math.Log(demand.Between(1.3, 2.2));
        return Regressed(demand, new Regressor("promo", promotion), t => effect * promotion[t]) with { IsPromoted = [.. promotion[Weeks..].Select(p => p > 0)] };
    }

    /// <summary>Promotions in one week of six, one of three in the future; over the history what they multiply by goes from one factor to another, give or take .1, and stays there.</summary>
    private static BusinessCase DriftingPromotions(int seed, double first, double last)
    {
        var demand = new GeneratedDemand(seed);
        var promotion = Enumerable.Range(0, Weeks + Horizon).Select(t => demand.Chance(t < Weeks ? 1 / 6.0 : 1 / 3.0) ? 1.0 : 0).ToArray();
        var (from, to) = (first + demand.Between(-0.1, 0.1), last + demand.Between(-0.1, 0.1));
        return Regressed(demand, new Regressor("promo", promotion), t => promotion[t] * Math.Log(from + (to - from) * Math.Min(t, Weeks) / Weeks)) with { IsPromoted = [.. promotion[Weeks..].Select(p => p > 0)] };
    }

    /// <summary>A price that changes now and then, and is lowered by a tenth in the future; elasticity -1 to -3.</summary>
    private static BusinessCase Price(int seed)
    {
        var demand = new GeneratedDemand(seed);
        var price = new double[Weeks + Horizon];
        var current = 10.0;
        for (var t = 0; t < price.Length; t++)
            price[t] = t >= Weeks ? 9 : current = demand.Chance(0.1) ? demand.Between(8.5, 11.5) : current;
        var elasticity = demand.Between(-3, -1);
        return Regressed(demand, new Regressor("price", price, RegressorForm.Price), t => elasticity * Math.Log(price[t] / 10));
    }

    private static BusinessCase Regressed(GeneratedDemand demand, Regressor regressor, Func<int, double> effect)
    {
        var expectation = demand.Expectation(Weeks + Horizon, 52).Select((e, t) => e * Math.Exp(effect(t))).ToArray();
        var values = demand.Counts(expectation);
        var bare = new TimeSeries("item", values[..Weeks], 52);
        return BusinessCase.Of(bare with { Regressors = [regressor] }, bare, Request, expectation[Weeks..], values[Weeks..]);
    }

    private static (GeneratedDemand Demand, double[] Expectation, double[] Values) Draw(int seed)
    {
        var demand = new GeneratedDemand(seed);
        var expectation = demand.Expectation(Months + Horizon, Year);
        return (demand, expectation, demand.Counts(expectation));
    }

    private static TimeSeries Monthly(double[] values) => new("item", values, Year);
}
