using PlanningEngine.Forecasting;

namespace PlanningEngine.Tests.Business;

/// <summary>Items that sell a few pieces a day and run out now and then, or are closed: small counts, of which a bound of zero says nothing.</summary>
internal static class StockOutCases
{
    private const int Days = 280;
    private const int Horizon = 28;
    private static readonly double[] Week = [0.8, 0.8, 0.9, 1, 1.2, 1.4, 0.9];

    /// <summary>Cases by name.</summary>
    internal static IReadOnlyList<(string Name, Func<int, BusinessCase> Create)> All { get; } =
    [
        ("daily counts run out, share known", seed => RunOut(seed, shareKnown: true)),
        ("daily counts run out, only flagged", seed => RunOut(seed, shareKnown: false)),
        ("daily counts, days closed", Closed),
    ];

    /// <summary>On one day of four the stock may be too small, or none; it ends with the last piece.</summary>
    private static BusinessCase RunOut(int seed, bool shareKnown)
    {
        var (demand, rates, orders) = Draw(seed);
        var (sales, availability) = (new double[Days], new double[Days]);
        for (var t = 0; t < Days; t++)
        {
            var stock = demand.Chance(0.25) ? (int)(rates[t] * demand.Between(0.2, 1.6)) : int.MaxValue;
            var isOut = orders[t].Length >= stock;
            sales[t] = Math.Min(stock, orders[t].Length);
            availability[t] = !isOut ? 1 : shareKnown && stock > 0 ? orders[t][stock - 1] : 0;
        }

        return Case(sales, availability, rates, orders);
    }

    /// <summary>Of ten days one is closed, and another half.</summary>
    private static BusinessCase Closed(int seed)
    {
        var (demand, rates, orders) = Draw(seed);
        var availability = Enumerable.Range(0, Days).Select(_ => demand.Chance(0.1) ? 0 : demand.Chance(0.1) ? 0.5 : 1).ToArray();
        return Case([.. availability.Select((share, t) => (double)orders[t].Count(at => at < share))], availability, rates, orders);
    }

    /// <summary>Rates per day, and at which part of the day each piece is asked for, ascending.</summary>
    private static (GeneratedDemand Demand, double[] Rates, double[][] Orders) Draw(int seed)
    {
        var demand = new GeneratedDemand(seed);
        var level = Math.Exp(demand.Between(Math.Log(0.5), Math.Log(4)));
        double[] rates = [.. Enumerable.Range(0, Days + Horizon).Select(t => level * Week[t % 7])];
        return (demand, rates, [.. rates.Select(rate => Enumerable.Range(0, (int)demand.Count(rate)).Select(_ => demand.Random.NextDouble()).Order().ToArray())]);
    }

    private static BusinessCase Case(double[] sales, double[] availability, double[] rates, double[][] orders)
    {
        var untold = new TimeSeries("item", sales, 7);
        return BusinessCase.Of(untold with { Availability = availability }, untold, new ForecastRequest(Horizon) { NonNegative = true }, rates[Days..], [.. orders[Days..].Select(o => (double)o.Length)]);
    }
}
