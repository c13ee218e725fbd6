namespace PlanningEngine.Allocation.Networks;

/// <summary>A minimum-cost flow problem over parallel arrays of integers, as the network simplex reads it: flows, potentials and reduced costs are exact.</summary>
/// <param name="NodeCount">Nodes, the root among them.</param>
/// <param name="Root">The node at the top of the spanning tree.</param>
/// <param name="Supply">Per node what it gives (above 0) or takes (below 0); the root's is not read.</param>
/// <param name="From">Tail of each arc. Pricing is fastest when the arcs of a tail stand together.</param>
/// <param name="To">Head of each arc.</param>
/// <param name="Cost">Cost per unit of each arc.</param>
/// <param name="Capacity">Most units of each arc, <see cref="Unbounded"/> without a limit; null when no arc has a limit.</param>
/// <param name="ArtificialCost">Cost of an artificial arc, above the cost of any simple path.</param>
internal sealed record FlowNetwork(int NodeCount, int Root, long[] Supply, int[] From, int[] To, long[] Cost, long[]? Capacity, long ArtificialCost)
{
    /// <summary>Capacity of an arc without a limit.</summary>
    public const long Unbounded = long.MaxValue / 4;

    /// <summary>Arcs of the problem; artificial ones are not counted.</summary>
    public int ArcCount => From.Length;

    /// <summary>Flow of each arc, balanced at every node: where a solve begins with a <see cref="StartArc"/>, and where <see cref="NetworkSimplex.WriteFlow"/> puts the answer.</summary>
    public long[] Flow { get; init; } = [];

    /// <summary>Per node an arc that joins it to the root and over which it can still send <see cref="Flow"/>, so that the star of them is a strongly feasible tree; null starts from artificial arcs instead.</summary>
    public int[]? StartArc { get; init; }

    /// <summary>Most units of an arc.</summary>
    public long CapacityOf(int arc) => Capacity is null ? Unbounded : Capacity[arc];
}
