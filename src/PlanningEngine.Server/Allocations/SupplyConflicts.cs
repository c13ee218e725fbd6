using PlanningEngine.Allocation.SupplyToDemand;
using PlanningEngine.Server.Hosting.Grpc;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Allocations;

/// <summary>What cannot hold together, and what may give way, as the wire says them.</summary>
internal static class SupplyConflicts
{
    public static Wire.MinimumFillConflict Write(MinimumFillConflict conflict) => new()
    {
        DemandIds = { conflict.DemandIds },
        SourceIds = { conflict.SourceIds },
        LimitingLanes = { conflict.LimitingLanes.Select(Lane) },
        Required = conflict.Required,
        Available = conflict.Available,
        Sentence = conflict.Sentence,
    };

    public static Wire.SmallestRelaxation Write(RelaxationResult result) => new()
    {
        State = SolveStates.Of(result.Status),
        Weight = result.Weight,
        Relaxations = { result.Relaxations.Select(Write) },
        Blocking = { result.Blocking.Select(Write) },
        Sentence = result.Sentence,
    };

    private static Wire.Relaxation Write(Relaxation relaxation) => new()
    {
        Kind = relaxation.Kind switch
        {
            RelaxationKind.MinimumFill => Wire.RelaxationKind.MinimumFill,
            RelaxationKind.Availability => Wire.RelaxationKind.Availability,
            _ => Wire.RelaxationKind.LaneMaximum,
        },
        SourceId = relaxation.SourceId ?? "",
        DemandId = relaxation.DemandId ?? "",
        Quantity = relaxation.Quantity,
        Weight = relaxation.Weight,
        Sentence = relaxation.Sentence,
    };

    private static Wire.Lane Lane(Lane lane)
    {
        var wire = new Wire.Lane { SourceId = lane.SourceId, DemandId = lane.DemandId, UnitCost = lane.UnitCost, UnitsPerUnit = lane.UnitsPerUnit };
        if (lane.Maximum is { } most)
            wire.Maximum = most;
        return wire;
    }
}
