namespace PlanningEngine.Allocation.Quotas;

/// <summary>The tree as arrays: children side by side, limits in whole units. Indexed by the position of the node in the problem.</summary>
internal sealed class QuotaTree
{
    private readonly int[] _firstChild;
    private readonly int[] _children;

    public QuotaTree(QuotaProblem problem)
    {
        Problem = problem;
        var nodes = problem.Nodes;
        (_firstChild, _children) = Link(nodes);
        Order = new int[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].Parent < 0)
                Order[0] = i;
        }

        for (int at = 0, end = 1; at < end; at++)
        {
            foreach (var child in Children(Order[at]))
                Order[end++] = child;
        }

        Limits = [.. nodes.Select(node => NodeLimits.Of(node, problem.Unit))];
    }

    public QuotaProblem Problem { get; }

    public int Count => Order.Length;

    public int Root => Order[0];

    /// <summary>Positions, every parent before its children.</summary>
    public int[] Order { get; }

    /// <summary>Limits of each node.</summary>
    public NodeLimits[] Limits { get; }

    public int Parent(int node) => Problem.Nodes[node].Parent;

    public ReadOnlySpan<int> Children(int node) => _children.AsSpan(_firstChild[node].._firstChild[node + 1]);

    public bool IsLeaf(int node) => _firstChild[node] == _firstChild[node + 1];

    /// <summary>1 + over-assignment.</summary>
    public double Ratio(int node) => 1 + (double)Problem.Nodes[node].OverAssignment;

    private static (int[] First, int[] Children) Link(IReadOnlyList<QuotaNode> nodes)
    {
        var first = new int[nodes.Count + 1];
        foreach (var node in nodes)
        {
            if (node.Parent >= 0)
                first[node.Parent + 1]++;
        }

        for (var i = 0; i < nodes.Count; i++)
            first[i + 1] += first[i];
        var (next, children) = (first[..^1], new int[nodes.Count]);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].Parent >= 0)
                children[next[nodes[i].Parent]++] = i;
        }

        return (first, children);
    }
}

/// <summary>Least and most of one node in whole units; <see cref="double.PositiveInfinity"/> for no limit. Whole units up to 2^53 are exact.</summary>
internal readonly record struct NodeLimits(double Least, double Most, QuotaLimit LeastIs, QuotaLimit MostIs)
{
    public bool IsFixed => Least == Most;

    public static NodeLimits Of(QuotaNode node, decimal unit)
    {
        if ((node.Target ?? node.Locked) is { } amount)
            return Fixed((double)(amount / unit), node.Target is null ? QuotaLimit.Lock : QuotaLimit.Target);
        var inPeriods = (double)((node.LockedPeriods?.Sum() ?? 0) / unit);
        if (node.LockedPeriods?.All(p => p is not null) == true)
            return Fixed(inPeriods, QuotaLimit.LockedPeriods);

        var (least, leastIs) = node.Minimum is { } minimum ? ((double)(minimum / unit), QuotaLimit.Minimum) : (0, QuotaLimit.Minimum);
        var (most, mostIs) = node.Maximum is { } maximum ? ((double)(maximum / unit), QuotaLimit.Maximum) : (double.PositiveInfinity, QuotaLimit.None);
        if (node is { Last: { } before, MinimumChange: { } down } && Math.Ceiling(Changed(before, down, unit)) is var least2 && least2 > least)
            (least, leastIs) = (least2, QuotaLimit.MinimumChange);
        if (node is { Last: { } base2, MaximumChange: { } up } && Math.Floor(Changed(base2, up, unit)) is var most2 && most2 < most)
            (most, mostIs) = (most2, QuotaLimit.MaximumChange);
        return inPeriods > least ? new NodeLimits(inPeriods, most, QuotaLimit.LockedPeriods, mostIs) : new NodeLimits(least, most, leastIs, mostIs);
    }

    public static NodeLimits Fixed(double amount, QuotaLimit kind) => new(amount, amount, kind, kind);

    /// <summary>A changed amount in units; in decimals, so that 10 % of a round amount is round.</summary>
    private static double Changed(decimal last, double change, decimal unit) => (double)decimal.Round(last * (1 + (decimal)change) / unit, 6);
}
