using System.Numerics;

namespace PlanningEngine.Allocation.Networks;

/// <inheritdoc cref="NetworkSimplex"/>
/// <typeparam name="T">Width of costs and potentials.</typeparam>
internal sealed class TreePivoting<T> : NetworkSimplex
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private const sbyte AtLower = StartingTree.AtLower;
    private const sbyte AtUpper = StartingTree.AtUpper;
    private const int PivotsBetweenChecks = 64;

    private readonly FlowNetwork _network;
    private readonly T[] _cost;
    private readonly T[] _potential;
    private readonly sbyte[] _state;
    private readonly SpanningTree _tree;
    private readonly ArcPricing<T> _pricing;
    private readonly int _arcCount;
    private readonly bool _limited;

    public TreePivoting(FlowNetwork network, TreeBasis? basis, TreePivoting<T>? earlier)
    {
        _network = network;
        _arcCount = network.ArcCount;
        _limited = network.Capacity is not null;
        var sameArcs = earlier is not null && earlier._network.From == network.From && earlier._network.To == network.To;
        _cost = sameArcs && earlier!._network.Cost == network.Cost ? earlier._cost : network.Cost is T[] wide ? wide : Narrow(network.Cost);
        _potential = GC.AllocateArray<T>(network.NodeCount, pinned: true);
        _state = new sbyte[_arcCount];
        _tree = new SpanningTree(network.NodeCount, network.Root);
        _pricing = new ArcPricing<T>(network, _cost, _state, _potential, sameArcs ? earlier!._pricing : null);
        new StartingTree(network, _tree, _state).Plant(basis);
        foreach (var arc in ArcsAtUpper())
            _pricing.CountAtUpper(arc, 1);
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
}
