namespace PlanningEngine.Allocation.Quotas;

/// <summary>Whole amounts per period: leaves by their profile, inner nodes by what lies below them, each summing exactly to the node's amount.</summary>
internal static class PeriodSplit
{
    /// <summary>Amounts by node and period, in units.</summary>
    public static double[][] Split(QuotaTree tree, double[] amount, double[] handed)
    {
        var periods = tree.Problem.Seasonality?.Count ?? 1;
        var split = new double[tree.Count][];
        for (var k = tree.Count - 1; k >= 0; k--)
        {
            var i = tree.Order[k];
            if (periods == 1)
                split[i] = [amount[i]];
            else if (tree.IsLeaf(i))
                split[i] = Leaf(tree.Problem, tree.Problem.Nodes[i], amount[i]);
            else
                split[i] = FromBelow(tree, i, amount[i], handed[i], split);
        }

        return split;
    }

    /// <summary>Locked periods have their amounts, the others share what is left by their profile; where a limit had to give way and the locks no longer fit, all periods share.</summary>
    private static double[] Leaf(QuotaProblem problem, QuotaNode node, double amount)
    {
        var profile = PeriodProfile.Of(problem, node);
        if (node.LockedPeriods is not { } locks)
            return LargestRemainder(amount, profile);
        double[] locked = [.. locks.Select(l => (double)((l ?? 0) / problem.Unit))];
        var left = amount - locked.Sum();
        double[] open = [.. profile.Select((size, p) => locks[p] is null ? size : 0)];
        if (open.Sum() == 0)
            open = [.. locks.Select(l => l is null ? 1.0 : 0)];
        if (left < 0 || (left > 0 && open.Sum() == 0))
            return LargestRemainder(amount, profile);
        var parts = LargestRemainder(left, open);
        for (var p = 0; p < parts.Length; p++)
            parts[p] += locked[p];
        return parts;
    }

    private static double[] FromBelow(QuotaTree tree, int node, double amount, double handed, double[][] split)
    {
        var sums = new double[split[tree.Children(node)[0]].Length];
        foreach (var child in tree.Children(node))
        {
            for (var p = 0; p < sums.Length; p++)
                sums[p] += split[child][p];
        }

        return amount == handed ? sums : LargestRemainder(amount, sums);
    }

    /// <summary>Splits whole units in proportion to weights, of which one is above 0; each part is its exact share rounded down or up (Hamilton's method; ties go to the earlier period).</summary>
    internal static double[] LargestRemainder(double total, double[] weights)
    {
        var sum = weights.Sum();
        if (sum == 0)
            return LargestRemainder(total, [.. weights.Select(_ => 1.0)]);
        var (parts, exact) = (new double[weights.Length], new double[weights.Length]);
        for (var p = 0; p < parts.Length; p++)
            parts[p] = Math.Floor(exact[p] = total * (weights[p] / sum));
        for (var left = total - parts.Sum(); left != 0; left -= Math.Sign(left))
        {
            var best = -1;
            for (var p = 0; p < parts.Length; p++)
            {
                var isOpen = weights[p] > 0 && (left > 0 || parts[p] > 0);
                if (isOpen && (best < 0 || Math.Sign(left) * (exact[p] - parts[p] - exact[best] + parts[best]) > 0))
                    best = p;
            }

            parts[best] += Math.Sign(left);
        }

        return parts;
    }
}
