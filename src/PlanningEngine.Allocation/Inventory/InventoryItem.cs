namespace PlanningEngine.Allocation.Inventory;

/// <summary>What an item's stock is to achieve.</summary>
public enum ServiceGoal
{
    /// <summary>Least cost of stock and shortages: the newsvendor's balance.</summary>
    LeastCost,

    /// <summary>Share of the order cycles that end without a shortage.</summary>
    CycleService,

    /// <summary>Share of the demand that is served from stock.</summary>
    FillRate,
}

/// <summary>An item to keep in stock: its demand, lead time, goal, costs and order rules.</summary>
/// <remarks>
/// Orders placed at a review, at the end of a period, arrive after the lead time, before the demand of the period that follows: a level must last for lead time plus
/// review period. Continuous review is a review period of 1: paths know nothing finer than their periods.
/// </remarks>
/// <param name="Id">Unique among the items, not empty.</param>
/// <param name="Label">Words for it; empty uses the id.</param>
/// <param name="Demand">Courses of demand from now on, at least as long as the longest lead time plus the review period.</param>
/// <param name="LeadTimes">Equally likely lead times in periods, 0 .. 1,000; one is a fixed lead time.</param>
/// <param name="Goal">What the stock is to achieve.</param>
/// <param name="Target">Share strictly between 0 and 1 for a goal of service; ignored for least cost.</param>
/// <param name="HoldingCost">Money per unit in stock and period.</param>
/// <param name="ShortageCost">Money per unit not served from stock.</param>
/// <param name="OrderCost">Money per order.</param>
/// <param name="ReviewPeriods">Periods from one review to the next, 1 .. 1,000.</param>
/// <param name="MinimumOrder">Least quantity of an order; 0 for none.</param>
/// <param name="OrderMultiple">Quantities come in multiples of it; 0 for any.</param>
/// <param name="OnHand">Units in stock.</param>
/// <param name="OnOrder">Units ordered and not arrived.</param>
/// <param name="Backorders">Units owed to customers.</param>
/// <param name="UnitValue">What one unit in stock uses of a limit shared by items: money, or space.</param>
public sealed record InventoryItem(
    string Id,
    string Label,
    DemandPaths Demand,
    IReadOnlyList<int> LeadTimes,
    ServiceGoal Goal = ServiceGoal.LeastCost,
    double Target = 0,
    double HoldingCost = 0,
    double ShortageCost = 0,
    double OrderCost = 0,
    int ReviewPeriods = 1,
    double MinimumOrder = 0,
    double OrderMultiple = 0,
    double OnHand = 0,
    double OnOrder = 0,
    double Backorders = 0,
    double UnitValue = 0);

/// <summary>Items, and a limit that their average stocks may share.</summary>
/// <param name="Items">At least one.</param>
/// <param name="StockLimit">Most of the sum of unit value x average stock; null for no limit. With a limit every item needs the goal of least cost.</param>
public sealed record InventoryProblem(IReadOnlyList<InventoryItem> Items, double? StockLimit = null);
