using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Cheapest ways to move one more unit between every node and the root of an optimal flow.</summary>
/// <remarks>
/// The optimal value as a function of one availability is convex and piecewise linear, and its one-sided slopes are the lengths of shortest paths in the
/// residual network (Ahuja, Magnanti and Orlin, "Network Flows", 1993, sections 9.11 and 9.12), not the potentials of whichever tree the simplex stopped at. The slope holds
/// exactly up to the room on the path, so among shortest paths the widest is kept. Reduced costs are non-negative at the optimum: Dijkstra's method applies.
/// </remarks>
internal sealed class ResidualSearch
{
    private readonly SupplyNetwork _network;
    private readonly long[] _potential;
    private readonly bool _towardRoot;
    private readonly Label[] _labels;
    private readonly PriorityQueue<int, Label> _queue = new();

    private ResidualSearch(SupplyNetwork network, long[] potential, bool towardRoot)
    {
        _network = network;
        _potential = potential;
        _towardRoot = towardRoot;
        _labels = new Label[potential.Length - 1];
        Array.Fill(_labels, new Label(long.MaxValue, 0));
    }

    /// <summary>Per node the cost per unit sent from it to the root, and the units for which it holds.</summary>
    public static (long Cost, long Room)[] TowardRoot(SupplyNetwork network, long[] potential) => new ResidualSearch(network, potential, true).Run();

    /// <summary>Per node the cost per unit sent from the root to it, and the units for which it holds; room 0 where nothing can be sent.</summary>
    public static (long Cost, long Room)[] FromRoot(SupplyNetwork network, long[] potential) => new ResidualSearch(network, potential, false).Run();

    private (long Cost, long Room)[] Run()
    {
        for (var source = 0; source < _network.Sources.Count; source++)
            OfferRootArc(_network.UnusedArc(source), source);
        for (var demand = 0; demand < _network.Demands.Count; demand++)
        {
            OfferRootArc(_network.UnmetArc(demand), _network.DemandNode(demand));
            if (_network.MinimumArc[demand] >= 0)
                OfferRootArc(_network.MinimumArc[demand], _network.DemandNode(demand));
        }

        while (_queue.TryDequeue(out var node, out var label))
        {
            if (label == _labels[node])
                Expand(node, label);
        }

        var sign = _towardRoot ? -1 : 1;
        var result = new (long Cost, long Room)[_labels.Length];
        for (var node = 0; node < result.Length; node++)
            result[node] = _labels[node].Room == 0 ? (0, 0) : (_labels[node].Length + sign * _potential[node], _labels[node].Room);
        return result;
    }

    private void OfferRootArc(int arc, int node) => Offer(arc, node, new Label(0, FlowNetwork.Unbounded), _network.Flow.To[arc] == node);

    private void Expand(int node, Label label)
    {
        var sources = _network.Sources.Count;
        if (node < sources)
        {
            for (var lane = _network.Lanes.SourceStart[node]; lane < _network.Lanes.SourceStart[node + 1]; lane++)
                Offer(lane, _network.Flow.To[lane], label, true);
        }
        else
        {
            foreach (var lane in _network.Lanes.Into(node - sources))
                Offer(lane, _network.Flow.From[lane], label, false);
        }
    }

    /// <summary>Extends a path over an arc that leads into the node (or out of it, when not <paramref name="intoNode"/>).</summary>
    private void Offer(int arc, int node, Label label, bool intoNode)
    {
        var alongArc = intoNode != _towardRoot;
        var flow = _network.Flow;
        var room = alongArc ? _network.RoomOf(arc) : flow.Flow[arc];
        if (room <= 0)
            return;
        var reduced = flow.Cost[arc] + _potential[flow.From[arc]] - _potential[flow.To[arc]];
        var candidate = new Label(label.Length + (alongArc ? reduced : -reduced), Math.Min(label.Room, room));
        if (candidate.CompareTo(_labels[node]) >= 0)
            return;
        _labels[node] = candidate;
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
