namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>How far one demand may be split over sources.</summary>
/// <param name="DemandId">Id of the demand.</param>
/// <param name="MostSources">Most sources that may serve it, at least 1; null is no limit.</param>
/// <param name="SmallestShipment">Fewest units a source that serves it sends, 0 .. 1e15; 0 is no limit.</param>
public sealed record SplitRule(string DemandId, int? MostSources = null, double SmallestShipment = 0);
