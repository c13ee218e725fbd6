namespace PlanningEngine.Allocation.Inventory;

/// <summary>When to order and how much: at a review, once on hand plus on order less owed is at the level or below.</summary>
/// <param name="Level">The reorder point; with a quantity of 0 the level that is ordered up to.</param>
/// <param name="Quantity">Units of an order; as many times as it takes to get above the level; 0 orders up to the level.</param>
/// <param name="ReviewPeriods">Periods from one review to the next.</param>
public sealed record ReorderPolicy(double Level, double Quantity, int ReviewPeriods)
{
    /// <summary>What to order at a stock position.</summary>
    /// <param name="position">Units on hand and on order less units owed.</param>
    public double OrderAt(double position)
    {
        if (Quantity == 0)
            return Math.Max(0, Level - position);
        return position > Level ? 0 : Quantity * (Math.Floor((Level - position) / Quantity) + 1);
    }
}

/// <summary>What a policy achieves in the long run, computed over the paths.</summary>
/// <param name="CycleService">Share of the order cycles that end without a shortage.</param>
/// <param name="FillRate">Share of the demand that is served from stock.</param>
/// <param name="AverageStock">Units on hand at the end of a period.</param>
/// <param name="OrdersPerPeriod">Orders per period.</param>
/// <param name="CostPerPeriod">Money per period: holding, shortages, orders.</param>
public sealed record ExpectedService(double CycleService, double FillRate, double AverageStock, double OrdersPerPeriod, double CostPerPeriod);

/// <summary>The plan of one item.</summary>
/// <param name="ItemId">Id of the item.</param>
/// <param name="Policy">When to order and how much.</param>
/// <param name="MeanDemand">Demand expected over lead time plus review period.</param>
/// <param name="SafetyStock">The level less that demand; negative where the order quantity alone covers the goal.</param>
/// <param name="Expected">What the policy achieves.</param>
/// <param name="CriticalFractile">Shortage cost over shortage cost plus the cost of holding a unit for a review period; not a number without costs.</param>
/// <param name="Position">Units on hand and on order less units owed.</param>
/// <param name="OrderNow">Units to order now.</param>
/// <param name="Sentence">The plan in words a planner reads, invariant number format.</param>
public sealed record ItemPlan(
    string ItemId,
    ReorderPolicy Policy,
    double MeanDemand,
    double SafetyStock,
    ExpectedService Expected,
    double CriticalFractile,
    double Position,
    double OrderNow,
    string Sentence);

/// <summary>Answer to an <see cref="InventoryProblem"/>.</summary>
/// <param name="Status">Optimal when every item stands at its goal, or under a limit when the gap is at most 1e-9 of the cost; feasible when a limit leaves more; infeasible when the
/// limit is below what the lowest levels hold; no solution when cancelled.</param>
/// <param name="Items">One per item in the order of the problem; empty without a plan.</param>
/// <param name="StockUsed">Sum of unit value x average stock.</param>
/// <param name="StockPrice">Money per period that one unit more of the limit would save; 0 where it does not bind.</param>
/// <param name="Conflict">Why there is no plan, in words; empty otherwise.</param>
/// <param name="Bound">Where a limit binds: no levels from 0 on that keep it cost less per period, at these order quantities; null otherwise.</param>
public sealed record InventoryResult(SolveStatus Status, IReadOnlyList<ItemPlan> Items, double StockUsed, double StockPrice, string Conflict, double? Bound = null)
{
    /// <summary>Money per period by which a plan under a limit can be above the cheapest one; 0 where no limit binds.</summary>
    public double Gap => Bound is { } bound ? Math.Max(0, Items.Sum(item => item.Expected.CostPerPeriod) - bound) : 0;
}
