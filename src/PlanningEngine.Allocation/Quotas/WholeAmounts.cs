namespace PlanningEngine.Allocation.Quotas;

/// <summary>Rounds a continuous solution to whole units so that every sum holds, each node to one of its two neighbouring whole amounts.</summary>
/// <remarks>
/// The rule of a sum: the children of a node sum to its amount x (1 + over-assignment) when that is whole; else to a neighbouring whole amount, the nearest (half away from zero) where the limits
/// below leave the choice. From the leaves up each node learns which of its neighbours can be met below it, an interval; from the root down each takes the nearest of them, and its children share
/// the rest by largest remainder. Should over-assignments in a row leave a node no neighbour, the neighbours of all nodes widen, first by one unit.
/// </remarks>
internal sealed class WholeAmounts
{
    private const int Widest = 64;
    private readonly QuotaTree _tree;
    private readonly double[] _continuous;
    private readonly NodeLimits[] _limits;
    private readonly double[] _low;
    private readonly double[] _high;

    private WholeAmounts(QuotaTree tree, double[] continuous, NodeLimits[] limits)
    {
        (_tree, _continuous, _limits) = (tree, continuous, limits);
        (_low, _high, Amount, Handed) = (new double[tree.Count], new double[tree.Count], new double[tree.Count], new double[tree.Count]);
    }

    /// <summary>Whole amounts, by node.</summary>
    public double[] Amount { get; }

    /// <summary>Sum of the children, by node; 0 at leaves.</summary>
    public double[] Handed { get; }

    /// <summary>Rounds; null where no whole amounts near the continuous ones fit.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="continuous">Amounts that keep sums and limits up to rounding.</param>
    /// <param name="limits">Limits that the whole amounts keep.</param>
    public static WholeAmounts? Round(QuotaTree tree, double[] continuous, NodeLimits[] limits)
    {
        var whole = new WholeAmounts(tree, continuous, limits);
        for (var wider = 0; wider <= Widest; wider = Math.Max(1, 2 * wider))
        {
            if (!whole.LearnFromBelow(wider))
                continue;
            whole.Assign();
            return whole;
        }

        return null;
    }

    /// <summary>What a whole amount hands down: rounded down, to the nearest, and up.</summary>
    public static (double Below, double Nearest, double Above) HandedDown(double amount, decimal overAssignment)
    {
        if (overAssignment == 0)
            return (amount, amount, amount);
        var exact = (decimal)amount * (1 + overAssignment);
        return ((double)decimal.Floor(exact), (double)decimal.Round(exact, MidpointRounding.AwayFromZero), (double)decimal.Ceiling(exact));
    }

    private bool LearnFromBelow(int wider)
    {
        for (var k = _tree.Count - 1; k >= 0; k--)
        {
            var i = _tree.Order[k];
            var (low, high) = (Math.Max(_limits[i].Least, Math.Floor(_continuous[i]) - wider), Math.Min(_limits[i].Most, Math.Ceiling(_continuous[i]) + wider));
            if (!_tree.IsLeaf(i))
            {
                var (least, most) = SumsBelow(i);
                while (low <= high && !Meets(i, low, least, most))
                    low++;
                while (low <= high && !Meets(i, high, least, most))
                    high--;
            }

            if (low > high)
                return false;
            (_low[i], _high[i]) = (low, high);
        }

        return true;
    }

    private (double Least, double Most) SumsBelow(int node)
    {
        var (least, most) = (0.0, 0.0);
        foreach (var child in _tree.Children(node))
            (least, most) = (least + _low[child], most + _high[child]);
        return (least, most);
    }

    private bool Meets(int node, double amount, double least, double most)
    {
        var (below, _, above) = HandedDown(amount, _tree.Problem.Nodes[node].OverAssignment);
        return below <= most && above >= least;
    }

    private void Assign()
    {
        var root = _tree.Root;
        Amount[root] = Math.Clamp(Math.Round(_continuous[root], MidpointRounding.AwayFromZero), _low[root], _high[root]);
        foreach (var i in _tree.Order)
        {
            if (_tree.IsLeaf(i))
                continue;
            var (least, most) = SumsBelow(i);
            Handed[i] = Math.Clamp(HandedDown(Amount[i], _tree.Problem.Nodes[i].OverAssignment).Nearest, least, most);
            Share(i, Handed[i] - least);
        }
    }

    /// <summary>Every child begins at its lowest amount; the units that are left go to those farthest below their continuous amounts.</summary>
    private void Share(int parent, double left)
    {
        var children = _tree.Children(parent).ToArray();
        foreach (var child in children)
            Amount[child] = _low[child];
        while (left > 0)
        {
            children = Array.FindAll(children, child => Amount[child] < _high[child]);
            Array.Sort(Array.ConvertAll(children, child => (Amount[child] - _continuous[child], child)), children);
            foreach (var child in children)
            {
                if (left <= 0)
                    return;
                Amount[child]++;
                left--;
            }
        }
    }
}
