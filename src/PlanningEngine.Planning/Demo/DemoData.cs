using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Demo;

/// <summary>Everything a load of the demo company brings, with the facts that a test or a picture wants to know about it.</summary>
/// <remarks>All codes resolve inside the data; sales are in date order; money is in EUR with cents.</remarks>
public sealed record DemoData
{
    /// <summary>First day of actuals, the first of a month.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>Last day of actuals, the last of a month.</summary>
    public required DateOnly End { get; init; }

    /// <summary>60 products in 4 categories, 12 subcategories and 24 lines.</summary>
    public required IReadOnlyList<ProductRow> Products { get; init; }

    /// <summary>One warehouse per region ("Warehouse", its territory the region) and one plant ("Plant", serving all).</summary>
    public required IReadOnlyList<LocationRow> Locations { get; init; }

    /// <summary>The company, 4 regions and 12 territories, parents first.</summary>
    public required IReadOnlyList<TerritoryRow> Territories { get; init; }

    /// <summary>Direct and partner.</summary>
    public required IReadOnlyList<ChannelRow> Channels { get; init; }

    /// <summary>300 accounts.</summary>
    public required IReadOnlyList<AccountRow> Accounts { get; init; }

    /// <summary>40 people: the head of sales, 4 regional managers, 35 reps; managers first.</summary>
    public required IReadOnlyList<SalesRepRow> SalesReps { get; init; }

    /// <summary>Order lines in date order, returns included as negative lines.</summary>
    public required IReadOnlyList<SaleRow> Sales { get; init; }

    /// <summary>One quota per active rep and calendar quarter of the history; managers carry none, so that sums are right.</summary>
    public required IReadOnlyList<QuotaRow> Quotas { get; init; }

    /// <summary>Sales plans of the current year and two before it, by product, territory and month; a year without a whole year of sales before it has none.</summary>
    public required IReadOnlyList<DemoPlanLine> PlanLines { get; init; }

    /// <summary>Month-end stock per warehouse and product on sale; 0 marks a stock-out.</summary>
    public required IReadOnlyList<InventoryRow> Inventory { get; init; }

    /// <summary>Units a month: "Outbound" per warehouse, "Assembly" and "Sewing" output of the plant, months ahead included.</summary>
    public required IReadOnlyList<CapacityRow> Capacities { get; init; }

    /// <summary>Pipeline: won, lost and open opportunities.</summary>
    public required IReadOnlyList<OpportunityRow> Opportunities { get; init; }

    /// <summary>What moves demand and is known ahead: the depth of promotions.</summary>
    public required IReadOnlyList<DriverRow> Drivers { get; init; }

    /// <summary>Promotions by product: those that ran, and those planned for the year after <see cref="End"/>.</summary>
    public required IReadOnlyList<DriverValueRow> DriverValues { get; init; }

    /// <summary>Promotions that ran.</summary>
    public required IReadOnlyList<DemoPromotion> Promotions { get; init; }

    /// <summary>Stock-outs that happened.</summary>
    public required IReadOnlyList<DemoStockOut> StockOuts { get; init; }

    /// <summary>Company holidays in the history.</summary>
    public required IReadOnlyList<Holiday> Holidays { get; init; }
}

/// <summary>A promotion of a subcategory.</summary>
/// <param name="Level2">Subcategory promoted.</param>
/// <param name="First">First day.</param>
/// <param name="Last">Last day.</param>
/// <param name="Discount">Share taken off the list price, 0 to 1.</param>
public sealed record DemoPromotion(string Level2, DateOnly First, DateOnly Last, decimal Discount);

/// <summary>A time in which a warehouse had none of a product, and its region sold none.</summary>
/// <param name="LocationCode">Warehouse.</param>
/// <param name="ProductCode">Product.</param>
/// <param name="First">First day without stock.</param>
/// <param name="Last">Last day without stock.</param>
public sealed record DemoStockOut(string LocationCode, string ProductCode, DateOnly First, DateOnly Last);
