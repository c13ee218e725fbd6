namespace PlanningEngine.Allocation.Quotas;

/// <summary>Says of every node what holds it, what it would get without that, and what changed against the last version.</summary>
internal sealed class QuotaExplainer(
    QuotaTree tree, QuotaReferences references, FeasibleRanges ranges, ContinuousSolution solution, WholeAmounts whole, QuotaCertificate certificate)
{
    private readonly decimal _unit = tree.Problem.Unit;

    /// <summary>Reasons in the order of the nodes.</summary>
    /// <param name="counterfactualNodes">Nodes that may be solved again in all.</param>
    /// <param name="cancellationToken">Ends the counterfactuals early.</param>
    public IReadOnlyList<QuotaReason> Explain(int counterfactualNodes, CancellationToken cancellationToken)
    {
        var without = Counterfactuals(counterfactualNodes / tree.Count, cancellationToken);
        var (atLastShares, evened) = (references.Spread(LastShares()), Evened());
        var reasons = new QuotaReason[tree.Count];
        for (var i = 0; i < reasons.Length; i++)
        {
            var (node, limit) = (tree.Problem.Nodes[i], LimitAt(i));
            reasons[i] = new QuotaReason(
                node.Code, node.Label, Whole(whole.Amount[i]), limit, LimitAmount(i, limit), without.TryGetValue(i, out var amount) ? Whole(Math.Round(amount)) : null,
                certificate.Nodes[i].LimitPrice, Whole(Math.Round(references.Amount[i])), Change(i, node.Last, atLastShares[i], evened[i]));
        }

        return reasons;
    }

    private QuotaLimit LimitAt(int node)
    {
        var limits = ranges.Limits[node];
        var amount = solution.Amount[node];
        return limits.IsFixed || amount <= limits.Least ? limits.LeastIs : amount >= limits.Most ? limits.MostIs : QuotaLimit.None;
    }

    private decimal? LimitAmount(int node, QuotaLimit limit)
    {
        var limits = ranges.Limits[node];
        return limit == QuotaLimit.None ? null : Whole(limit == limits.LeastIs ? limits.Least : limits.Most);
    }

    private QuotaChange Change(int node, decimal? last, double atLastShares, double evened)
    {
        var (shares, reference) = (Fine(atLastShares), Fine(references.Amount[node]));
        var (fair, continuous) = (Fine(evened), Fine(solution.Amount[node]));
        var rounded = Whole(Math.Round(solution.Amount[node]));
        return new QuotaChange(last, shares - (last ?? 0), reference - shares, fair - reference, continuous - fair, rounded - continuous, Whole(whole.Amount[node]) - rounded);
    }

    /// <summary>The plan if only targets held: references evened out by potential.</summary>
    private double[] Evened()
    {
        if (tree.Problem.Fairness == 0)
            return references.Amount;
        NodeLimits[] targets = [.. tree.Limits.Select(l => l.LeastIs == QuotaLimit.Target ? l : Without(l, QuotaLimit.None))];
        return Solve(targets)?.Amount ?? references.Amount;
    }

    /// <summary>Shares of siblings in the last version; the reference shares where none of them had an amount.</summary>
    private double[] LastShares()
    {
        var shares = new double[tree.Count];
        for (var i = 0; i < shares.Length; i++)
        {
            var sum = 0.0;
            foreach (var child in tree.Children(i))
                sum += (double)(tree.Problem.Nodes[child].Last ?? 0);
            foreach (var child in tree.Children(i))
                shares[child] = sum > 0 ? (double)(tree.Problem.Nodes[child].Last ?? 0) / sum : references.Share[child];
        }

        shares[tree.Root] = 1;
        return shares;
    }

    /// <summary>Amounts of the nodes with the highest prices, each without the limit that holds it.</summary>
    private Dictionary<int, double> Counterfactuals(int count, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<int, double>();
        if (count == 0)
            return answers;
        var held = Enumerable.Range(0, tree.Count)
            .Where(i => LimitAt(i) is not (QuotaLimit.None or QuotaLimit.Target or QuotaLimit.FixedBelow) && certificate.Nodes[i].LimitPrice != 0)
            .OrderByDescending(i => Math.Abs(certificate.Nodes[i].LimitPrice)).ThenBy(i => i).Take(count);
        foreach (var node in held)
        {
            if (cancellationToken.IsCancellationRequested)
                break;
            NodeLimits[] limits = [.. tree.Limits];
            limits[node] = Without(limits[node], LimitAt(node));
            if (Solve(limits) is { } other)
                answers[node] = other.Amount[node];
        }

        return answers;
    }

    private ContinuousSolution? Solve(NodeLimits[] limits)
    {
        var possible = new FeasibleRanges(tree, limits);
        return possible.Conflicts.Count > 0
            ? null
            : new WaterFilling(tree, references, possible.Ratio, QuotaSolver.FromAbove(possible)).Solve(long.MaxValue, CancellationToken.None);
    }

    /// <summary>A lower or an upper limit less; for any other limit, both.</summary>
    private static NodeLimits Without(NodeLimits limits, QuotaLimit limit) => limit switch
    {
        QuotaLimit.LockedPeriods when !limits.IsFixed => limits with { Least = 0, LeastIs = QuotaLimit.Minimum },
        QuotaLimit.Minimum or QuotaLimit.MinimumChange => limits with { Least = 0, LeastIs = QuotaLimit.Minimum },
        QuotaLimit.Maximum or QuotaLimit.MaximumChange => limits with { Most = double.PositiveInfinity, MostIs = QuotaLimit.None },
        _ => new NodeLimits(0, double.PositiveInfinity, QuotaLimit.Minimum, QuotaLimit.None),
    };

    private decimal Whole(double amount) => (decimal)amount * _unit;

    private decimal Fine(double amount) => decimal.Round((decimal)amount, 4) * _unit;
}
