namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A way to serve a taker, all in whole steps.</summary>
/// <param name="source">Where units come from.</param>
/// <param name="cost">Cost of one.</param>
/// <param name="capacity">Most of them.</param>
internal struct PromiseLane(int source, long cost, long capacity)
{
    public readonly int Source => source;

    public readonly long Cost => cost;

    /// <summary>Units that take it.</summary>
    public long Flow { get; set; }

    /// <summary>Units that still can.</summary>
    public readonly long Room => capacity - Flow;

    /// <summary>Where it stands in the list of its source; kept by the network.</summary>
    public int Place { get; set; }
}

/// <summary>Something that takes units, promised or asked for.</summary>
internal sealed class PromiseTaker(PromiseLane[] lanes)
{
    public PromiseLane[] Lanes => lanes;

    public long Served => lanes.Sum(lane => lane.Flow);
}
