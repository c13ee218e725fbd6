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
                split[i] = LargestRemainder(amount[i], PeriodProfile.Of(tree.Problem, tree.Problem.Nodes[i]));
            else
                split[i] = FromBelow(tree, i, amount[i], handed[i], split);
        }

        return split;
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
