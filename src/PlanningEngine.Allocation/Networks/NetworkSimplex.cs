namespace PlanningEngine.Allocation.Networks;

/// <summary>The primal network simplex method on a spanning tree, over arrays of integers.</summary>
/// <remarks>
/// Pricing is a block search (Grigoriadis, "An efficient implementation of the network simplex method", Mathematical Programming Study 26, 1986): the
/// best arc of the next block that holds one enters, and the search goes on from there. The leaving arc is the last blocking one along the cycle, counted
/// from its apex, which keeps the tree strongly feasible: every node can send flow to the root over the tree. With it no basis comes back
/// (Cunningham, "A network simplex method", Mathematical Programming 11, 1976), and as the arithmetic is exact, the method ends. See also Ahuja, Magnanti
/// and Orlin, "Network Flows", 1993, chapter 11.
/// </remarks>
internal sealed class NetworkSimplex
{
    private const sbyte AtLower = 1;
    private const sbyte InTree = 0;
    private const sbyte AtUpper = -1;
    private const int PivotsBetweenChecks = 64;

    private readonly FlowNetwork _network;
    private readonly long[] _potential;
    private readonly sbyte[] _state;
    private readonly SpanningTree _tree;
    private readonly int _blockSize;
    private int _nextArc;

    public NetworkSimplex(FlowNetwork network)
    {
        _network = network;
        _potential = new long[network.NodeCount];
        _state = new sbyte[network.ArcCount];
        for (var arc = 0; arc < _state.Length; arc++)
            _state[arc] = network.Flow[arc] == 0 ? AtLower : AtUpper;
        for (var node = 0; node < network.Root; node++)
        {
            var arc = network.StartArc[node];
            _state[arc] = InTree;
            _potential[node] = network.From[arc] == node ? -network.Cost[arc] : network.Cost[arc];
        }

        _tree = new SpanningTree(network);
        _blockSize = Math.Max(10, (int)Math.Sqrt(network.ArcCount));
    }

    /// <summary>Node potentials: the cost of the tree path from the root. Tree arcs have reduced cost <c>cost + potential[from] - potential[to] = 0</c>.</summary>
    public long[] Potential => _potential;

    /// <summary>Pivots done so far.</summary>
    public long Pivots { get; private set; }

    /// <summary>Pivots until the flow in the network is optimal, the limit is reached or the token is cancelled.</summary>
    /// <returns>True when the flow is proven optimal.</returns>
    public bool Run(long pivotLimit, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Pivots % PivotsBetweenChecks == 0 && cancellationToken.IsCancellationRequested)
                return false;
            var entering = FindEnteringArc();
            if (entering < 0)
                return true;
            if (Pivots >= pivotLimit)
                return false;
            Pivot(entering);
            Pivots++;
        }
    }

    private int FindEnteringArc()
    {
        var arcCount = _network.ArcCount;
        var scanned = 0;
        while (scanned < arcCount)
        {
            var end = Math.Min(arcCount, _nextArc + Math.Min(_blockSize, arcCount - scanned));
            var best = FindBestArc(_nextArc, end);
            scanned += end - _nextArc;
            _nextArc = end == arcCount ? 0 : end;
            if (best >= 0)
                return best;
        }

        return -1;
    }

    private int FindBestArc(int start, int end)
    {
        var from = _network.From.AsSpan(start, end - start);
        var to = _network.To.AsSpan(start, from.Length);
        var cost = _network.Cost.AsSpan(start, from.Length);
        var state = _state.AsSpan(start, from.Length);
        var potential = _potential;
        var bestValue = 0L;
        var best = -1;
        for (var i = 0; i < from.Length; i++)
        {
            var value = state[i] * (cost[i] + potential[from[i]] - potential[to[i]]);
            if (value < bestValue)
            {
                bestValue = value;
                best = i;
            }
        }

        return best < 0 ? -1 : start + best;
    }

    private void Pivot(int entering)
    {
        var forward = _state[entering] == AtLower;
        var first = forward ? _network.From[entering] : _network.To[entering];
        var second = forward ? _network.To[entering] : _network.From[entering];
        var apex = _tree.FindApex(first, second);
        var delta = forward ? _network.Capacity[entering] - _network.Flow[entering] : _network.Flow[entering];
        var leavingNode = -1;
        var leavesOnFirstSide = false;
        for (var node = first; node != apex; node = _tree.Parent[node])
        {
            var room = _tree.RoomDown(node);
            if (room < delta)
            {
                delta = room;
                leavingNode = node;
                leavesOnFirstSide = true;
            }
        }

        for (var node = second; node != apex; node = _tree.Parent[node])
        {
            var room = _tree.RoomUp(node);
            if (room <= delta)
            {
                delta = room;
                leavingNode = node;
                leavesOnFirstSide = false;
            }
        }

        if (delta > 0)
            Augment(entering, forward, first, second, apex, delta);
        if (leavingNode < 0)
        {
            _state[entering] = (sbyte)-_state[entering];
            return;
        }

        var leaving = _tree.Arc[leavingNode];
        _state[entering] = InTree;
        _state[leaving] = _network.Flow[leaving] == 0 ? AtLower : AtUpper;
        if (leavesOnFirstSide)
            _tree.Rehang(first, second, entering, leavingNode, _potential);
        else
            _tree.Rehang(second, first, entering, leavingNode, _potential);
    }

    private void Augment(int entering, bool forward, int first, int second, int apex, long delta)
    {
        var flow = _network.Flow;
        flow[entering] += forward ? delta : -delta;
        for (var node = first; node != apex; node = _tree.Parent[node])
            flow[_tree.Arc[node]] += _tree.PointsUp[node] ? -delta : delta;
        for (var node = second; node != apex; node = _tree.Parent[node])
            flow[_tree.Arc[node]] += _tree.PointsUp[node] ? delta : -delta;
    }
}
