using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PlanningEngine.Allocation.Networks;

/// <summary>A node of the spanning tree with the arc to its parent: what can still flow either way over it, not where it points, is what a pivot asks.</summary>
internal struct TreeNode
{
    /// <summary>The node above, -1 at the root.</summary>
    public int Parent;

    /// <summary>Nodes at and below it.</summary>
    public int Size;

    /// <summary>The arc to the parent when it points up, its complement when it points down. Numbers from the arc count on are artificial.</summary>
    public int SignedArc;

    /// <summary>Units that can still flow to the parent.</summary>
    public long RoomUp;

    /// <summary>Units that can still flow from the parent.</summary>
    public long RoomDown;

    public readonly bool PointsUp => SignedArc >= 0;

    public readonly int Arc => SignedArc >= 0 ? SignedArc : ~SignedArc;

    public readonly long Flow => SignedArc >= 0 ? RoomDown : RoomUp;
}

/// <summary>The rooted spanning tree of a network simplex basis, with its nodes threaded in preorder: a subtree is a stretch of the thread.</summary>
/// <remarks>
/// The augmented threaded index of Barr, Glover and Klingman, "Enhancements of spanning tree labelling procedures for network optimization", INFOR 17, 1979. Subtree sizes find
/// both the end of a stretch and the apex of a cycle: of two nodes the one with the smaller subtree is no ancestor of the other.
/// </remarks>
internal sealed class SpanningTree
{
    private readonly TreeNode[] _nodes;
    private readonly int[] _next;
    private readonly int[] _previous;

    public SpanningTree(int nodeCount, int root)
    {
        _nodes = new TreeNode[nodeCount];
        _next = new int[nodeCount];
        _previous = new int[nodeCount];
        for (var node = 0; node < nodeCount; node++)
            (_nodes[node].Size, _next[node], _previous[node]) = (1, node, node);
        _nodes[root].Parent = -1;
    }

    public ref TreeNode this[int node]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_nodes), node);
    }

    /// <summary>The node after this one in preorder; the root after the last.</summary>
    public int Next(int node) => At(_next, node);

    /// <summary>Puts a node with nothing below it right under a parent. Sizes above the parent are left to <see cref="SumSizes"/>.</summary>
    public void Plant(int node, int parent)
    {
        this[node].Parent = parent;
        Link(node, At(_next, parent));
        Link(parent, node);
    }

    /// <summary>Sums the sizes of a freshly planted tree, bottom up.</summary>
    public void SumSizes(int root)
    {
        for (var node = At(_previous, root); node != root; node = At(_previous, node))
            this[this[node].Parent].Size += this[node].Size;
    }

    /// <summary>
    /// Cuts off the subtree of <paramref name="cut"/>, turns the path from <paramref name="inner"/> up to it over, hangs it by an arc under <paramref name="outer"/>, and
    /// shifts the potentials in it, all in one walk.
    /// </summary>
    /// <param name="inner">The end of the entering arc inside the subtree.</param>
    /// <param name="outer">Its other end.</param>
    /// <param name="cut">The node whose arc to its parent leaves.</param>
    /// <param name="apex">The lowest node above both ends.</param>
    /// <param name="entering">The entering arc with its rooms, as seen from <paramref name="inner"/>.</param>
    /// <param name="potential">Node potentials.</param>
    /// <param name="shift">Added to the potentials of the subtree.</param>
    public void Rehang<T>(int inner, int outer, int cut, int apex, TreeNode entering, T[] potential, T shift)
        where T : unmanaged, INumberBase<T>
    {
        var moved = this[cut].Size;
        for (var above = this[cut].Parent; above != apex; above = this[above].Parent)
            this[above].Size -= moved;
        for (var above = outer; above != apex; above = this[above].Parent)
            this[above].Size += moved;

        ref var potentials = ref MemoryMarshal.GetArrayDataReference(potential);
        var stem = inner;
        var newParent = outer;
        var done = 0;
        var last = -1;
        while (true)
        {
            // What hangs below the stem, less what is moved already, follows what is moved already.
            ref var place = ref this[stem];
            var old = place;
            var before = At(_previous, stem);
            if (last >= 0)
                Link(last, stem);
            last = stem;
            Unsafe.Add(ref potentials, stem) += shift;
            for (var rest = old.Size - done - 1; rest > 0; rest--)
            {
                last = At(_next, last);
                Unsafe.Add(ref potentials, last) += shift;
            }

            Link(before, At(_next, last));
            place = entering with { Parent = newParent, Size = moved - done };
            if (stem == cut)
                break;
            done = old.Size;
            newParent = stem;
            stem = old.Parent;
            // The old arc now belongs to the old parent, seen from its other end.
            entering = old with { SignedArc = ~old.SignedArc, RoomUp = old.RoomDown, RoomDown = old.RoomUp };
        }

        Link(last, At(_next, outer));
        Link(outer, inner);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Link(int node, int next)
    {
        At(_next, node) = next;
        At(_previous, next) = node;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref int At(int[] links, int node) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(links), node);
}
