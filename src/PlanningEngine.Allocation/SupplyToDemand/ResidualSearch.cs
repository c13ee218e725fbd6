using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A cheapest way to move one more unit through an optimal flow.</summary>
/// <param name="Cost">Cost per unit.</param>
/// <param name="Room">Units for which it holds; 0 where there is no way.</param>
/// <param name="Entered">Arc on which it enters the root, -1 when it begins there or does not pass.</param>
/// <param name="Left">Arc on which it leaves the root, -1 when it ends there or does not pass.</param>
/// <param name="Outer">Its arc at the end away from where the search began.</param>
internal readonly record struct ResidualPath(long Cost, long Room, int Entered, int Left, int Outer);

/// <summary>Cheapest ways to move one more unit between nodes of an optimal flow.</summary>
/// <remarks>
/// The optimal value as a function of one availability, quantity or limit is convex and piecewise linear, and its one-sided slopes are the lengths of shortest paths in the
/// residual network (Ahuja, Magnanti and Orlin, "Network Flows", 1993, sections 9.11 and 9.12), not the potentials of whichever tree the simplex stopped at. The slope holds
/// exactly up to the room on the path, so among shortest paths the widest is kept. Reduced costs are non-negative at the optimum: Dijkstra's method applies.
/// </remarks>
internal sealed class ResidualSearch
{
    private readonly SupplyNetwork _network;
    private readonly long[] _potential;
    private readonly bool _towardStart;
    private readonly int _root;
    private readonly Label[] _labels;
    private readonly int[] _rootArc;
    private readonly int[] _outerArc;
    private readonly PriorityQueue<int, Label> _queue = new();

    private ResidualSearch(SupplyNetwork network, long[] potential, bool towardStart)
    {
        (_network, _potential, _towardStart, _root) = (network, potential, towardStart, network.Flow.Root);
        _labels = new Label[potential.Length];
        Array.Fill(_labels, new Label(long.MaxValue, 0));
        _rootArc = new int[potential.Length];
        Array.Fill(_rootArc, -1);
        _outerArc = new int[potential.Length];
    }

    /// <summary>Per node the way from it to the root.</summary>
    public static ResidualPath[] TowardRoot(SupplyNetwork network, long[] potential)
    {
        var search = new ResidualSearch(network, potential, true);
        search.Run(search._root, -1);
        return search.Paths(node => new ResidualPath(search._labels[node].Length + potential[search._root] - potential[node], search._labels[node].Room, search._rootArc[node], -1, search._outerArc[node]));
    }

    /// <summary>Per node the way from the root to it.</summary>
    public static ResidualPath[] FromRoot(SupplyNetwork network, long[] potential)
    {
        var search = new ResidualSearch(network, potential, false);
        search.Run(search._root, -1);
        return search.Paths(node => new ResidualPath(search._labels[node].Length + potential[node] - potential[search._root], search._labels[node].Room, -1, search._rootArc[node], search._outerArc[node]));
    }

    /// <summary>The way from one node to another.</summary>
    public static ResidualPath Between(SupplyNetwork network, long[] potential, int from, int to)
    {
        var search = new ResidualSearch(network, potential, false);
        search.Run(from, to);
        if (search._labels[to].Room == 0)
            return default;
        var left = search._rootArc[to];
        return new ResidualPath(search._labels[to].Length + potential[to] - potential[from], search._labels[to].Room, left < 0 ? -1 : search._outerArc[search._root], left, search._outerArc[to]);
    }

    private ResidualPath[] Paths(Func<int, ResidualPath> path)
    {
        var paths = new ResidualPath[_labels.Length];
        for (var node = 0; node < paths.Length; node++)
            paths[node] = _labels[node].Room == 0 ? default : path(node);
        return paths;
    }

    private void Run(int start, int target)
    {
        _labels[start] = new Label(0, FlowNetwork.Unbounded);
        _queue.Enqueue(start, _labels[start]);
        while (_queue.TryDequeue(out var node, out var label))
        {
            if (node == target)
                return;
            if (label == _labels[node])
                Expand(node, label);
        }
    }

    private void Expand(int node, Label label)
    {
        var sources = _network.Sources.Count;
        if (node == _root)
        {
            for (var source = 0; source < sources; source++)
                Offer(_network.UnusedArc(source), source, label, node);
            for (var demand = 0; demand < _network.Demands.Count; demand++)
                OfferDemandRootArcs(demand, _network.DemandNode(demand), label, node);
        }
        else if (node < sources)
        {
            for (var lane = _network.Lanes.SourceStart[node]; lane < _network.Lanes.SourceStart[node + 1]; lane++)
                Offer(lane, _network.Flow.To[lane], label, node);
            Offer(_network.UnusedArc(node), _root, label, node);
        }
        else
        {
            foreach (var lane in _network.Lanes.Into(node - sources))
                Offer(lane, _network.Flow.From[lane], label, node);
            OfferDemandRootArcs(node - sources, _root, label, node);
        }
    }

    private void OfferDemandRootArcs(int demand, int node, Label label, int from)
    {
        Offer(_network.UnmetArc(demand), node, label, from);
        if (_network.MinimumArc[demand] >= 0)
            Offer(_network.MinimumArc[demand], node, label, from);
    }

    /// <summary>Extends a path over an arc to a node at its other end.</summary>
    private void Offer(int arc, int node, Label label, int before)
    {
        var flow = _network.Flow;
        var alongArc = flow.To[arc] == node != _towardStart;
        var room = alongArc ? _network.RoomOf(arc) : flow.Flow[arc];
        if (room <= 0)
            return;
        var reduced = flow.Cost[arc] + _potential[flow.From[arc]] - _potential[flow.To[arc]];
        var candidate = new Label(label.Length + (alongArc ? reduced : -reduced), Math.Min(label.Room, room));
        if (candidate.CompareTo(_labels[node]) >= 0)
            return;
        _labels[node] = candidate;
        _outerArc[node] = arc;
        if (node != _root)
            _rootArc[node] = before == _root ? arc : _rootArc[before];
        _queue.Enqueue(node, candidate);
    }

    /// <summary>Shorter first, then wider.</summary>
    private readonly record struct Label(long Length, long Room) : IComparable<Label>
    {
        public int CompareTo(Label other)
        {
            var byLength = Length.CompareTo(other.Length);
            return byLength != 0 ? byLength : other.Room.CompareTo(Room);
        }
    }
}
