namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>How much one demand's minimum would have to give way.</summary>
/// <param name="DemandId">Id of the demand.</param>
/// <param name="Quantity">Units by which its required quantity would have to be reduced.</param>
public sealed record MinimumFillRelaxation(string DemandId, double Quantity);

/// <summary>Minimum fills that cannot be met together: a minimum cut. What the demands require exceeds what the sources and the limited lanes into the set can give.</summary>
/// <param name="DemandIds">Demands of the cut, ordered by id.</param>
/// <param name="SourceIds">Sources that serve nobody else and are used up, ordered by id.</param>
/// <param name="LimitingLanes">Lanes from outside into the set that carry their maximum.</param>
/// <param name="Required">Units the demands of the set require.</param>
/// <param name="Available">Units the sources and limiting lanes can give.</param>
/// <param name="Shortfall">Required less available: the smallest total by which the minimums must be relaxed.</param>
/// <param name="Relaxations">One way to relax them by exactly the shortfall.</param>
/// <param name="Sentence">The conflict in words.</param>
public sealed record MinimumFillConflict(
    IReadOnlyList<string> DemandIds,
    IReadOnlyList<string> SourceIds,
    IReadOnlyList<Lane> LimitingLanes,
    double Required,
    double Available,
    double Shortfall,
    IReadOnlyList<MinimumFillRelaxation> Relaxations,
    string Sentence)
{
    /// <summary>A conflict with its sentence.</summary>
    internal static MinimumFillConflict Of(SupplyProblem problem, Demand[] demands, SupplySource[] sources, Lane[] lanes, double required, double available, MinimumFillRelaxation[] relaxations)
    {
        var sentence = $"The minimum fills of {PlannerWords.Names([.. demands.Select(PlannerWords.Demand)])} need {PlannerWords.Quantity(required)}, "
            + $"but {Giver(problem, sources, lanes)} can give {PlannerWords.Quantity(available)}. "
            + $"Maybe relax them by {PlannerWords.Quantity(required - available)} in total: "
            + $"{PlannerWords.Names([.. relaxations.Select(relaxation => $"demand {relaxation.DemandId} by {PlannerWords.Quantity(relaxation.Quantity)}")])}.";
        return new MinimumFillConflict([.. demands.Select(demand => demand.Id)], [.. sources.Select(source => source.Id)], lanes, required, available, required - available, relaxations, sentence);
    }

    private static string Giver(SupplyProblem problem, SupplySource[] sources, Lane[] lanes)
    {
        var names = sources.Select(PlannerWords.PlaceAndPeriod)
            .Concat(lanes.Select(lane => "the limited lane from " + PlannerWords.PlaceAndPeriod(problem.Sources.First(source => source.Id == lane.SourceId))))
            .Distinct()
            .ToArray();
        return names.Length == 0 ? "no source that may serve them" : PlannerWords.Names(names);
    }
}
