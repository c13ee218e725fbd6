namespace PlanningEngine.Allocation.Quotas;

/// <summary>What each node can get when everything below it keeps its limits, and where that is nothing.</summary>
/// <remarks>
/// A node whose amount is fixed hands down a whole number of units: its amount x (1 + over-assignment), rounded half away from zero, or to the other neighbour where the limits below allow that one alone.
/// A node whose children are all fixed is fixed itself, at the whole amount that hands down their sum. So the continuous problem asks for nothing that whole units cannot give.
/// </remarks>
internal sealed class FeasibleRanges
{
    private readonly QuotaTree _tree;

    public FeasibleRanges(QuotaTree tree, NodeLimits[] limits)
    {
        _tree = tree;
        Limits = [.. limits];
        (Ratio, Least, Most) = (new double[tree.Count], new double[tree.Count], new double[tree.Count]);
        for (var k = tree.Count - 1; k >= 0; k--)
            Visit(tree.Order[k]);
    }

    /// <summary>Limits, with the nodes that are fixed from below.</summary>
    public NodeLimits[] Limits { get; }

    /// <summary>What a node hands down per unit: 1 + over-assignment, or the whole amount it hands down over its own where it is fixed.</summary>
    public double[] Ratio { get; }

    /// <summary>Least amount within all limits at and below the node.</summary>
    public double[] Least { get; }

    /// <summary>Largest amount within all limits at and below the node.</summary>
    public double[] Most { get; }

    /// <summary>Nodes where what may be handed down and what the children may take do not meet, the lowest first; what lies above a conflict is judged as if the node kept its own limits.</summary>
    public List<Conflict> Conflicts { get; } = [];

    /// <summary>A conflict in units.</summary>
    /// <param name="Node">Where it is.</param>
    /// <param name="Handed">The most, or the least, that can be handed down.</param>
    /// <param name="Needed">The least that the children need, or the most that they can take.</param>
    public sealed record Conflict(int Node, double Handed, double Needed);

    private void Visit(int node)
    {
        var limits = Limits[node];
        Ratio[node] = _tree.Ratio(node);
        if (_tree.IsLeaf(node))
        {
            (Least[node], Most[node]) = (limits.Least, limits.Most);
            if (limits.Least > limits.Most)
                Clash(node, limits.Most, limits.Least, limits.Least);
            return;
        }

        var (least, most) = (0.0, 0.0);
        foreach (var child in _tree.Children(node))
            (least, most) = (least + Least[child], most + Most[child]);
        if (limits.Least > limits.Most)
            Clash(node, limits.Most, limits.Least, limits.Least);
        else if (limits.IsFixed)
            Fix(node, limits.Least, least, most);
        else if (least == most)
            FixFromBelow(node, least);
        else if (Math.Max(limits.Least, least / Ratio[node]) is var low && Math.Min(limits.Most, most / Ratio[node]) is var high && low <= high)
            (Least[node], Most[node]) = (low, high);
        else if (least / Ratio[node] > limits.Most)
            Clash(node, limits.Most * Ratio[node], least, limits.Most);
        else
            Clash(node, limits.Least * Ratio[node], most, limits.Least);
    }

    private void Fix(int node, double amount, double least, double most)
    {
        var (below, nearest, above) = WholeAmounts.HandedDown(amount, _tree.Problem.Nodes[node].OverAssignment);
        var handed = nearest >= least && nearest <= most ? nearest : below >= least && below <= most ? below : above;
        if (handed < least || handed > most)
            Clash(node, nearest, handed < least ? least : most, amount);
        else
            (Least[node], Most[node], Ratio[node]) = (amount, amount, amount > 0 ? handed / amount : Ratio[node]);
    }

    private void FixFromBelow(int node, double sum)
    {
        var limits = Limits[node];
        var exact = sum / Ratio[node];
        double[] candidates = Math.Round(exact) <= exact ? [Math.Floor(exact), Math.Ceiling(exact)] : [Math.Ceiling(exact), Math.Floor(exact)];
        foreach (var amount in candidates)
        {
            var (below, _, above) = WholeAmounts.HandedDown(amount, _tree.Problem.Nodes[node].OverAssignment);
            if (amount < limits.Least || amount > limits.Most || (sum != below && sum != above))
                continue;
            Limits[node] = NodeLimits.Fixed(amount, QuotaLimit.FixedBelow);
            (Least[node], Most[node], Ratio[node]) = (amount, amount, amount > 0 ? sum / amount : Ratio[node]);
            return;
        }

        var kept = Math.Clamp(candidates[0], limits.Least, limits.Most);
        Clash(node, kept * Ratio[node], sum, kept);
    }

    private void Clash(int node, double handed, double needed, double kept)
    {
        Conflicts.Add(new Conflict(node, handed, needed));
        (Least[node], Most[node]) = (kept, kept);
    }
}
