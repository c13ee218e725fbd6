namespace PlanningEngine.Allocation.Quotas;

/// <summary>When no plan keeps all limits: the smallest weighted relaxation, and which limits meet where.</summary>
/// <remarks>Limits bend at a penalty of their weight times a price far above any the objective can give: an exact penalty, so the weighted breach is smallest first and the objective decides between equals.</remarks>
internal static class SmallestRelaxation
{
    private const double FarAboveAnyPrice = 1e6;

    public static QuotaResult Find(QuotaTree tree, QuotaReferences references, FeasibleRanges ranges)
    {
        var ratio = new double[tree.Count];
        var penalty = new double[tree.Count];
        var limits = new NodeLimits[tree.Count];
        var highest = FarAboveAnyPrice * Math.Max(1, tree.Problem.Nodes.Max(node => node.Weight));
        for (var i = 0; i < ratio.Length; i++)
        {
            (ratio[i], limits[i]) = (tree.Ratio(i), Ordered(tree.Limits[i]));
            penalty[i] = highest * Weight(tree.Problem.Relaxation, tree.Limits[i]);
        }

        var solution = new WaterFilling(tree, references, ratio, limits, penalty).Solve(long.MaxValue, CancellationToken.None)!;
        var whole = WholeAmounts.Round(tree, solution.Amount, [.. limits.Select((limit, i) => Bent(limit, solution.Amount[i]))])
            ?? WholeAmounts.Round(tree, solution.Amount, [.. limits.Select(_ => new NodeLimits(0, double.PositiveInfinity, QuotaLimit.None, QuotaLimit.None))])!;
        var relaxations = new List<QuotaRelaxation>();
        for (var i = 0; i < ratio.Length; i++)
        {
            var (limit, amount) = (tree.Limits[i], whole.Amount[i]);
            if (amount < limit.Least)
                relaxations.Add(Relaxation(tree, i, limit.LeastIs, limit.Least, amount));
            if (amount > limit.Most)
                relaxations.Add(Relaxation(tree, i, limit.MostIs, limit.Most, amount));
        }

        var plan = QuotaSolver.Plan(tree, solution.Amount, whole);
        List<QuotaConflict> conflicts = [.. ranges.Conflicts.Select(c => Describe(tree, ranges, c))];
        if (conflicts.Count == 0)
            conflicts.Add(new QuotaConflict(tree.Problem.Nodes[tree.Root].Code, 0, 0, [], "The limits leave room for fractions of a unit, but for no whole amounts that add up."));
        return new QuotaResult(SolveStatus.Infeasible, plan, null, [], conflicts, relaxations, solution.Work);
    }

    private static QuotaRelaxation Relaxation(QuotaTree tree, int node, QuotaLimit limit, double from, double to) =>
        new(tree.Problem.Nodes[node].Code, limit, (decimal)from * tree.Problem.Unit, (decimal)to * tree.Problem.Unit);

    private static double Weight(RelaxationWeights weights, NodeLimits limits) =>
        limits.LeastIs == QuotaLimit.Target ? weights.Target : limits.LeastIs is QuotaLimit.Lock or QuotaLimit.LockedPeriods ? weights.Lock : weights.Bound;

    /// <summary>A minimum above the maximum of the same node: wherever between the two it ends, the breach is the same.</summary>
    private static NodeLimits Ordered(NodeLimits limits) => limits.Least <= limits.Most ? limits : limits with { Least = limits.Most, Most = limits.Least };

    /// <summary>Limits that the rounding keeps: where the continuous amount breaks one, it is free.</summary>
    private static NodeLimits Bent(NodeLimits limits, double amount)
    {
        var within = 1e-6 * Math.Max(1, amount);
        return limits with { Least = amount < limits.Least - within ? 0 : limits.Least, Most = amount > limits.Most + within ? double.PositiveInfinity : limits.Most };
    }

    private static QuotaConflict Describe(QuotaTree tree, FeasibleRanges ranges, FeasibleRanges.Conflict conflict)
    {
        var (node, unit) = (tree.Problem.Nodes[conflict.Node], tree.Problem.Unit);
        var tooMuch = conflict.Needed > conflict.Handed;
        var members = new List<int>();
        Collect(tree, ranges, conflict.Node, tooMuch, members);
        var (handed, needed) = (decimal.Round((decimal)conflict.Handed, 0) * unit, (decimal)conflict.Needed * unit);
        var own = tree.Limits[conflict.Node];
        if (own.Least > own.Most)
            return new QuotaConflict(node.Code, handed, needed, [], $"The minimum {QuotaWords.Money(needed)} of {QuotaWords.Name(node)} is above its maximum {QuotaWords.Money(handed)}.");
        return new QuotaConflict(
            node.Code, handed, needed, [.. members.Select(m => tree.Problem.Nodes[m].Code)],
            QuotaWords.Conflict(node, tooMuch ? own.MostIs : own.LeastIs, handed, needed, tooMuch, [.. members.Select(m => (tree.Problem.Nodes[m], HeldBy(tree, ranges, m, tooMuch), (decimal)(tooMuch ? ranges.Least[m] : ranges.Most[m]) * unit))]));
    }

    /// <summary>The limit of the node itself that makes its range end where it does; another conflict below it otherwise.</summary>
    private static QuotaLimit HeldBy(QuotaTree tree, FeasibleRanges ranges, int node, bool least)
    {
        var limits = tree.Limits[node];
        var own = least ? ranges.Least[node] == limits.Least : ranges.Most[node] == limits.Most;
        return !own ? QuotaLimit.FixedBelow : least ? limits.LeastIs : limits.MostIs;
    }

    /// <summary>The nodes below whose own limits make up what is needed: from each child down to where the limit is its own.</summary>
    private static void Collect(QuotaTree tree, FeasibleRanges ranges, int conflict, bool least, List<int> members)
    {
        var settled = ranges.Conflicts.Select(c => c.Node).ToHashSet();
        var open = new Stack<int>();
        open.Push(conflict);
        while (open.TryPop(out var at))
        {
            foreach (var child in tree.Children(at))
            {
                if (least && ranges.Least[child] == 0)
                    continue;
                if (settled.Contains(child) || HeldBy(tree, ranges, child, least) != QuotaLimit.FixedBelow)
                    members.Add(child);
                else
                    open.Push(child);
            }
        }

        members.Sort();
    }
}
