namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>What gives way.</summary>
public enum RelaxationKind
{
    /// <summary>A demand may get less than its minimum fill asks for.</summary>
    MinimumFill,

    /// <summary>A source has more.</summary>
    Availability,

    /// <summary>A lane carries more.</summary>
    LaneMaximum,
}

/// <summary>What a unit of giving way weighs, at least 0 each; what is not listed must hold.</summary>
/// <param name="MinimumFills">Weight per unit and id of a demand.</param>
/// <param name="Availabilities">Weight per unit and id of a source.</param>
/// <param name="LaneMaximums">Weight per unit of a lane that has a maximum.</param>
public sealed record RelaxationWeights(
    IReadOnlyDictionary<string, double> MinimumFills,
    IReadOnlyDictionary<string, double> Availabilities,
    IReadOnlyDictionary<(string SourceId, string DemandId), double> LaneMaximums)
{
    /// <summary>Every minimum fill may give way at a weight of 1, nothing else.</summary>
    /// <param name="problem">The problem.</param>
    public static RelaxationWeights OfMinimumFills(SupplyProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new(problem.Demands.ToDictionary(demand => demand.Id, _ => 1.0, StringComparer.Ordinal), new Dictionary<string, double>(), new Dictionary<(string, string), double>());
    }
}

/// <summary>One limit that gives way.</summary>
/// <param name="Kind">Which.</param>
/// <param name="SourceId">Source of an availability or lane, or null.</param>
/// <param name="DemandId">Demand of a minimum fill or lane, or null.</param>
/// <param name="Quantity">Units by which it gives way, greater than 0.</param>
/// <param name="Weight">Weight of all of them; 0 for what has no weight.</param>
/// <param name="Sentence">The same in words.</param>
public sealed record Relaxation(RelaxationKind Kind, string? SourceId, string? DemandId, double Quantity, double Weight, string Sentence);

/// <summary>The least weighted relaxation under which all minimum fills can be met.</summary>
/// <param name="Status">Optimal; Infeasible when what must hold cannot hold together; Feasible or NoSolutionFound when stopped.</param>
/// <param name="Weight">Total weight; 0 when nothing needs to give way.</param>
/// <param name="Relaxations">What gives way, minimum fills first, in the order of the problem.</param>
/// <param name="Blocking">For an infeasible problem, minimum fills without a weight that would have to give way as well, by the least total.</param>
/// <param name="Sentence">The answer in words.</param>
public sealed record RelaxationResult(SolveStatus Status, double Weight, IReadOnlyList<Relaxation> Relaxations, IReadOnlyList<Relaxation> Blocking, string Sentence)
{
    /// <summary>The problem with the relaxations made.</summary>
    /// <param name="problem">The problem they were found for.</param>
    public SupplyProblem Apply(SupplyProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var by = Relaxations.ToDictionary(relaxation => (relaxation.Kind, relaxation.SourceId, relaxation.DemandId), relaxation => relaxation.Quantity);
        double By(RelaxationKind kind, string? source, string? demand) => by.GetValueOrDefault((kind, source, demand));
        return problem with
        {
            Sources = [.. problem.Sources.Select(source => source with { Available = source.Available + By(RelaxationKind.Availability, source.Id, null) })],
            Demands = [.. problem.Demands.Select(demand => By(RelaxationKind.MinimumFill, null, demand.Id) is var less and > 0
                ? demand with { MinimumFill = Math.Clamp((demand.MinimumFill * demand.Quantity - less) / demand.Quantity, 0, 1) }
                : demand)],
            Lanes = [.. problem.Lanes.Select(lane => lane with { Maximum = lane.Maximum + By(RelaxationKind.LaneMaximum, lane.SourceId, lane.DemandId) })],
        };
    }
}
