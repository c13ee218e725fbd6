using System.Runtime.InteropServices;
using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Something that takes units, promised or asked for: its lanes with cost, limit and flow, all in whole steps.</summary>
internal sealed class PromiseTaker(int[] source, long[] cost, long[] capacity)
{
    public int[] Source => source;

    public long[] Cost => cost;

    public long[] Capacity => capacity;

    public long[] Flow { get; } = new long[source.Length];

    /// <summary>Cost of getting one unit here, in the prices of the moment.</summary>
    public long Price { get; set; }
}

/// <summary>The residual network of what is promised; every served quantity in it stays as it is, whatever it is served from.</summary>
/// <remarks>
/// Prices are potentials: a lane with room costs at least the price of its demand less that of its source, a lane in use at most that, and a source with units left has price 0.
/// A search starts at the order, goes against the flow and ends at the first source with units left. At first the price of every node is exactly what getting a unit there costs, so every node has a neighbour
/// at no reduced cost that is one step nearer to such a source; a search that follows the newest of equals walks straight to one. Later prices may lag behind; each search raises those it
/// finds too low, and what holds without the order is kept even when the order is not.
/// </remarks>
internal sealed class PromiseNetwork
{
    private const long OutOfReach = long.MaxValue;

    private readonly long[] _left;
    private readonly long[] _price;
    private readonly List<PromiseTaker> _takers = [];
    private readonly List<(int Taker, int Lane)>[] _served;

    // Search state: of sources first, then of takers; valid where the stamp is the search's.
    private readonly List<Label> _labels = [];
    private readonly PriorityQueue<int, long> _queue = new();
    private readonly Stack<int> _equal = new();
    private readonly List<int> _settled = [];
    private readonly List<(int Node, long Before)> _priceJournal = [];
    private readonly List<(int Taker, int Lane, long Units)> _flowJournal = [];
    private int _search;
    private long _distance;

    /// <param name="network">The network with the plan's flow.</param>
    /// <param name="potential">Optimal potentials.</param>
    /// <param name="available">Steps available per source; the network knows only as much as its demands could use.</param>
    /// <param name="refinement">Steps here per step of the network.</param>
    public PromiseNetwork(SupplyNetwork network, long[] potential, long[] available, long refinement)
    {
        var sources = network.Sources.Count;
        _left = [.. available.Select((units, source) => units - (network.Available[source] - network.UnusedOf(source)) * refinement)];
        _price = potential[..sources];
        _served = [.. Enumerable.Range(0, sources).Select(_ => new List<(int, int)>())];
        for (var demand = 0; demand < network.Demands.Count; demand++)
        {
            var lanes = network.Lanes.Into(demand);
            var taker = new PromiseTaker(new int[lanes.Length], new long[lanes.Length], new long[lanes.Length]) { Price = potential[network.DemandNode(demand)] };
            for (var i = 0; i < lanes.Length; i++)
            {
                taker.Source[i] = network.Lanes.Source[lanes[i]];
                taker.Cost[i] = network.Flow.Cost[lanes[i]];
                var capacity = network.Flow.CapacityOf(lanes[i]);
                taker.Capacity[i] = capacity >= FlowNetwork.Unbounded / refinement ? FlowNetwork.Unbounded : capacity * refinement;
                taker.Flow[i] = network.Flow.Flow[lanes[i]] * refinement;
                if (taker.Flow[i] > 0)
                    _served[taker.Source[i]].Add((demand, i));
            }

            _takers.Add(taker);
        }

        SetExactPrices(network);
        for (var node = 0; node < sources + _takers.Count; node++)
            _labels.Add(default);
    }

    /// <summary>Serves an order as far as possible, at least cost.</summary>
    /// <param name="taker">The order.</param>
    /// <param name="units">Steps wanted.</param>
    /// <param name="keep">False takes everything back.</param>
    public (long Units, double Cost, long MarginalCost, long[] Flow, int Moved) Serve(PromiseTaker taker, long units, bool keep)
    {
        var order = _takers.Count;
        _takers.Add(taker);
        _labels.Add(default);
        taker.Price = OutOfReach;
        for (var i = 0; i < taker.Source.Length; i++)
        {
            if (taker.Capacity[i] > 0 && _price[taker.Source[i]] != OutOfReach)
                taker.Price = Math.Min(taker.Price, taker.Cost[i] + _price[taker.Source[i]]);
        }

        var (done, cost, marginal) = (0L, 0.0, 0L);
        while (done < units && taker.Price != OutOfReach)
        {
            var source = FindSource(order, keep);
            if (source < 0)
                break;
            ShiftPrices(_labels[source].Distance);
            var step = Push(source, order, units - done);
            done += step;
            marginal = taker.Price;
            cost += (double)step * marginal;
        }

        var moved = _flowJournal.Where(change => change.Taker != order).Select(change => change.Taker).Distinct().Count();
        var flow = taker.Flow[..];
        if (!keep)
            TakeBack();
        if (!keep || done == 0)
        {
            _takers.RemoveAt(order);
            _labels.RemoveAt(_labels.Count - 1);
        }

        _flowJournal.Clear();
        _priceJournal.Clear();
        return (done, cost, marginal, flow, moved);
    }

    /// <summary>Sets every price to the cost of getting a unit there from what is left; to <see cref="OutOfReach"/> where none can get. Serving orders reaches no more, so what is out of reach stays so.</summary>
    private void SetExactPrices(SupplyNetwork network)
    {
        var sources = _served.Length;
        var distance = new long[sources + _takers.Count];
        Array.Fill(distance, OutOfReach);
        for (var source = 0; source < sources; source++)
        {
            if (_left[source] > 0)
                Reach(source, 0);
        }

        while (_queue.TryDequeue(out var node, out var length))
        {
            if (length != distance[node])
                continue;
            if (node < sources)
            {
                for (var lane = network.Lanes.SourceStart[node]; lane < network.Lanes.SourceStart[node + 1]; lane++)
                {
                    var to = sources + network.Lanes.Demand[lane];
                    if (network.RoomOf(lane) > 0)
                        Reach(to, length + network.Flow.Cost[lane] + _price[node] - PriceOf(to));
                }
            }
            else
            {
                var taker = _takers[node - sources];
                for (var i = 0; i < taker.Source.Length; i++)
                {
                    if (taker.Flow[i] > 0)
                        Reach(taker.Source[i], length - taker.Cost[i] + taker.Price - _price[taker.Source[i]]);
                }
            }
        }

        for (var node = 0; node < distance.Length; node++)
            SetPrice(node, distance[node] == OutOfReach ? OutOfReach : PriceOf(node) + distance[node]);

        void Reach(int node, long length)
        {
            if (length >= distance[node])
                return;
            distance[node] = length;
            _queue.Enqueue(node, length);
        }
    }

    /// <summary>Dijkstra's method over reduced costs, against the flow, to the nearest source with units left; -1 when there is none.</summary>
    private int FindSource(int order, bool keep)
    {
        _search++;
        _queue.Clear();
        _equal.Clear();
        _settled.Clear();
        _distance = 0;
        Offer(_served.Length + order, 0, -1, -1);
        while (TryTakeNearest(out var node, out var distance))
        {
            if (distance != _labels[node].Distance || _labels[node].Settled)
                continue;
            _labels[node] = _labels[node] with { Settled = true };
            _settled.Add(node);
            if (node >= _served.Length)
                ExpandTaker(node, distance);
            else if (_left[node] > 0)
                return node;
            else
                ExpandSource(node, distance);
        }

        // Everything seen is out of reach, for good unless units on their way to the order will be taken back.
        if (keep || _flowJournal.Count == 0)
        {
            foreach (var node in _settled)
                SetPrice(node, OutOfReach);
        }

        return -1;
    }

    private bool TryTakeNearest(out int node, out long distance)
    {
        if (_equal.TryPop(out node))
        {
            distance = _distance;
            return true;
        }

        if (!_queue.TryDequeue(out node, out distance))
            return false;
        _distance = distance;
        return true;
    }

    /// <summary>A taker can get a unit over every lane with room.</summary>
    private void ExpandTaker(int node, long distance)
    {
        var taker = _takers[node - _served.Length];
        for (var i = 0; i < taker.Source.Length; i++)
        {
            var source = taker.Source[i];
            if (taker.Flow[i] < taker.Capacity[i] && _price[source] != OutOfReach)
                Offer(source, distance + taker.Cost[i] + _price[source] - taker.Price, node, i);
        }
    }

    /// <summary>A source without units left can get one back from whom it serves.</summary>
    private void ExpandSource(int node, long distance)
    {
        foreach (var (number, lane) in _served[node])
        {
            var taker = _takers[number];
            if (taker.Price != OutOfReach)
                Offer(_served.Length + number, distance - taker.Cost[lane] - _price[node] + taker.Price, node, lane);
        }
    }

    private void Offer(int node, long distance, int next, int lane)
    {
        ref readonly var old = ref CollectionsMarshal.AsSpan(_labels)[node];
        if (old.Search == _search && old.Distance <= distance)
            return;
        _labels[node] = new Label(_search, distance, next, lane, false);
        if (distance == _distance)
            _equal.Push(node);
        else
            _queue.Enqueue(node, distance);
    }

    /// <summary>Raises the prices of what was settled nearer than the source found, so that reduced costs stay non-negative.</summary>
    private void ShiftPrices(long distance)
    {
        foreach (var node in _settled)
        {
            var rise = distance - _labels[node].Distance;
            if (rise == 0)
                continue;
            if (_flowJournal.Count > 0)
                _priceJournal.Add((node, PriceOf(node)));
            SetPrice(node, PriceOf(node) + rise);
        }
    }

    private long Push(int source, int order, long most)
    {
        var step = Math.Min(most, _left[source]);
        var end = _served.Length + order;
        for (var node = source; node != end; node = _labels[node].Next)
        {
            var label = _labels[node];
            var taker = _takers[(node < _served.Length ? label.Next : node) - _served.Length];
            step = Math.Min(step, node < _served.Length ? taker.Capacity[label.Lane] - taker.Flow[label.Lane] : taker.Flow[label.Lane]);
        }

        _left[source] -= step;
        for (var node = source; node != end; node = _labels[node].Next)
        {
            var label = _labels[node];
            if (node < _served.Length)
                Move(label.Next - _served.Length, label.Lane, step);
            else
                Move(node - _served.Length, label.Lane, -step);
        }

        return step;
    }

    private void Move(int number, int lane, long units)
    {
        var taker = _takers[number];
        _flowJournal.Add((number, lane, units));
        var before = taker.Flow[lane];
        taker.Flow[lane] += units;
        if (before == 0)
            _served[taker.Source[lane]].Add((number, lane));
        else if (taker.Flow[lane] == 0)
            _served[taker.Source[lane]].Remove((number, lane));
    }

    private void TakeBack()
    {
        for (var i = _flowJournal.Count - 1; i >= 0; i--)
        {
            var (taker, lane, units) = _flowJournal[i];
            Move(taker, lane, -units);
            _left[_takers[taker].Source[lane]] += units;
        }

        for (var i = _priceJournal.Count - 1; i >= 0; i--)
            SetPrice(_priceJournal[i].Node, _priceJournal[i].Before);
    }

    private long PriceOf(int node) => node < _served.Length ? _price[node] : _takers[node - _served.Length].Price;

    private void SetPrice(int node, long price)
    {
        if (node < _served.Length)
            _price[node] = price;
        else
            _takers[node - _served.Length].Price = price;
    }

    /// <summary>How far a node is from the order, and the way there: the next node and the lane between them.</summary>
    private readonly record struct Label(int Search, long Distance, int Next, int Lane, bool Settled);
}
