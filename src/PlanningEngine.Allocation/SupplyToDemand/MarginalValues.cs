using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>What the next and the last unit of every source are worth, and prices that do not depend on the tree the simplex stopped at.</summary>
internal sealed class MarginalValues
{
    private readonly SupplyNetwork _network;

    private MarginalValues(SupplyNetwork network, long[] potential, SourceValue[] sources)
    {
        _network = network;
        Potential = potential;
        Sources = sources;
    }

    /// <summary>Optimal potentials: minus the cost of the cheapest way from each node to the root.</summary>
    public long[] Potential { get; }

    /// <summary>One per source, in the order of the problem.</summary>
    public SourceValue[] Sources { get; }

    public static MarginalValues Find(SupplyNetwork network, long[] treePotential)
    {
        var more = ResidualSearch.TowardRoot(network, treePotential);
        var less = ResidualSearch.FromRoot(network, treePotential);
        var potential = new long[treePotential.Length];
        for (var node = 0; node < more.Length; node++)
            potential[node] = -more[node].Cost;
        var sources = network.Problem.Sources.Select((source, i) =>
        {
            var place = network.Sources.Place[i];
            var unused = network.UnusedOf(place);
            var left = less[place].Room == 0 ? null : Value(network, less[place].Cost, less[place].Room);
            if (left is not null && unused > 0)
                left = left with { HoldsFor = source.Available - network.Quantities.ToUnits(network.Available[place] - unused) };
            var binding = unused == 0 && more[place].Cost < 0;
            return new SourceValue(source.Id, Value(network, -more[place].Cost, more[place].Room), left, binding);
        }).ToArray();
        return new MarginalValues(network, potential, sources);
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
            var reduced = flow.Cost[lane] + Potential[flow.From[lane]] - Potential[flow.To[lane]];
            if (nearest.Count < limit)
                nearest.Enqueue(lane, (reduced, lane));
            else
                nearest.EnqueueDequeue(lane, (reduced, lane));
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

    private static MarginalValue Value(SupplyNetwork network, long gain, long room)
    {
        var (rank, money) = network.Split(gain);
        var minimum = rank == network.MinimumRank;
        int? priority = rank > 0 && rank < network.RankPriority.Length ? network.RankPriority[rank] : null;
        var holdsFor = room >= FlowNetwork.Unbounded / 2 ? double.PositiveInfinity : network.Quantities.ToUnits(room);
        return new MarginalValue(network.Money.ToUnits(money), priority, minimum, holdsFor);
    }
}
