namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Permission to serve a demand from a source; without a lane nothing flows.</summary>
/// <param name="SourceId">Id of the source.</param>
/// <param name="DemandId">Id of the demand.</param>
/// <param name="UnitCost">Money per unit to make and ship, 0 .. 1e15.</param>
/// <param name="Maximum">Most units on this lane, 0 .. 1e15; null is no limit.</param>
public sealed record Lane(string SourceId, string DemandId, double UnitCost, double? Maximum = null);
