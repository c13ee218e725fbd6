namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Finds where the next unit comes from, or where one that is given back does most good, and keeps the prices.</summary>
/// <remarks>
/// Dijkstra's method over reduced lengths, from one taker to the nearest end (the potentials of Edmonds and Karp 1972). Lengths count the lanes after the money, so that the ways found are not only the cheapest but move few
/// promises, in steps as large as such ways allow, and no cycle has length zero: where prices are exact, a search walks straight to its end. Prices that lag behind cost work, never the answer.
/// </remarks>
internal sealed class PromiseSearch(PromiseNetwork network)
{
    /// <summary>A unit from nowhere: what it is worth to have none left.</summary>
    private static readonly PathLength FromNowhere = new(1, 0, 0);

    private readonly PriorityQueue<int, Turn> _queue = new();
    private readonly Stack<int> _equal = new();
    private readonly List<int> _settled = [];
    private Label[] _labels = [];
    private int _search;
    private int _offers;
    private Direction _direction;
    private PathLength _distance;
    private PathLength _bound;
    private int _end;

    private enum Direction
    {
        /// <summary>From who wants a unit, against the way it would take, to one that is left.</summary>
        Backward,

        /// <summary>From who has a unit to spare, along the way it would take, to a source where it is left over.</summary>
        Forward,

        /// <summary>From all sources along the ways their units can take.</summary>
        Everywhere,
    }

    /// <summary>Lanes looked at so far.</summary>
    public long LanesSeen { get; private set; }

    /// <summary>The source from which one more unit gets to a taker on the shortest way, -1 where none can. The taker's price is then its length.</summary>
    public int FindSupply(int taker) => Find(taker, Direction.Backward);

    /// <summary>The source where a unit that a taker gives back is left over after it has replaced the dearest it can. The taker's price is then what that saves.</summary>
    public int FindRelief(int taker) => Find(taker, Direction.Forward);

    /// <summary>Moves units on the way found last.</summary>
    /// <param name="source">Its end.</param>
    /// <param name="taker">Node where it began.</param>
    /// <param name="most">Most units.</param>
    /// <returns>Units moved.</returns>
    public long Push(int source, int taker, long most)
    {
        var backward = _direction == Direction.Backward;
        var step = backward ? Math.Min(most, network.LeftAt(source)) : most;
        for (var node = source; node != taker; node = _labels[node].Next)
        {
            var lane = LaneAt(node);
            ref readonly var on = ref network.Taker(lane.Slot).Lanes[lane.Lane];
            step = Math.Min(step, backward == node < network.SourceCount ? on.Room : on.Flow);
        }

        for (var node = source; node != taker; node = _labels[node].Next)
            network.Move(LaneAt(node), backward == node < network.SourceCount ? step : -step);
        return step;
    }

    /// <summary>Sets every price to the length of the shortest way.</summary>
    public void MakeExact()
    {
        Begin(Direction.Everywhere);
        for (var source = 0; source < network.SourceCount; source++)
            Offer(source, Origin(source) - network.Prices[source], -1, -1);
        Settle();
        for (var node = 0; node < network.NodeCount; node++)
            network.SetPrice(node, _labels[node].Search == _search ? network.Prices[node] + _labels[node].Distance : PathLength.NoWay);
    }

    private int Find(int taker, Direction direction)
    {
        Begin(direction);
        if (direction == Direction.Backward)
            _bound = PathLength.NoWay - network.Prices[taker];
        Offer(taker, default, -1, -1);
        Settle();
        foreach (var node in _settled)
        {
            var rise = _bound - _labels[node].Distance;
            if (rise != default)
                network.SetPrice(node, direction == Direction.Backward ? network.Prices[node] + rise : network.Prices[node] - rise);
        }

        return _end;
    }

    private void Begin(Direction direction)
    {
        if (_labels.Length < network.NodeCount)
            Array.Resize(ref _labels, 2 * network.NodeCount);
        _search++;
        _offers = 0;
        _queue.Clear();
        _equal.Clear();
        _settled.Clear();
        _direction = direction;
        _distance = default;
        (_bound, _end) = (new PathLength(int.MaxValue, 0, 0), -1);
    }

    private void Settle()
    {
        while (TryTakeNearest(out var node) && _distance < _bound)
        {
            ref var label = ref _labels[node];
            if (label.Distance != _distance || label.Settled)
                continue;
            label.Settled = true;
            _settled.Add(node);
            if (node >= network.SourceCount)
                ExpandTaker(node);
            else
                ExpandSource(node);
        }
    }

    private bool TryTakeNearest(out int node)
    {
        if (_equal.TryPop(out node))
            return true;
        if (!_queue.TryDequeue(out node, out var turn))
            return false;
        _distance = turn.Distance;
        return true;
    }

    private void ExpandTaker(int node)
    {
        var lanes = network.Taker(network.SlotOf(node)).Lanes;
        var backward = _direction == Direction.Backward;
        var prices = network.Prices;
        var price = prices[node];
        LanesSeen += lanes.Length;
        if (backward)
        {
            var start = _distance - price;
            for (var i = 0; i < lanes.Length; i++)
            {
                ref readonly var lane = ref lanes[i];
                if (lane.Room > 0)
                    Offer(lane.Source, start + PathLength.Lane(lane.Cost) + prices[lane.Source], node, i);
            }
        }
        else
        {
            var start = _distance + price;
            for (var i = 0; i < lanes.Length; i++)
            {
                ref readonly var lane = ref lanes[i];
                if (lane.Flow > 0)
                    Offer(lane.Source, start + PathLength.Lane(-lane.Cost) - prices[lane.Source], node, i);
            }
        }
    }

    private void ExpandSource(int node)
    {
        var backward = _direction == Direction.Backward;
        var lanes = backward ? network.LanesInUse(node) : network.LanesOf(node);
        var prices = network.Prices;
        var price = prices[node];
        LanesSeen += lanes.Length;
        foreach (var (slot, position) in lanes)
        {
            var to = network.NodeOf(slot);
            ref readonly var lane = ref network.Taker(slot).Lanes[position];
            if (backward)
                Offer(to, _distance + PathLength.Lane(-lane.Cost) + prices[to] - price, node, position);
            else if (lane.Room > 0)
                Offer(to, _distance + PathLength.Lane(lane.Cost) + price - prices[to], node, position);
        }
    }

    private void Offer(int node, PathLength distance, int next, int lane)
    {
        if (distance >= _bound)
            return;
        ref var label = ref _labels[node];
        if (label.Search == _search && label.Distance <= distance)
            return;
        label = new Label { Search = _search, Distance = distance, Next = next, Lane = lane };
        if (node < network.SourceCount && _direction != Direction.Everywhere)
            OfferEnd(node, distance);
        if (distance == _distance)
            _equal.Push(node);
        else
            _queue.Enqueue(node, new Turn(distance, _offers++));
    }

    private void OfferEnd(int source, PathLength distance)
    {
        var end = distance + (_direction == Direction.Backward ? Origin(source) - network.Prices[source] : network.Prices[source]);
        if (end < _bound)
            (_bound, _end) = (end, _direction == Direction.Backward && network.LeftAt(source) == 0 ? -1 : source);
    }

    private PathLength Origin(int source) => network.LeftAt(source) > 0 ? default : FromNowhere;

    private TakerLane LaneAt(int node)
    {
        var (next, lane) = (_labels[node].Next, _labels[node].Lane);
        return new TakerLane(network.SlotOf(node < network.SourceCount ? next : node), lane);
    }

    /// <summary>How far a node is from where the search began, and the way back there: the next node and the lane between them. Valid where the stamp is the search's.</summary>
    private struct Label
    {
        public PathLength Distance;
        public int Search;
        public int Next;
        public int Lane;
        public bool Settled;
    }

    /// <summary>The nearer is first; of equals the one that came first.</summary>
    private readonly record struct Turn(PathLength Distance, int Number) : IComparable<Turn>
    {
        public int CompareTo(Turn other)
        {
            var nearer = Distance.CompareTo(other.Distance);
            return nearer != 0 ? nearer : Number.CompareTo(other.Number);
        }
    }
}
