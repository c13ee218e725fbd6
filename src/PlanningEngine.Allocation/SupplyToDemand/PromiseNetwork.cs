using System.Runtime.InteropServices;
using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A lane as its source knows it.</summary>
/// <param name="Slot">Slot of the taker.</param>
/// <param name="Lane">Position among the taker's lanes.</param>
internal readonly record struct TakerLane(int Slot, int Lane);

/// <summary>Who is served from what and what is left: sources and takers, the nodes of a residual network, with the prices of the nodes. Knows how to take changes back.</summary>
/// <remarks>
/// The nodes are the sources, then the slots of the takers. The price of a node never exceeds the length of the shortest way by which one more unit can get there; that of a source with units left is zero, and where no unit can
/// get, something is missing. So the reduced length of every way a unit can take is never negative: a lane with room at its cost, a lane in use, against its flow, at minus its cost.
/// </remarks>
internal sealed class PromiseNetwork
{
    private readonly List<PromiseTaker> _takers = [];
    private readonly Stack<int> _freeSlots = new();
    private readonly List<TakerLane>[] _lanes;
    private readonly int[] _inUse;
    private readonly long[] _left;
    private readonly List<(TakerLane Lane, long Units, int Place)> _moves = [];
    private readonly List<(int Node, PathLength Before)> _prices = [];
    private PathLength[] _price;

    /// <param name="network">The network with the plan's flow.</param>
    /// <param name="potential">Optimal potentials.</param>
    /// <param name="available">Steps available per source; the network knows only as much as its demands could use.</param>
    /// <param name="refinement">Steps here per step of the network.</param>
    public PromiseNetwork(SupplyNetwork network, long[] potential, long[] available, long refinement)
    {
        SourceCount = network.Sources.Count;
        _lanes = [.. Enumerable.Range(0, SourceCount).Select(_ => new List<TakerLane>())];
        _inUse = new int[SourceCount];
        // Where the plan leaves nothing, what is left of the last step is not worth a price of its own.
        _left = [.. available.Select((units, source) => network.UnusedOf(source) > 0 ? units : network.Available[source] * refinement)];
        TotalLeft = _left.Sum();
        _price = [.. potential[..^1].Select(cost => new PathLength(0, cost, 0))];
        for (var demand = 0; demand < network.Demands.Count; demand++)
        {
            var lanes = network.Lanes.Into(demand);
            var taker = new PromiseTaker(new PromiseLane[lanes.Length]);
            for (var i = 0; i < lanes.Length; i++)
            {
                var capacity = network.Flow.CapacityOf(lanes[i]);
                taker.Lanes[i] = new PromiseLane(network.Lanes.Source[lanes[i]], network.Flow.Cost[lanes[i]], capacity >= FlowNetwork.Unbounded / refinement ? FlowNetwork.Unbounded : capacity * refinement);
            }

            var slot = Add(taker, _price[network.DemandNode(demand)]);
            for (var i = 0; i < lanes.Length; i++)
            {
                if (network.Flow.Flow[lanes[i]] > 0)
                    Move(new TakerLane(slot, i), network.Flow.Flow[lanes[i]] * refinement);
            }
        }

        Keep();
    }

    public int SourceCount { get; }

    /// <summary>One more than the largest node.</summary>
    public int NodeCount => SourceCount + _takers.Count;

    public int LaneCount { get; private set; }

    /// <summary>Steps left at all sources.</summary>
    public long TotalLeft { get; private set; }

    public long LeftAt(int source) => _left[source];

    public ReadOnlySpan<PathLength> Prices => _price;

    public PromiseTaker Taker(int slot) => _takers[slot];

    public int NodeOf(int slot) => SourceCount + slot;

    public int SlotOf(int node) => node - SourceCount;

    /// <summary>All lanes of a source.</summary>
    public ReadOnlySpan<TakerLane> LanesOf(int source) => CollectionsMarshal.AsSpan(_lanes[source]);

    /// <summary>The lanes of a source that carry units.</summary>
    public ReadOnlySpan<TakerLane> LanesInUse(int source) => LanesOf(source)[.._inUse[source]];

    /// <summary>Takers, other than one, that get a different quantity over some lane than when changes were last kept.</summary>
    public int MovedBut(int slot) => _moves.Where(move => move.Lane.Slot != slot).GroupBy(move => move.Lane).Where(moves => moves.Sum(move => move.Units) != 0).Select(moves => moves.Key.Slot).Distinct().Count();

    /// <summary>Adds a taker that gets nothing yet, at the price of its cheapest lane.</summary>
    /// <returns>Its slot.</returns>
    public int Add(PromiseTaker taker)
    {
        var price = PathLength.NoWay;
        foreach (var lane in taker.Lanes)
        {
            var over = PathLength.Lane(lane.Cost) + _price[lane.Source];
            if (lane.Room > 0 && over < price)
                price = over;
        }

        return Add(taker, price);
    }

    /// <summary>Removes a taker that gets nothing.</summary>
    public void Remove(int slot)
    {
        var taken = _takers[slot].Lanes;
        for (var i = taken.Length - 1; i >= 0; i--)
        {
            var lanes = _lanes[taken[i].Source];
            Swap(taken[i].Source, taken[i].Place, lanes.Count - 1);
            lanes.RemoveAt(lanes.Count - 1);
        }

        LaneCount -= taken.Length;
        _freeSlots.Push(slot);
    }

    /// <summary>Changes what goes over a lane, and what is left at its source.</summary>
    public void Move(TakerLane lane, long units)
    {
        ref var moved = ref LaneAt(lane);
        var (before, place) = (moved.Flow, moved.Place);
        Change(ref moved, units);
        if (before == 0)
            Swap(moved.Source, place, _inUse[moved.Source]++);
        else if (moved.Flow == 0)
            Swap(moved.Source, place, --_inUse[moved.Source]);
        _moves.Add((lane, units, place));
    }

    public void SetPrice(int node, PathLength price)
    {
        _prices.Add((node, _price[node]));
        _price[node] = price;
    }

    /// <summary>All changes up to here stay.</summary>
    public void Keep()
    {
        _moves.Clear();
        _prices.Clear();
    }

    /// <summary>Everything is as it was when changes were last kept, to the order of the lists.</summary>
    public void TakeBack()
    {
        for (var i = _moves.Count - 1; i >= 0; i--)
        {
            var (lane, units, place) = _moves[i];
            ref var moved = ref LaneAt(lane);
            var after = moved.Flow;
            Change(ref moved, -units);
            if (moved.Flow == 0)
                Swap(moved.Source, place, --_inUse[moved.Source]);
            else if (after == 0)
                Swap(moved.Source, place, _inUse[moved.Source]++);
        }

        for (var i = _prices.Count - 1; i >= 0; i--)
            _price[_prices[i].Node] = _prices[i].Before;
        Keep();
    }

    private ref PromiseLane LaneAt(TakerLane lane) => ref _takers[lane.Slot].Lanes[lane.Lane];

    private void Change(ref PromiseLane lane, long units)
    {
        lane.Flow += units;
        _left[lane.Source] -= units;
        TotalLeft -= units;
    }

    private int Add(PromiseTaker taker, PathLength price)
    {
        if (!_freeSlots.TryPop(out var slot))
        {
            slot = _takers.Count;
            _takers.Add(taker);
            if (_price.Length < NodeCount)
                Array.Resize(ref _price, 2 * NodeCount);
        }

        _takers[slot] = taker;
        _price[NodeOf(slot)] = price;
        for (var i = 0; i < taker.Lanes.Length; i++)
        {
            var lanes = _lanes[taker.Lanes[i].Source];
            taker.Lanes[i].Place = lanes.Count;
            lanes.Add(new TakerLane(slot, i));
        }

        LaneCount += taker.Lanes.Length;
        return slot;
    }

    private void Swap(int source, int one, int other)
    {
        var lanes = CollectionsMarshal.AsSpan(_lanes[source]);
        (lanes[one], lanes[other]) = (lanes[other], lanes[one]);
        LaneAt(lanes[one]).Place = one;
        LaneAt(lanes[other]).Place = other;
    }
}
