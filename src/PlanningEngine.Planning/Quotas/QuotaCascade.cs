using PlanningEngine.Planning.Hierarchies;

namespace PlanningEngine.Planning.Quotas;

/// <summary>Breaks a company target down the territory tree to the reps, per period, in whole cents.</summary>
/// <remarks>
/// Exactness: the company's periods sum to the target; over all periods the children of a node sum to its amount x (1 + over-assignment), rounded half away from zero to the cent; in each
/// period they do so within one cent, and exactly without over-assignment; a node's total is the sum of its periods. What a period cannot divide goes to the largest remainders.
/// Territories share by alpha x forecast + (1 - alpha) x history, reps by history x active days. Locked amounts stay; what locks below a node need is its floor; the rest is scaled.
/// Pure and deterministic.
/// </remarks>
public static class QuotaCascade
{
    /// <summary>Runs the cascade.</summary>
    /// <param name="request">Target, tree, basis and locks.</param>
    /// <returns>Quotas, or all violations: of the request first; only when it is sound, of the locks.</returns>
    public static QuotaCascadeResult Run(QuotaCascadeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var territories = TerritoryTree.Build(request.Territories);
        var violations = CascadeValidation.Check(request, territories);
        if (violations.Count > 0)
            return new QuotaCascadeResult([], [], violations, []);

        var first = request.Bucket.OrdinalOf(request.Start);
        (DateOnly First, DateOnly Last)[] periods = [.. Enumerable.Range(first, request.Periods).Select(p => (request.Bucket.StartOf(p), request.Bucket.EndOf(p)))];
        DateOnly[] starts = [.. periods.Select(p => p.First)];
        double[] seasonality = [.. request.Seasonality ?? Enumerable.Repeat(1.0, request.Periods)];
        var tree = new CascadeTree(request, territories, periods);
        CascadeLocks.Apply(request, tree, starts, seasonality, violations);
        HandDown(tree, starts, violations);
        return violations.Count > 0
            ? new QuotaCascadeResult([], [], violations, tree.Notes)
            : new QuotaCascadeResult(PeriodNodes(tree, starts), Totals(tree), [], tree.Notes);
    }

    private static void HandDown(CascadeTree tree, DateOnly[] starts, List<Violation> violations)
    {
        var company = tree.Nodes[0];
        for (var period = 0; period < starts.Length; period++)
            company.Amount[period] = company.Fixed[period] ?? 0;
        foreach (var node in tree.Nodes.Where(n => n.Children.Count > 0))
        {
            SetBudget(node);
            for (var period = 0; period < starts.Length; period++)
                Divide(node, period, starts[period], violations);
        }
    }

    private static void SetBudget(CascadeNode node)
    {
        decimal[] exact = [.. node.Amount.Select(a => a * (1 + node.OverAssignment))];
        var total = (long)decimal.Round(exact.Sum(), MidpointRounding.AwayFromZero);
        LargestRemainder.Round(total, exact).CopyTo(node.Budget, 0);
    }

    private static void Divide(CascadeNode node, int period, DateOnly start, List<Violation> violations)
    {
        var active = node.Children.Where(c => c.IsActive(period)).ToList();
        var free = active.Where(c => c.Fixed[period] is null).ToList();
        var locked = active.Sum(c => c.Fixed[period] ?? 0);
        var needed = free.Sum(c => c.Floor[period]);
        foreach (var child in active)
            child.Amount[period] = child.Fixed[period] ?? child.Floor[period];
        var left = node.Budget[period] - locked;
        if (left < needed)
        {
            violations.Add(new Violation("locks-exceed-parent", node.Code, FormattableString.Invariant(
                $"The locks below {node.Subject} need {(locked + needed) / 100m} in the period from {start:yyyy-MM-dd}, it hands down {node.Budget[period] / 100m}. Maybe lower a lock, or raise the target.")));
        }
        else if (free.Count == 0 && left != 0)
        {
            violations.Add(new Violation("locks-do-not-add-up", node.Code, FormattableString.Invariant(
                $"Everything below {node.Subject} is locked in the period from {start:yyyy-MM-dd} and sums to {locked / 100m}, it hands down {node.Budget[period] / 100m}. Maybe unlock one node.")));
        }
        else
        {
            var parts = LargestRemainder.Split(left, [.. free.Select(c => c.Weight * c.Activity[period])], [.. free.Select(c => c.Floor[period])]);
            for (var i = 0; i < free.Count; i++)
                free[i].Amount[period] = parts[i];
        }
    }

    private static List<QuotaNode> PeriodNodes(CascadeTree tree, DateOnly[] starts) =>
    [
        .. from node in tree.Nodes
           from period in Enumerable.Range(0, starts.Length)
           where node.IsActive(period)
           select Node(node, starts[period], node.Amount[period], node.Parent?.Budget[period] ?? 0, node.Locked[period]),
    ];

    private static List<QuotaNode> Totals(CascadeTree tree) =>
        [.. tree.Nodes.Select(n => Node(n, null, n.Amount.Sum(), n.Parent?.Budget.Sum() ?? 0, n.Locked.Where((_, p) => n.IsActive(p)).All(l => l)))];

    private static QuotaNode Node(CascadeNode node, DateOnly? start, long cents, long handedDown, bool isLocked)
    {
        var share = node.Parent is null ? 1 : handedDown == 0 ? 0 : (double)cents / handedDown;
        return new QuotaNode(node.Kind, node.Level, node.Code, node.Parent?.Code, start, cents / 100m, share, isLocked, node.OverAssignment);
    }
}
