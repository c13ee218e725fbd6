namespace PlanningEngine.Planning.Demo;

/// <summary>Nordhang Outdoor, an invented maker of outdoor equipment whose data look like life: trend, season, promotions, price changes, holidays,
/// intermittent items, launches, successors, discontinued items, stock-outs, gaps and returns.</summary>
public static class DemoCompany
{
    /// <summary>Generates the whole company. Pure: the same options give the same rows.</summary>
    /// <param name="options">Seed, end and size.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its documented range.</exception>
    public static DemoData Generate(DemoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckRange(options.Years, 1, 10, nameof(options.Years));
        CheckRange(options.OrderLines, 1_000, 2_000_000, nameof(options.OrderLines));
        CheckRange(options.CapacityMonthsAhead, 0, 24, nameof(options.CapacityMonthsAhead));
        CheckRange(options.End.Year, 1900, 2190, nameof(options.End));

        var nextMonth = options.End.AddDays(1);
        var end = new DateOnly(nextMonth.Year, nextMonth.Month, 1).AddDays(-1);
        var start = end.AddDays(1).AddYears(-options.Years);
        var products = DemoCatalogue.Create(options, start, end);
        var team = new DemoTeam(options, start, end);
        var market = new DemoMarket(options, products, start, end);
        var demand = new DemoSales(options, start, end, products, market, team);
        var sales = demand.Create();
        var supply = new DemoSupply(options, start, end, products, market, demand);
        return new DemoData
        {
            Start = start,
            End = end,
            Products = [.. products.Select(p => p.Row)],
            Locations = DemoGeography.Locations,
            Territories = DemoGeography.Territories,
            Channels = DemoGeography.Channels,
            Accounts = [.. team.Accounts.Select(a => a.Row)],
            SalesReps = team.Reps,
            Sales = sales,
            Quotas = DemoQuotas.Create(options, end, team, sales),
            PlanLines = DemoPlan.Create(options, start, end, sales),
            Inventory = supply.Inventory(),
            Capacities = supply.Capacities(sales),
            Opportunities = DemoPipeline.Create(options, start, end, products, team),
            Drivers = DemoDrivers.Drivers,
            DriverValues = DemoDrivers.Values(products, market.Promotions.Concat(market.PlannedPromotions)),
            Promotions = market.Promotions,
            StockOuts = market.StockOuts,
            Holidays = [.. market.Holidays.Where(h => h.Date <= end)],
        };
    }

    private static void CheckRange(int value, int low, int high, string option)
    {
        if (value < low || value > high)
            throw new ArgumentOutOfRangeException(option, value, $"The demo option ({option}) must be from {low} to {high}.");
    }
}
