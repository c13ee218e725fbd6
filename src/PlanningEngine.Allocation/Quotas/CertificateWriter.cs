namespace PlanningEngine.Allocation.Quotas;

/// <summary>Writes down objective, dual bound, prices and residuals of a continuous solution.</summary>
internal static class CertificateWriter
{
    public static QuotaCertificate Write(QuotaTree tree, QuotaReferences references, FeasibleRanges ranges, ContinuousSolution solution, WholeAmounts whole)
    {
        var (unit, limits) = ((double)tree.Problem.Unit, QuotaSolver.FromAbove(ranges));
        var (objective, gap, residual, rounding) = (0.0, 0.0, 0.0, 0.0);
        var prices = new QuotaPrice[tree.Count];
        for (var i = 0; i < prices.Length; i++)
        {
            var (amount, stiffness, centre, limit) = (solution.Amount[i], references.Stiffness[i], references.Centre[i], limits[i]);
            var paid = tree.Parent(i) is var parent and >= 0 ? solution.Price[parent] : 0;
            var (own, below) = (stiffness * (amount - centre), tree.IsLeaf(i) ? 0 : ranges.Ratio[i] * solution.Price[i]);
            var slope = own + below - paid;
            var limitPrice = (slope < 0 && amount >= limit.Most) || (slope > 0 && amount <= limit.Least) || limit.IsFixed ? slope : 0;
            residual = Math.Max(residual, Math.Abs(slope - limitPrice) / (1 + Math.Abs(own) + Math.Abs(below) + Math.Abs(paid)));
            residual = Math.Max(residual, Math.Max(limit.Least - amount, amount - limit.Most) / Math.Max(1, Math.Abs(amount)));
            residual = Math.Max(residual, SumResidual(tree, i, ranges.Ratio[i] * amount, solution.Amount));
            objective += Objective(references, i, amount);
            gap += Contradiction(amount, stiffness, centre, below - paid, limit);
            rounding = Math.Max(rounding, Math.Abs(whole.Amount[i] - amount));
            prices[i] = new QuotaPrice(tree.Problem.Nodes[i].Code, references.Amount[i] * unit, references.Fair[i] * unit, tree.IsLeaf(i) ? 0 : solution.Price[i], limitPrice);
        }

        return new QuotaCertificate(objective * unit, (objective - gap) * unit, gap * unit, residual, rounding * unit, prices);
    }

    private static double SumResidual(QuotaTree tree, int node, double handed, double[] amount)
    {
        if (tree.IsLeaf(node))
            return 0;
        var sum = 0.0;
        foreach (var child in tree.Children(node))
            sum += amount[child];
        return Math.Abs(sum - handed) / Math.Max(1, handed);
    }

    private static double Objective(QuotaReferences references, int node, double amount)
    {
        var (away, spread) = (amount - references.Centre[node], references.Amount[node] - references.Fair[node]);
        return (references.Stiffness[node] * away * away + references.Apart[node] * spread * spread) / 2;
    }

    /// <summary>By how much a node alone could be better at these prices: the terms of complementary slackness.</summary>
    private static double Contradiction(double amount, double stiffness, double centre, double price, NodeLimits limit)
    {
        var best = Math.Clamp(centre - price / stiffness, limit.Least, limit.Most);
        return Math.Max(0, (amount - best) * (stiffness * ((amount + best) / 2 - centre) + price));
    }
}
