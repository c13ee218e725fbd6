namespace PlanningEngine.Allocation.Inventory;

/// <summary>What a simulation saw.</summary>
/// <param name="CycleService">Share of the order cycles that ended without a shortage; not a number without orders.</param>
/// <param name="FillRate">Share of the demand served from stock at once; not a number without demand.</param>
/// <param name="AverageStock">Units on hand at the end of a period.</param>
/// <param name="Cycles">Orders that arrived.</param>
/// <param name="CostPerPeriod">Money per period: holding, shortages, orders.</param>
public sealed record SimulatedService(double CycleService, double FillRate, double AverageStock, long Cycles, double CostPerPeriod);

/// <summary>What a simulation charges.</summary>
/// <param name="Holding">Money per unit in stock and period.</param>
/// <param name="Shortage">Money per unit not served from stock.</param>
/// <param name="Order">Money per order.</param>
public readonly record struct InventoryCosts(double Holding, double Shortage, double Order);

/// <summary>Plays a policy against demand, period by period: arrivals, demand, review.</summary>
public static class InventorySimulator
{
    /// <summary>Runs a simulation, starting just above the level with nothing on order.</summary>
    /// <param name="demand">Demand per period, at least 0.</param>
    /// <param name="policyAt">The policy by period; its review periods must not change.</param>
    /// <param name="leadTimes">Equally likely lead times in periods; at least one. Orders may overtake each other.</param>
    /// <param name="costs">What is charged.</param>
    /// <param name="seed">Seed of the lead times drawn.</param>
    /// <param name="lostSales">Whether demand that is not served at once is lost; it waits otherwise.</param>
    /// <param name="warmUp">Periods at the start that are played and not counted.</param>
    public static SimulatedService Run(ReadOnlySpan<double> demand, Func<int, ReorderPolicy> policyAt, IReadOnlyList<int> leadTimes, InventoryCosts costs, int seed, bool lostSales = false, int warmUp = 0)
    {
        ArgumentNullException.ThrowIfNull(policyAt);
        ArgumentNullException.ThrowIfNull(leadTimes);
        var random = new Random(seed);
        var arrivals = new double[demand.Length + leadTimes.Max() + 2];
        var orders = new int[arrivals.Length];
        var (net, onOrder, shortSinceArrival) = (policyAt(0).Level + policyAt(0).Quantity, 0.0, false);
        var (served, asked, stock, missed, cycles, good, placed) = (0.0, 0.0, 0.0, 0.0, 0L, 0L, 0L);
        for (var t = 0; t < demand.Length; t++)
        {
            var counts = t >= warmUp;
            if (orders[t] > 0)
            {
                cycles += counts ? orders[t] : 0;
                good += counts && !shortSinceArrival && net >= 0 ? orders[t] : 0;
                (net, onOrder, shortSinceArrival) = (net + arrivals[t], onOrder - arrivals[t], false);
            }

            var now = Math.Min(demand[t], Math.Max(0, net));
            shortSinceArrival |= now < demand[t];
            net = lostSales ? net - now : net - demand[t];
            if (counts)
                (served, asked, stock, missed) = (served + now, asked + demand[t], stock + Math.Max(0, net), missed + demand[t] - now);
            var policy = policyAt(t);
            if ((t + 1) % policy.ReviewPeriods != 0 || policy.OrderAt(net + onOrder) is not (> 0 and var order))
                continue;
            var arrival = t + 1 + leadTimes[random.Next(leadTimes.Count)];
            (arrivals[arrival], onOrder) = (arrivals[arrival] + order, onOrder + order);
            orders[arrival]++;
            placed += counts ? 1 : 0;
        }

        var periods = Math.Max(1, demand.Length - warmUp);
        var cost = ((costs.Holding * stock) + (costs.Shortage * missed) + (costs.Order * placed)) / periods;
        return new(cycles == 0 ? double.NaN : (double)good / cycles, asked == 0 ? double.NaN : served / asked, stock / periods, cycles, cost);
    }
}
