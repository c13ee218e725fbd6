namespace PlanningEngine.Allocation.Quotas;

/// <summary>Limits of one solve.</summary>
public sealed record QuotaSolverOptions
{
    /// <summary>Most breakpoints of response curves to be merged, at least 0; null (the default) is no limit. The same limit gives the same plan on any machine.</summary>
    public long? WorkLimit { get; init; }

    /// <summary>
    /// Nodes that may be solved again, in all, to say what a binding limit's node would get without it; at least 0, default 200,000. The limits with the highest prices come first:
    /// a tree of 1,000 nodes has up to 200 such answers, one of 100,000 nodes two.
    /// </summary>
    public int CounterfactualNodes { get; init; } = 200_000;
}
