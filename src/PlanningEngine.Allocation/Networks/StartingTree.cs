namespace PlanningEngine.Allocation.Networks;

/// <summary>Plants the tree a solve begins with: the star of the network's start arcs or of artificial ones, or the tree of an earlier solve.</summary>
/// <param name="network">The problem.</param>
/// <param name="tree">An empty tree of its nodes.</param>
/// <param name="state">Per arc the side it is set to.</param>
internal sealed class StartingTree(FlowNetwork network, SpanningTree tree, sbyte[] state)
{
    /// <summary>An arc outside the tree that carries nothing, or one in it.</summary>
    public const sbyte AtLower = 1;

    /// <summary>An arc outside the tree that carries its capacity.</summary>
    public const sbyte AtUpper = -1;

    private const long MostAtUpper = 1L << 60;

    private readonly FlowNetwork _network = network;
    private readonly SpanningTree _tree = tree;
    private readonly sbyte[] _state = state;

    /// <summary>Hangs every node and sets every arc's side.</summary>
    public void Plant(TreeBasis? basis)
    {
        Array.Fill(_state, AtLower);
        if (basis is not null)
            Resume(basis);
        else
            StartFromStar();
    }

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

        for (var arc = 0; arc < _network.ArcCount; arc++)
        {
            if (_network.Flow[arc] != 0)
                _state[arc] = AtUpper;
        }

        for (var node = _network.NodeCount - 1; node >= 0; node--)
        {
            if (node == _network.Root)
                continue;
            var arc = star[node];
            var pointsUp = _network.From[arc] == node;
            _state[arc] = AtLower;
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
            var capacity = _network.CapacityOf(arc);
            if (capacity > MostAtUpper - carried)
                continue;
            carried += capacity;
            _state[arc] = AtUpper;
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
        var artificial = _network.ArcCount + node;
        if (arc < _network.ArcCount)
        {
            var capacity = _network.CapacityOf(arc);
            var flow = pointsUp ? excess[node] : -excess[node];
            var kept = Math.Clamp(flow, 0, capacity);
            excess[parent] += pointsUp ? kept : -kept;
            if (kept == flow && (pointsUp ? flow < capacity : flow > 0))
                return (parent, signedArc, flow);
            _state[arc] = kept > 0 ? AtUpper : AtLower;
            excess[node] -= pointsUp ? kept : -kept;
        }

        return (_network.Root, excess[node] >= 0 ? artificial : ~artificial, Math.Abs(excess[node]));
    }

    private void HangByArtificialArc(int node, long excess)
    {
        var arc = _network.ArcCount + node;
        Hang(node, _network.Root, excess >= 0 ? arc : ~arc, Math.Abs(excess));
    }

    private void Hang(int node, int parent, int signedArc, long flow)
    {
        var arc = signedArc >= 0 ? signedArc : ~signedArc;
        var left = (arc < _network.ArcCount ? _network.CapacityOf(arc) : FlowNetwork.Unbounded) - flow;
        ref var place = ref _tree[node];
        place.SignedArc = signedArc;
        (place.RoomUp, place.RoomDown) = signedArc >= 0 ? (left, flow) : (flow, left);
        _tree.Plant(node, parent);
    }
}
