using System.Numerics;

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
            ? new NetworkSimplex<int>(network, basis, earlier as NetworkSimplex<int>)
            : new NetworkSimplex<long>(network, basis, earlier as NetworkSimplex<long>);

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

/// <summary>A spanning tree and the side of every other arc: where a solve ended and another one can begin.</summary>
/// <param name="Preorder">The nodes, parents before children, the root first.</param>
/// <param name="Parent">Per node the node above it, -1 at the root.</param>
/// <param name="SignedArc">Per node the arc to its parent, complemented when it points down; numbers from the arc count on are artificial.</param>
/// <param name="AtUpper">Arcs outside the tree that carry their capacity, ascending.</param>
internal sealed record TreeBasis(int[] Preorder, int[] Parent, int[] SignedArc, int[] AtUpper);

/// <inheritdoc cref="NetworkSimplex"/>
/// <typeparam name="T">Width of costs and potentials.</typeparam>
internal sealed class NetworkSimplex<T> : NetworkSimplex
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const sbyte AtLower = 1;
    private const sbyte AtUpper = -1;
    private const int PivotsBetweenChecks = 64;
    private const long MostAtUpper = 1L << 60;

    private readonly FlowNetwork _network;
    private readonly T[] _cost;
    private readonly T[] _potential;
    private readonly sbyte[] _state;
    private readonly SpanningTree _tree;
    private readonly ArcPricing<T> _pricing;
    private readonly int _arcCount;
    private readonly bool _limited;

    public NetworkSimplex(FlowNetwork network, TreeBasis? basis, NetworkSimplex<T>? earlier)
    {
        _network = network;
        _arcCount = network.ArcCount;
        _limited = network.Capacity is not null;
        var sameArcs = earlier is not null && earlier._network.From == network.From && earlier._network.To == network.To;
        _cost = sameArcs && earlier!._network.Cost == network.Cost ? earlier._cost : network.Cost is T[] wide ? wide : Narrow(network.Cost);
        _potential = GC.AllocateArray<T>(network.NodeCount, pinned: true);
        _state = new sbyte[_arcCount];
        Array.Fill(_state, AtLower);
        _tree = new SpanningTree(network.NodeCount, network.Root);
        _pricing = new ArcPricing<T>(network, _cost, _state, _potential, sameArcs ? earlier!._pricing : null);
        if (basis is not null)
            Resume(basis);
        else
            StartFromStar();
        _tree.SumSizes(network.Root);
        SetPotentials();
    }

    public override bool UsesArtificialArcs
    {
        get
        {
            for (var node = 0; node < _network.NodeCount; node++)
            {
                ref var place = ref _tree[node];
                if (node != _network.Root && place.Arc >= _arcCount && place.Flow > 0)
                    return true;
            }

            return false;
        }
    }

    public override bool Run(long pivotLimit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Pivots % PivotsBetweenChecks == 0 && cancellationToken.IsCancellationRequested)
                return false;
            var entering = _pricing.FindEntering();
            if (entering < 0)
                return true;
            if (Pivots >= pivotLimit)
                return false;
            Pivot(entering);
            Pivots++;
        }
    }

    public override long[] Potentials() => _potential is long[] wide ? wide[..] : Array.ConvertAll(_potential, value => long.CreateTruncating(value));

    public override TreeBasis Basis()
    {
        var parent = new int[_network.NodeCount];
        var arc = new int[_network.NodeCount];
        for (var node = 0; node < parent.Length; node++)
            (parent[node], arc[node]) = (_tree[node].Parent, _tree[node].SignedArc);
        var preorder = new int[parent.Length];
        for (int i = 0, node = _network.Root; i < preorder.Length; i++, node = _tree.Next(node))
            preorder[i] = node;
        return new TreeBasis(preorder, parent, arc, [.. ArcsAtUpper()]);
    }

    public override void WriteFlow()
    {
        Array.Clear(_network.Flow);
        foreach (var (arc, flow) in PositiveFlows())
            _network.Flow[arc] = flow;
    }

    public override IEnumerable<(int Arc, long Flow)> PositiveFlows()
    {
        foreach (var arc in ArcsAtUpper())
            yield return (arc, _network.Capacity![arc]);
        for (var node = 0; node < _network.NodeCount; node++)
        {
            var place = _tree[node];
            if (node != _network.Root && place.Arc < _arcCount && place.Flow > 0)
                yield return (place.Arc, place.Flow);
        }
    }

    private IEnumerable<int> ArcsAtUpper()
    {
        if (!_limited)
            yield break;
        var arc = 0;
        while (arc < _arcCount)
        {
            var step = _state.AsSpan(arc).IndexOf(AtUpper);
            if (step < 0)
                yield break;
            yield return arc + step;
            arc += step + 1;
        }
    }

    private static T[] Narrow(long[] values)
    {
        var narrow = GC.AllocateUninitializedArray<T>(values.Length);
        for (var i = 0; i < narrow.Length; i++)
            narrow[i] = T.CreateTruncating(values[i]);
        return narrow;
    }

    private void Pivot(int entering)
    {
        var atLower = _state[entering] > 0;
        var capacity = CapacityOf(entering);
        var first = atLower ? _network.From[entering] : _network.To[entering];
        var second = atLower ? _network.To[entering] : _network.From[entering];
        var (apex, cut, onFirstSide, delta) = FindLeaving(first, second, capacity);
        if (delta > 0)
            Push(first, second, apex, delta);
        if (cut < 0)
        {
            SetState(entering, atLower ? AtUpper : AtLower);
            return;
        }

        ref var leavingPlace = ref _tree[cut];
        var leaving = leavingPlace.Arc;
        if (leaving < _arcCount)
            SetState(leaving, leavingPlace.Flow == 0 ? AtLower : AtUpper);
        SetState(entering, AtLower);
        // The push left `capacity - delta` from first to second, and `delta` back.
        var arc = new TreeNode { SignedArc = atLower == onFirstSide ? entering : ~entering, RoomUp = capacity - delta, RoomDown = delta };
        if (!onFirstSide)
            (arc.RoomUp, arc.RoomDown) = (arc.RoomDown, arc.RoomUp);
        var (inner, outer) = onFirstSide ? (first, second) : (second, first);
        var shift = PotentialBelow(outer, arc.SignedArc) - _potential[inner];
        _tree.Rehang(inner, outer, cut, apex, arc, _potential, shift);
    }

    /// <summary>Walks the cycle of first, second and their paths to the lowest common ancestor.</summary>
    private (int Apex, int Cut, bool OnFirstSide, long Delta) FindLeaving(int first, int second, long capacity)
    {
        long least = long.MaxValue, leastBack = long.MaxValue;
        int cut = -1, cutBack = -1;
        while (first != second)
        {
            ref var up = ref _tree[first];
            ref var back = ref _tree[second];
            if (up.Size <= back.Size)
            {
                if (up.RoomDown < least)
                    (least, cut) = (up.RoomDown, first);
                first = up.Parent;
            }
            else
            {
                if (back.RoomUp <= leastBack)
                    (leastBack, cutBack) = (back.RoomUp, second);
                second = back.Parent;
            }
        }

        if (leastBack <= least && leastBack <= capacity)
            return (first, cutBack, false, leastBack);
        return least < capacity ? (first, cut, true, least) : (first, -1, false, capacity);
    }

    private void Push(int first, int second, int apex, long delta)
    {
        while (first != apex)
        {
            ref var place = ref _tree[first];
            place.RoomDown -= delta;
            place.RoomUp += delta;
            first = place.Parent;
        }

        while (second != apex)
        {
            ref var place = ref _tree[second];
            place.RoomUp -= delta;
            place.RoomDown += delta;
            second = place.Parent;
        }
    }

    /// <summary>Sets all potentials, parents first.</summary>
    private void SetPotentials()
    {
        for (var node = _tree.Next(_network.Root); node != _network.Root; node = _tree.Next(node))
            _potential[node] = PotentialBelow(_tree[node].Parent, _tree[node].SignedArc);
    }

    private T PotentialBelow(int parent, int signedArc)
    {
        var arc = signedArc >= 0 ? signedArc : ~signedArc;
        var cost = arc < _arcCount ? _cost[arc] : T.CreateTruncating(_network.ArtificialCost);
        return signedArc >= 0 ? _potential[parent] - cost : _potential[parent] + cost;
    }

    private void SetState(int arc, sbyte state)
    {
        if (_state[arc] == state)
            return;
        _state[arc] = state;
        _pricing.CountAtUpper(arc, state == AtUpper ? 1 : -1);
    }

    private long CapacityOf(int arc) => _limited ? _network.Capacity![arc] : FlowNetwork.Unbounded;

    private void StartFromStar()
    {
        if (_network.StartArc is not { } star)
        {
            for (var node = 0; node < _network.NodeCount; node++)
            {
                if (node != _network.Root)
                    HangByArtificialArc(node, _network.Supply[node]);
            }

            return;
        }

        for (var arc = 0; arc < _arcCount; arc++)
        {
            if (_network.Flow[arc] != 0)
                SetState(arc, AtUpper);
        }

        for (var node = _network.NodeCount - 1; node >= 0; node--)
        {
            if (node == _network.Root)
                continue;
            var arc = star[node];
            var pointsUp = _network.From[arc] == node;
            SetState(arc, AtLower);
            Hang(node, _network.Root, pointsUp ? arc : ~arc, _network.Flow[arc]);
        }
    }

    /// <summary>Takes over an earlier tree: its flows follow from the supplies, bottom up. Where one breaks its limits, or blocks the way to the root, the arc leaves and
    /// an artificial one to the root carries the difference, so that the tree is strongly feasible again.</summary>
    private void Resume(TreeBasis basis)
    {
        var excess = new long[_network.NodeCount];
        _network.Supply.CopyTo(excess, 0);
        var carried = 0L;
        foreach (var arc in basis.AtUpper)
        {
            var capacity = CapacityOf(arc);
            if (capacity > MostAtUpper - carried)
                continue;
            carried += capacity;
            SetState(arc, AtUpper);
            excess[_network.From[arc]] -= capacity;
            excess[_network.To[arc]] += capacity;
        }

        var hang = new (int Parent, int SignedArc, long Flow)[_network.NodeCount];
        for (var i = basis.Preorder.Length - 1; i > 0; i--)
        {
            var node = basis.Preorder[i];
            hang[node] = Fit(node, basis.Parent[node], basis.SignedArc[node], excess);
        }

        // Parents first: whoever lost its arc hangs under the root.
        foreach (var node in basis.Preorder.AsSpan(1))
            Hang(node, hang[node].Parent, hang[node].SignedArc, hang[node].Flow);
    }

    private (int Parent, int SignedArc, long Flow) Fit(int node, int parent, int signedArc, long[] excess)
    {
        var pointsUp = signedArc >= 0;
        var arc = pointsUp ? signedArc : ~signedArc;
        var artificial = _arcCount + node;
        if (arc < _arcCount)
        {
            var capacity = CapacityOf(arc);
            var flow = pointsUp ? excess[node] : -excess[node];
            var kept = Math.Clamp(flow, 0, capacity);
            excess[parent] += pointsUp ? kept : -kept;
            if (kept == flow && (pointsUp ? flow < capacity : flow > 0))
                return (parent, signedArc, flow);
            SetState(arc, kept > 0 ? AtUpper : AtLower);
            excess[node] -= pointsUp ? kept : -kept;
        }

        return (_network.Root, excess[node] >= 0 ? artificial : ~artificial, Math.Abs(excess[node]));
    }

    private void HangByArtificialArc(int node, long excess)
    {
        var arc = _arcCount + node;
        Hang(node, _network.Root, excess >= 0 ? arc : ~arc, Math.Abs(excess));
    }

    private void Hang(int node, int parent, int signedArc, long flow)
    {
        var arc = signedArc >= 0 ? signedArc : ~signedArc;
        var left = (arc < _arcCount ? CapacityOf(arc) : FlowNetwork.Unbounded) - flow;
        ref var place = ref _tree[node];
        place.SignedArc = signedArc;
        (place.RoomUp, place.RoomDown) = signedArc >= 0 ? (left, flow) : (flow, left);
        _tree.Plant(node, parent);
    }
}
