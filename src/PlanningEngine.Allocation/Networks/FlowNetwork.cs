namespace PlanningEngine.Allocation.Networks;

/// <summary>A minimum-cost flow problem over parallel arrays, with a starting flow and a starting tree that is a star around the root.</summary>
/// <remarks>
/// All numbers are integers, so flows, potentials and reduced costs are exact. The last node is the root. The starting flow balances every node, and
/// <c>StartArc[v]</c> joins v to the root such that v can still send flow over it (into the root on an unbounded arc, or back along an arc that carries
/// flow): the star is then a strongly feasible tree.
/// </remarks>
internal sealed record FlowNetwork(int NodeCount, int[] From, int[] To, long[] Cost, long[] Capacity, long[] Flow, int[] StartArc)
{
    /// <summary>Capacity of an arc without a limit.</summary>
    public const long Unbounded = long.MaxValue / 4;

    public int ArcCount => From.Length;

    public int Root => NodeCount - 1;
}
