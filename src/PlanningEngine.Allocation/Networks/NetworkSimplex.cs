namespace PlanningEngine.Allocation.Networks;

/// <summary>The primal network simplex method on a spanning tree, over arrays of integers.</summary>
/// <remarks>
/// The leaving arc is the last blocking one along the cycle, counted from its apex, which keeps the tree strongly feasible: every node can send flow to
/// the root over the tree. With it no basis comes back (Cunningham, "A network simplex method", Mathematical Programming 11, 1976), and as the arithmetic
/// is exact, the method ends. See also Ahuja, Magnanti and Orlin, "Network Flows", 1993, chapter 11. Potentials are 32 bits wide where all of them fit, 64 where not.
/// </remarks>
internal abstract class NetworkSimplex
{
    /// <summary>Artificial costs up to this leave room for every potential and reduced cost in 32 bits.</summary>
    private const long LargestNarrowCost = 1 << 28;

    /// <summary>Pivots done so far.</summary>
    public long Pivots { get; protected set; }

    /// <summary>True when units still flow over artificial arcs: the supplies cannot be balanced, or not yet.</summary>
    public abstract bool UsesArtificialArcs { get; }

    /// <summary>Prepares a solve from the star of the network's start arcs, or of artificial arcs, or from the tree of an earlier solve.</summary>
    /// <param name="network">The problem.</param>
    /// <param name="basis">A tree of the same nodes and arcs; supplies, costs and capacities may differ. Null starts from the star.</param>
    /// <param name="earlier">A solve whose packed arcs are used again where its arrays are the same ones.</param>
    public static NetworkSimplex Prepare(FlowNetwork network, TreeBasis? basis = null, NetworkSimplex? earlier = null) =>
        network.ArtificialCost <= LargestNarrowCost
            ? new TreePivoting<int>(network, basis, earlier as TreePivoting<int>)
            : new TreePivoting<long>(network, basis, earlier as TreePivoting<long>);

    /// <summary>Pivots until the flow is optimal, the limit is reached or the token is cancelled.</summary>
    /// <returns>True when the flow is proven optimal.</returns>
    public abstract bool Run(long pivotLimit, CancellationToken cancellationToken);

    /// <summary>The arcs that carry something, in no order, each with its flow.</summary>
    public abstract IEnumerable<(int Arc, long Flow)> PositiveFlows();

    /// <summary>Writes the flow reached into the network.</summary>
    public abstract void WriteFlow();

    /// <summary>Node potentials: the cost of the tree path from the root. Tree arcs have reduced cost <c>cost + potential[from] - potential[to] = 0</c>.</summary>
    public abstract long[] Potentials();

    /// <summary>The tree reached, for a later solve.</summary>
    public abstract TreeBasis Basis();
}
