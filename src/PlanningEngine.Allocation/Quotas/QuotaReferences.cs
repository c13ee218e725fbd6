namespace PlanningEngine.Allocation.Quotas;

/// <summary>What each node would get by its shares alone, in units, and how stiffly a deviation from it is resisted.</summary>
/// <remarks>
/// Shares of siblings come from the blend of the measures. Amounts start at the targets: a node with a target has it, a node above targets what they imply, the others their share of
/// what is left. A deviation costs weight / 2 x (x - reference)^2 / reference, so that what is taken from or added to siblings is in proportion to them: with one target and no limits
/// the plan is the reference itself.
/// </remarks>
internal sealed class QuotaReferences
{
    /// <summary>
    /// The smallest reference counts as this part of the mean of its siblings', so that a node without history can still be given an amount; where no sibling has one, as an equal part of the
    /// parent's. None counts as less than a unit, or than a billionth of the company's.
    /// </summary>
    private const double LeastPart = 1e-3;

    private readonly QuotaTree _tree;
    private readonly double[] _history;
    private readonly double[] _potential;
    private readonly double[] _capacity;

    public QuotaReferences(QuotaTree tree)
    {
        _tree = tree;
        var nodes = tree.Problem.Nodes;
        (_history, _potential, _capacity) = (new double[tree.Count], new double[tree.Count], new double[tree.Count]);
        (Share, FairShare) = (new double[tree.Count], new double[tree.Count]);
        for (var k = tree.Count - 1; k >= 0; k--)
        {
            var i = tree.Order[k];
            _history[i] += nodes[i].History;
            _potential[i] += nodes[i].Potential;
            _capacity[i] += PeriodProfile.Capacity(tree.Problem, nodes[i]);
            SetShares(i);
            if (tree.Parent(i) is var parent and >= 0)
            {
                _history[parent] += _history[i];
                _potential[parent] += _potential[i];
                _capacity[parent] += _capacity[i];
            }
        }

        Share[tree.Root] = FairShare[tree.Root] = 1;
        Amount = Spread(Share);
        Fair = tree.Problem.Fairness > 0 ? Spread(FairShare) : Amount;
        (Stiffness, Centre, Apart) = Terms();
    }

    /// <summary>Share among the siblings.</summary>
    public double[] Share { get; }

    /// <summary>Share of the siblings' potential; the reference share where none has any.</summary>
    public double[] FairShare { get; }

    /// <summary>Reference amount.</summary>
    public double[] Amount { get; }

    /// <summary>Amount of equal quota per potential.</summary>
    public double[] Fair { get; }

    /// <summary>Second derivative of the objective at each node.</summary>
    public double[] Stiffness { get; }

    /// <summary>Amount at which the objective of each node alone is least.</summary>
    public double[] Centre { get; }

    /// <summary>Harmonic combination of both stiffnesses: half of it times the squared distance of reference and fair amount is what the objective cannot get below.</summary>
    public double[] Apart { get; }

    /// <summary>Amounts that shares give from the targets down, in units.</summary>
    /// <param name="share">Shares among siblings, by node.</param>
    public double[] Spread(double[] share)
    {
        var (amount, anchored) = Anchors(share);
        foreach (var i in _tree.Order)
        {
            var (known, open) = (0.0, 0.0);
            foreach (var child in _tree.Children(i))
                (known, open) = anchored[child] ? (known + amount[child], open) : (known, open + share[child]);
            var handed = _tree.Ratio(i) * amount[i];
            var left = handed > known ? handed - known : 0;
            foreach (var child in _tree.Children(i))
            {
                if (!anchored[child])
                    amount[child] = open > 0 ? left * (share[child] / open) : 0;
            }
        }

        return amount;
    }

    /// <summary>From the leaves up: the targets, and what targets below imply for the nodes above them.</summary>
    private (double[] Amount, bool[] Anchored) Anchors(double[] share)
    {
        var (amount, anchored) = (new double[_tree.Count], new bool[_tree.Count]);
        for (var k = _tree.Count - 1; k >= 0; k--)
        {
            var i = _tree.Order[k];
            var (known, part, all) = (0.0, 0.0, true);
            foreach (var child in _tree.Children(i))
            {
                if (anchored[child])
                    (known, part) = (known + amount[child], part + share[child]);
                all &= anchored[child];
            }

            var given = _tree.Problem.Nodes[i].Target;
            anchored[i] = given is not null || part > 0 || known > 0 || (all && !_tree.IsLeaf(i));
            if (given is not null)
                amount[i] = _tree.Limits[i].Least;
            else if (anchored[i])
                amount[i] = known / (all || part <= 0 ? 1 : Math.Min(1, part)) / _tree.Ratio(i);
        }

        return (amount, anchored);
    }

    private void SetShares(int parent)
    {
        var children = _tree.Children(parent);
        if (children.Length == 0)
            return;
        var (history, potential, capacity) = (0.0, 0.0, 0.0);
        foreach (var child in children)
            (history, potential, capacity) = (history + _history[child], potential + _potential[child], capacity + _capacity[child]);
        var blend = _tree.Problem.Blend;
        var (wh, wp, wc) = (history > 0 ? blend.History : 0, potential > 0 ? blend.Potential : 0, capacity > 0 ? blend.Capacity : 0);
        var weight = wh + wp + wc;
        foreach (var child in children)
        {
            Share[child] = weight == 0 ? 1.0 / children.Length :
                ((wh > 0 ? wh * (_history[child] / history) : 0) + (wp > 0 ? wp * (_potential[child] / potential) : 0) + (wc > 0 ? wc * (_capacity[child] / capacity) : 0)) / weight;
            FairShare[child] = potential > 0 ? _potential[child] / potential : Share[child];
        }
    }

    private (double[] Stiffness, double[] Centre, double[] Apart) Terms()
    {
        var (stiffness, centre, apart) = (new double[_tree.Count], new double[_tree.Count], new double[_tree.Count]);
        var fairness = _tree.Problem.Fairness;
        var size = new double[_tree.Count];
        var company = Math.Max(1, Amount[_tree.Root] * 1e-9);
        Set(_tree.Root, company);
        foreach (var i in _tree.Order)
        {
            var children = _tree.Children(i);
            var sum = 0.0;
            foreach (var child in children)
                sum += Math.Max(Amount[child], Fair[child]);
            var least = Math.Max(company, (sum > 0 ? LeastPart * sum : _tree.Ratio(i) * size[i]) / Math.Max(1, children.Length));
            foreach (var child in children)
                Set(child, least);
        }

        return (stiffness, centre, apart);

        void Set(int i, double least)
        {
            size[i] = Math.Max(least, Math.Max(Amount[i], Fair[i]));
            var weight = _tree.Problem.Nodes[i].Weight;
            var reference = weight * (1 - fairness) / Math.Max(Amount[i], least);
            var fair = weight * fairness / Math.Max(Fair[i], least);
            stiffness[i] = reference + fair;
            apart[i] = reference * fair / stiffness[i];
            centre[i] = fairness == 0 ? Amount[i] : fairness == 1 ? Fair[i] : (reference * Amount[i] + fair * Fair[i]) / stiffness[i];
        }
    }
}
