namespace PlanningEngine.Planning.Quotas;

/// <summary>Puts locks onto the nodes: fixed amounts from the locks, and from there the least that every node above must get.</summary>
internal static class CascadeLocks
{
    /// <summary>Applies the locks; the company's total is a lock like any other.</summary>
    public static void Apply(QuotaCascadeRequest request, CascadeTree tree, DateOnly[] starts, double[] seasonality, List<Violation> violations)
    {
        var byCode = tree.Nodes.Where(n => n.Code.Length > 0).GroupBy(n => (n.Kind, n.Code)).ToDictionary(g => g.Key, g => g.ToList());
        var company = tree.Nodes[0];
        var totals = new Dictionary<CascadeNode, long> { [company] = Cents(request.CompanyTarget) };
        foreach (var given in request.Locks)
        {
            if (!byCode.TryGetValue((given.Kind, given.Code), out var nodes))
            {
                violations.Add(new Violation("unknown-node", given.Code, $"The locked {(given.Kind == QuotaNodeKind.Rep ? "rep" : "territory")} ({given.Code}) carries no quota in these periods. Maybe the code is wrong, or the rep has left."));
                continue;
            }

            if (given.PeriodStart is { } start)
                LockPeriod(nodes[0], given.Amount, Array.IndexOf(starts, start), start, violations);
            else if (!totals.TryAdd(nodes[0], Cents(given.Amount)) && totals[nodes[0]] != Cents(given.Amount))
                violations.Add(new Violation("duplicate-lock", given.Code, Invariant($"The total of {nodes[0].Subject} is locked at {given.Amount} and at {totals[nodes[0]] / 100m}. Maybe remove one lock.")));
        }

        foreach (var (node, total) in totals)
            Spread(node, total, seasonality, node != company, violations);
        RaiseFloors(tree);
    }

    public static long Cents(decimal amount) => (long)decimal.Round(amount * 100);

    private static void LockPeriod(CascadeNode node, decimal amount, int period, DateOnly start, List<Violation> violations)
    {
        if (period < 0)
            violations.Add(new Violation("unknown-period", node.Code, Invariant($"The lock of {node.Subject} is for {start:yyyy-MM-dd}, which starts no period. Maybe use the first day of a period.")));
        else if (!node.IsActive(period) && amount > 0)
            violations.Add(new Violation("lock-while-inactive", node.Code, Invariant($"The lock of {node.Subject} for {start:yyyy-MM-dd} is on a period without an active day. Maybe lock another period.")));
        else if (node.Locked[period] && node.Fixed[period] != Cents(amount))
            violations.Add(new Violation("duplicate-lock", node.Code, Invariant($"The quota of {node.Subject} for {start:yyyy-MM-dd} is locked at {node.Fixed[period] / 100m} and at {amount}. Maybe remove one lock.")));
        else
            (node.Fixed[period], node.Locked[period]) = (Cents(amount), true);
    }

    /// <summary>A locked total, less the periods that are locked too, is spread over the other periods by season and activity.</summary>
    private static void Spread(CascadeNode node, long total, double[] seasonality, bool isLock, List<Violation> violations)
    {
        int[] open = [.. Enumerable.Range(0, seasonality.Length).Where(p => node.Fixed[p] is null && node.IsActive(p))];
        var left = total - node.Fixed.Sum(f => f ?? 0);
        if (left < 0 || (open.Length == 0 && left != 0))
        {
            violations.Add(new Violation("locks-do-not-add-up", node.Code, Invariant($"The locked periods of {node.Subject} sum to {(total - left) / 100m}, its total is {total / 100m}. Maybe unlock a period.")));
            left = 0;
        }

        var parts = LargestRemainder.Split(left, [.. open.Select(p => seasonality[p] * node.Activity[p])]);
        for (var i = 0; i < open.Length; i++)
            (node.Fixed[open[i]], node.Locked[open[i]]) = (parts[i], isLock);
    }

    /// <summary>From the leaves up: a node needs what its children need, less its over-assignment; all children fixed and no over-assignment fix it too.</summary>
    private static void RaiseFloors(CascadeTree tree)
    {
        for (var i = tree.Nodes.Count - 1; i >= 0; i--)
        {
            var node = tree.Nodes[i];
            for (var period = 0; period < node.Floor.Length; period++)
            {
                var children = node.Children.Where(c => c.IsActive(period)).ToList();
                if (node.Fixed[period] is null && node.OverAssignment == 0 && children.Count > 0 && children.All(c => c.Fixed[period] is not null))
                    node.Fixed[period] = children.Sum(c => c.Fixed[period]!.Value);
                var need = children.Sum(c => c.Floor[period]);
                node.Floor[period] = node.Fixed[period] ?? (long)decimal.Ceiling(need / (1 + node.OverAssignment));
            }
        }
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
