namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A quantity that somebody wants.</summary>
/// <param name="Id">Unique among the demands (ordinal comparison), not empty.</param>
/// <param name="Label">Product or order in a planner's words, for example "SKU-7".</param>
/// <param name="Quantity">Units wanted, 0 .. 1e15.</param>
/// <param name="Priority">1 is the highest; demands of equal priority compete by value.</param>
/// <param name="UnitValue">Margin per unit served before the lane's cost, in money; may be negative.</param>
/// <param name="MinimumFill">Share of the quantity, 0 .. 1, that must be served whatever the priority.</param>
public sealed record Demand(string Id, string Label, double Quantity, int Priority, double UnitValue, double MinimumFill = 0);
