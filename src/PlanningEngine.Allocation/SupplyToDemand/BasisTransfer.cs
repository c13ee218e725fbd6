using PlanningEngine.Allocation.Networks;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Carries the spanning tree of one problem over to another one, by the ids of sources and demands.</summary>
/// <remarks>What the new problem no longer has leaves the tree; what hung below it, and what is new, hangs by an artificial arc under the root until pivots find it a place.</remarks>
internal sealed class BasisTransfer
{
    private readonly SupplyNetwork _old;
    private readonly SupplyNetwork _new;
    private readonly int[] _nodeOf;

    private BasisTransfer(SupplyNetwork old, SupplyNetwork network)
    {
        (_old, _new) = (old, network);
        _nodeOf = new int[old.Flow.NodeCount];
        Array.Fill(_nodeOf, -1);
        _nodeOf[old.Flow.Root] = network.Flow.Root;
        Match(Ids(old.Problem.Sources, source => source.Id, old.Sources), Ids(network.Problem.Sources, source => source.Id, network.Sources), 0, 0);
        Match(Ids(old.Problem.Demands, demand => demand.Id, old.Demands), Ids(network.Problem.Demands, demand => demand.Id, network.Demands), old.Sources.Count, network.Sources.Count);
    }

    public static TreeBasis Carry(SupplyState state, SupplyNetwork network) => new BasisTransfer(state.Network, network).Carry(state.Simplex.Basis());

    private TreeBasis Carry(TreeBasis old)
    {
        var flow = _new.Flow;
        var (preorder, parent, signedArc) = (new List<int>(flow.NodeCount), new int[flow.NodeCount], new int[flow.NodeCount]);
        Array.Fill(parent, -1);
        foreach (var before in old.Preorder)
        {
            var node = _nodeOf[before];
            if (node < 0)
                continue;
            preorder.Add(node);
            if (node == flow.Root)
                continue;
            var signed = old.SignedArc[before];
            var arc = ArcOf(signed >= 0 ? signed : ~signed);
            var above = _nodeOf[old.Parent[before]];
            (parent[node], signedArc[node]) = arc >= 0 && above >= 0 ? (above, signed >= 0 ? arc : ~arc) : (flow.Root, flow.ArcCount + node);
        }

        for (var node = 0; node < flow.Root; node++)
        {
            if (parent[node] >= 0)
                continue;
            preorder.Add(node);
            (parent[node], signedArc[node]) = (flow.Root, flow.ArcCount + node);
        }

        return new TreeBasis([.. preorder], parent, signedArc, [.. old.AtUpper.Select(ArcOf).Where(arc => arc >= 0)]);
    }

    /// <summary>The arc of the new problem with the same meaning, -1 when there is none.</summary>
    private int ArcOf(int old)
    {
        if (old >= _old.Flow.ArcCount)
            return -1;
        var (from, to) = (_nodeOf[_old.Flow.From[old]], _nodeOf[_old.Flow.To[old]]);
        if (from < 0 || to < 0)
            return -1;
        if (old < _old.Lanes.Count)
            return _new.Lanes.Find(from, to - _new.Sources.Count);
        if (to == _new.Flow.Root)
            return _new.UnusedArc(from);
        var demand = to - _new.Sources.Count;
        return old < _old.Lanes.Count + _old.Sources.Count + _old.Demands.Count ? _new.UnmetArc(demand) : _new.MinimumArc[demand];
    }

    private static string[] Ids<T>(IReadOnlyList<T> items, Func<T, string> id, NodeOrder order) => Array.ConvertAll(order.Input, i => id(items[i]));

    /// <summary>Both lists are sorted.</summary>
    private void Match(string[] old, string[] now, int oldStart, int newStart)
    {
        for (int i = 0, j = 0; i < old.Length && j < now.Length;)
        {
            var order = string.CompareOrdinal(old[i], now[j]);
            if (order == 0)
                _nodeOf[oldStart + i] = newStart + j;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
    }
}
