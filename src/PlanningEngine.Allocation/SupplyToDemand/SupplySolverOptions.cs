namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Limits of one solve.</summary>
public sealed record SupplySolverOptions
{
    /// <summary>Most pivots of the network simplex, at least 0; null (the default) is no limit. The same limit gives the same plan on any machine.</summary>
    public long? PivotLimit { get; init; }

    /// <summary>Most refused lanes listed in the explanation, the nearest to being used first; at least 0, default 1,000.</summary>
    public int RefusedLaneLimit { get; init; } = 1_000;
}
