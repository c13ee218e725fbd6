namespace PlanningEngine.Allocation.Networks;

/// <summary>The rooted spanning tree of a network simplex basis: parents, depths and doubly linked lists of children.</summary>
internal sealed class SpanningTree
{
    private const int None = -1;

    private readonly FlowNetwork _network;
    private readonly int[] _depth;
    private readonly int[] _firstChild;
    private readonly int[] _nextSibling;
    private readonly int[] _previousSibling;

    public SpanningTree(FlowNetwork network)
    {
        _network = network;
        var count = network.NodeCount;
        Parent = new int[count];
        Arc = new int[count];
        PointsUp = new bool[count];
        _depth = new int[count];
        _firstChild = new int[count];
        _nextSibling = new int[count];
        _previousSibling = new int[count];
        Array.Fill(Parent, None);
        Array.Fill(Arc, None);
        Array.Fill(_firstChild, None);
        Array.Fill(_nextSibling, None);
        Array.Fill(_previousSibling, None);
        for (var node = network.Root - 1; node >= 0; node--)
        {
            Attach(node, network.Root, network.StartArc[node]);
            _depth[node] = 1;
        }
    }

    /// <summary>Parent of each node, -1 for the root.</summary>
    public int[] Parent { get; }

    /// <summary>Arc between each node and its parent.</summary>
    public int[] Arc { get; }

    /// <summary>True where <see cref="Arc"/> leads from the node to its parent.</summary>
    public bool[] PointsUp { get; }

    /// <summary>How much more can flow from a node's parent to the node over the tree arc.</summary>
    public long RoomDown(int node) => PointsUp[node] ? _network.Flow[Arc[node]] : _network.Capacity[Arc[node]] - _network.Flow[Arc[node]];

    /// <summary>How much more can flow from a node to its parent over the tree arc.</summary>
    public long RoomUp(int node) => PointsUp[node] ? _network.Capacity[Arc[node]] - _network.Flow[Arc[node]] : _network.Flow[Arc[node]];

    /// <summary>The deepest node that lies above both.</summary>
    public int FindApex(int first, int second)
    {
        while (first != second)
        {
            if (_depth[first] >= _depth[second])
                first = Parent[first];
            else
                second = Parent[second];
        }

        return first;
    }

    /// <summary>Cuts the subtree below the arc of <paramref name="cut"/> off, hangs it by <paramref name="inner"/> under <paramref name="outer"/>, and shifts its potentials.</summary>
    public void Rehang(int inner, int outer, int arc, int cut, long[] potential)
    {
        var node = inner;
        var newParent = outer;
        var newArc = arc;
        while (true)
        {
            var oldParent = Parent[node];
            var oldArc = Arc[node];
            Detach(node);
            Attach(node, newParent, newArc);
            if (node == cut)
                break;
            newParent = node;
            newArc = oldArc;
            node = oldParent;
        }

        var shift = (PointsUp[inner] ? potential[outer] - _network.Cost[arc] : potential[outer] + _network.Cost[arc]) - potential[inner];
        ShiftSubtree(inner, shift, potential);
    }

    private void ShiftSubtree(int top, long shift, long[] potential)
    {
        var node = top;
        while (true)
        {
            potential[node] += shift;
            _depth[node] = _depth[Parent[node]] + 1;
            if (_firstChild[node] != None)
            {
                node = _firstChild[node];
                continue;
            }

            while (node != top && _nextSibling[node] == None)
                node = Parent[node];
            if (node == top)
                return;
            node = _nextSibling[node];
        }
    }

    private void Attach(int node, int parent, int arc)
    {
        Parent[node] = parent;
        Arc[node] = arc;
        PointsUp[node] = _network.From[arc] == node;
        var next = _firstChild[parent];
        _nextSibling[node] = next;
        _previousSibling[node] = None;
        if (next != None)
            _previousSibling[next] = node;
        _firstChild[parent] = node;
    }

    private void Detach(int node)
    {
        var previous = _previousSibling[node];
        var next = _nextSibling[node];
        if (previous != None)
            _nextSibling[previous] = next;
        else
            _firstChild[Parent[node]] = next;
        if (next != None)
            _previousSibling[next] = previous;
    }
}
