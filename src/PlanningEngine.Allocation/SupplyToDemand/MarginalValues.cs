using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>What one more and one less of every source, demand, minimum fill and lane maximum are worth, and prices that do not depend on the tree the simplex stopped at.</summary>
/// <remarks>
/// Each is a shortest path in the residual network: from a source to the root, from the root to a demand, around a full lane. A path passes the root at most once, so it relieves
/// at most the unmet arc on which it enters and burdens the one on which it leaves.
/// </remarks>
internal sealed class MarginalValues
{
    private const int None = 0;

    private readonly SupplyNetwork _network;
    private readonly ResidualPath[] _toRoot;
    private readonly ResidualPath[] _fromRoot;

    private MarginalValues(SupplyNetwork network, ResidualPath[] toRoot, ResidualPath[] fromRoot)
    {
        (_network, _toRoot, _fromRoot) = (network, toRoot, fromRoot);
        Potential = Array.ConvertAll(toRoot, path => -path.Cost);
        Sources = [.. network.Problem.Sources.Select((source, i) => Source(source, network.Sources.Place[i]))];
    }

    /// <summary>Optimal potentials: minus the cost of the cheapest way from each node to the root.</summary>
    public long[] Potential { get; }

    /// <summary>One per source, in the order of the problem.</summary>
    public SourceValue[] Sources { get; }

    public static MarginalValues Find(SupplyNetwork network, long[] treePotential) =>
        new(network, ResidualSearch.TowardRoot(network, treePotential), ResidualSearch.FromRoot(network, treePotential));

    /// <summary>One per demand that takes part, in the order of the problem.</summary>
    public DemandValue[] Demands() =>
        [.. Enumerable.Range(0, _network.Problem.Demands.Count).Where(i => _network.Demands.Place[i] >= 0)
            .Select(i => Demand(_network.Problem.Demands[i].Id, _network.Demands.Place[i]))];

    /// <summary>Lanes that carry their maximum, the dearest first.</summary>
    public LaneValue[] LimitedLanes(int limit, CancellationToken cancellationToken)
    {
        if (limit == 0)
            return [];
        return [.. Enumerable.Range(0, _network.Lanes.Count)
            .Where(lane => _network.Flow.CapacityOf(lane) < FlowNetwork.Unbounded && _network.RoomOf(lane) == 0)
            .OrderBy(Reduced).ThenBy(lane => lane)
            .Take(limit)
            .TakeWhile(_ => !cancellationToken.IsCancellationRequested)
            .Select(LaneLimit)];
    }

    /// <summary>Unused lanes that still have room, the nearest to being used first.</summary>
    public RefusedLane[] RefusedLanes(int limit)
    {
        if (limit == 0)
            return [];
        var flow = _network.Flow;
        var nearest = new PriorityQueue<int, (long, int)>(Comparer<(long, int)>.Create((left, right) => right.CompareTo(left)));
        for (var lane = 0; lane < _network.Lanes.Count; lane++)
        {
            if (flow.Flow[lane] != 0 || flow.CapacityOf(lane) == 0)
                continue;
            if (nearest.Count < limit)
                nearest.Enqueue(lane, (Reduced(lane), lane));
            else
                nearest.EnqueueDequeue(lane, (Reduced(lane), lane));
        }

        var lanes = new RefusedLane[nearest.Count];
        for (var i = lanes.Length - 1; i >= 0; i--)
        {
            var lane = nearest.Dequeue();
            var (fromRank, fromMoney) = _network.Split(Potential[flow.From[lane]]);
            var (toRank, toMoney) = _network.Split(Potential[flow.To[lane]]);
            var input = _network.Problem.Lanes[_network.Lanes.Input[lane]];
            lanes[i] = new RefusedLane(input.SourceId, input.DemandId, _network.Money.ToUnits(flow.Cost[lane] + fromMoney - toMoney), fromRank - toRank);
        }

        return lanes;
    }

    private SourceValue Source(SupplySource source, int place)
    {
        var (more, less, unused) = (_toRoot[place], _fromRoot[place], _network.UnusedOf(place));
        var left = less.Room == 0 ? null : Value(less.Cost, less.Room, RankOf(less.Left), None);
        if (left is not null && unused > 0)
            left = left with { HoldsFor = source.Available - _network.Quantities.ToUnits(_network.Available[place] - unused) };
        return new SourceValue(source.Id, Value(-more.Cost, more.Room, RankOf(more.Entered), None), left, unused == 0 && more.Cost < 0);
    }

    private DemandValue Demand(string id, int demand)
    {
        var unmetArc = _network.UnmetArc(demand);
        var flow = _network.Flow;
        var (unmet, most, required) = (flow.Flow[unmetArc], flow.Capacity![unmetArc], _network.Required[demand]);
        var (value, rank) = (flow.Cost[unmetArc], _network.Rank[demand]);
        var (to, from) = (_toRoot[_network.DemandNode(demand)], _fromRoot[_network.DemandNode(demand)]);
        var worth = _network.Money.Nearest(_network.Problem.Demands[_network.Demands.Input[demand]].UnitValue);

        // One more unit is served on the cheapest way, or stays unmet.
        var more = from.Room > 0 && from.Cost < value
            ? Value(worth - from.Cost, Math.Min(from.Room, RoomBeyondTheQuantity(from.Outer)), None, RankOf(from.Left))
            : Value(worth - value, FlowNetwork.Unbounded, None, rank);
        if (most == 0)
            return new DemandValue(id, more, null, null, MinimumLess());
        if (unmet < most)
        {
            // Served beyond its minimum: one unit less is taken from where it serves worst, and the minimum binds nowhere.
            var room = to.Entered == unmetArc ? to.Room : Math.Min(to.Room, most - unmet);
            return new DemandValue(id, more, Value(worth + to.Cost, room, None, RankOf(to.Entered)), Value(0, most - unmet, None, None), required == 0 ? null : MinimumLess());
        }

        var less = Value(worth - value, unmet, None, rank);
        // One more must be served: on the cheapest way, or short of the minimum.
        var below = value + (_network.MinimumRank - rank) * _network.RankWeight;
        var higher = from.Room > 0 && from.Cost < below
            ? Value(value - from.Cost, Math.Min(from.Room, unmet), rank, RankOf(from.Left))
            : Value(value - below, unmet, rank, _network.MinimumRank);
        return new DemandValue(id, more, less, higher, required == 0 ? null : MinimumLess());

        MarginalValue? MinimumLess()
        {
            var gain = value + to.Cost;
            return unmet < most || gain >= 0 ? Value(0, required, None, None) : Value(gain, Math.Min(to.Room, required), rank, RankOf(to.Entered));
        }
    }

    /// <summary>A maximum above the quantity of its demand is no limit of the network, but becomes one when the quantity grows.</summary>
    private long RoomBeyondTheQuantity(int arc)
    {
        var maximum = arc < _network.Lanes.Count && _network.Flow.CapacityOf(arc) == FlowNetwork.Unbounded ? _network.Problem.Lanes[_network.Lanes.Input[arc]].Maximum : null;
        return maximum is { } most ? _network.Quantities.Down(Math.Min(most, FlowNetwork.Unbounded / _network.Quantities.StepsPerUnit / 2)) - _network.Flow.Flow[arc] : FlowNetwork.Unbounded;
    }

    private LaneValue LaneLimit(int lane)
    {
        var flow = _network.Flow;
        var input = _network.Problem.Lanes[_network.Lanes.Input[lane]];
        var (from, to, cost) = (flow.From[lane], flow.To[lane], flow.Cost[lane]);
        var around = ResidualSearch.Between(_network, Potential, to, from);
        var gain = around.Room == 0 ? 0 : -(cost + around.Cost);
        var more = gain > 0 ? Value(gain, around.Room, RankOf(around.Entered), RankOf(around.Left)) : Value(0, FlowNetwork.Unbounded, None, None);
        if (flow.CapacityOf(lane) == 0)
            return new LaneValue(input.SourceId, input.DemandId, more, null);
        var instead = ResidualSearch.Between(_network, Potential, from, to);
        return new LaneValue(input.SourceId, input.DemandId, more, Value(instead.Cost - cost, Math.Min(instead.Room, flow.Flow[lane]), RankOf(instead.Left), RankOf(instead.Entered)));
    }

    private long Reduced(int lane) => _network.Flow.Cost[lane] + Potential[_network.Flow.From[lane]] - Potential[_network.Flow.To[lane]];

    /// <summary>A gain with its rank taken out, and the ranks of the shortages that one unit more relieves and burdens.</summary>
    private MarginalValue Value(long gain, long room, int relieved, int burdened)
    {
        var money = _network.Split(gain).Money;
        var holdsFor = room >= FlowNetwork.Unbounded / 2 ? double.PositiveInfinity : _network.Quantities.ToUnits(room);
        List<ShortageRate> rates = [];
        if (relieved != burdened && relieved != None)
            rates.Add(Rate(relieved, -1));
        if (relieved != burdened && burdened != None)
            rates.Add(Rate(burdened, +1));
        return new MarginalValue(_network.Money.ToUnits(money), holdsFor, rates);
    }

    private ShortageRate Rate(int rank, double perUnit) => new(rank == _network.MinimumRank ? null : _network.RankPriority[rank], perUnit);

    /// <summary>Rank of the shortage on an arc at the root, 0 where there is none.</summary>
    private int RankOf(int arc)
    {
        var first = _network.Lanes.Count + _network.Sources.Count;
        if (arc < first)
            return 0;
        return arc < first + _network.Demands.Count ? _network.Rank[arc - first] : _network.MinimumRank;
    }
}
