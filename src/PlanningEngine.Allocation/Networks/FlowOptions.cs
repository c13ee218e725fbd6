namespace PlanningEngine.Allocation.Networks;

/// <summary>Limits of one solve.</summary>
public sealed record FlowOptions
{
    /// <summary>Most pivots, at least 0; null (the default) is no limit. The same limit gives the same flow on any machine.</summary>
    public long? PivotLimit { get; init; }
}
