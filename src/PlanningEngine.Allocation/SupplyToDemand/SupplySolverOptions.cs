namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Limits of one solve.</summary>
public sealed record SupplySolverOptions
{
    /// <summary>Most pivots of the network simplex, at least 0; null (the default) is no limit. The same limit gives the same plan on any machine.</summary>
    public long? PivotLimit { get; init; }

    /// <summary>Most refused lanes listed in the explanation, the nearest to being used first; at least 0, default 1,000.</summary>
    public int RefusedLaneLimit { get; init; } = 1_000;

    /// <summary>
    /// With lanes that take other than unit for unit: most sources, and most demands, whose one-sided values are worked out, the dearest first; at least 0, default 20. Each takes up to four linear
    /// programs. Other sources carry their dual price, other demands are left out.
    /// </summary>
    public int RatioValueLimit { get; init; } = 20;

    /// <summary>Most full lanes whose maximum is valued, the dearest by dual price first; at least 0, default 20. Each takes two searches of the network.</summary>
    public int LaneValueLimit { get; init; } = 20;
}
