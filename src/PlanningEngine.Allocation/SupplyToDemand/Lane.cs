namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Permission to serve a demand from a source; without a lane nothing flows.</summary>
/// <param name="SourceId">Id of the source.</param>
/// <param name="DemandId">Id of the demand.</param>
/// <param name="UnitCost">Money per unit of the demand to make and ship, 0 .. 1e15.</param>
/// <param name="Maximum">Most units of the demand on this lane, 0 .. 1e15; null is no limit.</param>
/// <param name="UnitsPerUnit">Units of the source that one unit of the demand takes, 1e-6 .. 1e6: hours per piece, or two small packs for a large one.</param>
public sealed record Lane(string SourceId, string DemandId, double UnitCost, double? Maximum = null, double UnitsPerUnit = 1);
