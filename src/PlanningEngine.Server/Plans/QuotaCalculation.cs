using PlanningEngine.Allocation.Quotas;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Hierarchies;
using PlanningViolation = PlanningEngine.Planning.Violation;

namespace PlanningEngine.Server.Plans;

/// <summary>An amount over the horizon that is fixed by hand.</summary>
/// <param name="IsRep">True for a rep, false for a territory.</param>
/// <param name="Code">Its code.</param>
/// <param name="Amount">Whole cents, not negative.</param>
internal sealed record LockedQuota(bool IsRep, string Code, decimal Amount);

/// <summary>What is to be divided.</summary>
internal sealed record QuotaTerms
{
    /// <summary>Company target over the horizon, whole cents.</summary>
    public required decimal Target { get; init; }

    /// <summary>First day of the first month.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>Months of the horizon.</summary>
    public required int Months { get; init; }

    /// <summary>Share of history in the territories' shares, 0 to 1.</summary>
    public required double HistoryWeight { get; init; }

    /// <summary>Over-assignment from leaf territories to reps.</summary>
    public required decimal RepOverAssignment { get; init; }

    /// <summary>Over-assignment between territories, the same at each level.</summary>
    public decimal TerritoryOverAssignment { get; init; }

    /// <summary>Weight of equal quota per forecast against the reference, 0 to 1.</summary>
    public double Fairness { get; init; }

    /// <summary>Amounts fixed by hand.</summary>
    public IReadOnlyList<LockedQuota> Locks { get; init; } = [];

    /// <summary>The version before.</summary>
    public LastQuotas Last { get; init; } = LastQuotas.None;

    /// <summary>Day after the horizon.</summary>
    public DateOnly End => Start.AddMonths(Months);
}

/// <summary>One amount of the plan, resolved to keys.</summary>
/// <param name="TerritoryKey">Territory; of a rep, the territory worked.</param>
/// <param name="TerritoryCode">Its code.</param>
/// <param name="SalesRepKey">Rep; 0 for a territory, and for the part of a leaf territory that nobody carries.</param>
/// <param name="SalesRepCode">Its code.</param>
/// <param name="DateKey">First day of the period.</param>
/// <param name="PeriodMonths">Length of the period.</param>
/// <param name="Amount">Whole cents.</param>
/// <param name="Locked">Fixed by hand.</param>
/// <param name="OverAssignment">Share by which the nodes below exceed the node.</param>
/// <param name="Level">Depth in the tree, 0 at the company.</param>
/// <param name="IsLeaf">True for what may be added up.</param>
/// <param name="Change">Amount less that of the version before for the same node and period; 0 where there was none.</param>
/// <param name="Reason">Why the node's quota over the horizon is what it is, in words; empty where it was read from a version.</param>
public sealed record PlannedQuota(
    int TerritoryKey, string TerritoryCode, int SalesRepKey, string SalesRepCode, int DateKey, int PeriodMonths, decimal Amount, bool Locked,
    double OverAssignment, int Level, bool IsLeaf, decimal Change = 0, string Reason = "");

/// <summary>What came of it.</summary>
/// <param name="Quotas">All nodes, top down, per period; none where there are violations.</param>
/// <param name="Violations">Everything that is wrong.</param>
/// <param name="Notes">What was assumed.</param>
internal sealed record QuotaOutcome(IReadOnlyList<PlannedQuota> Quotas, IReadOnlyList<PlanningViolation> Violations, IReadOnlyList<string> Notes);

/// <summary>The one way to quotas, for runs and for planners alike: the sales tree as a convex problem. Pure.</summary>
internal static class QuotaCalculation
{
    private const string UnknownNode = "unknown-node";

    /// <summary>Solves: in quarters where the horizon is made of whole calendar quarters, else in months; the periods are sized as the same calendar months of history.</summary>
    /// <param name="terms">What is to be divided.</param>
    /// <param name="basis">What shares are drawn from.</param>
    public static QuotaOutcome Run(QuotaTerms terms, QuotaBasis basis)
    {
        var inQuarters = terms.Start.Month % 3 == 1 && terms.Months % 3 == 0;
        var months = inQuarters ? 3 : 1;
        (DateOnly First, DateOnly Last)[] periods = [.. Enumerable.Range(0, terms.Months / months).Select(p => (terms.Start.AddMonths(p * months), terms.Start.AddMonths((p + 1) * months).AddDays(-1)))];
        double[] season = [.. periods.Select(p => Math.Max(0, Enumerable.Range(0, months).Sum(m => basis.RevenueByMonth[p.First.AddMonths(m).Month - 1])))];
        List<string> notes = [.. basis.Notes];
        if (season.All(s => s == 0))
        {
            Array.Fill(season, 1);
            notes.Add("There is no revenue in the last twelve months to learn a season from: the periods are equal.");
        }

        var territories = TerritoryTree.Build(basis.Territories);
        if (territories.Violations.Count > 0)
            return new QuotaOutcome([], territories.Violations, notes);
        var tree = new SalesQuotaTree(terms, basis, territories, periods, season);
        notes.AddRange(tree.Notes);
        var violations = new List<PlanningViolation>();
        SetAmounts(terms, basis, tree, periods, violations);
        var problem = tree.Problem with { Fairness = terms.Fairness };
        violations.AddRange(QuotaProblemValidator.Validate(problem).Select(v => new PlanningViolation(v.Code.ToLowerInvariant().Replace('_', '-'), v.Subject, v.Message)));
        if (violations.Exists(v => v.Code != UnknownNode))
            return new QuotaOutcome([], violations, notes);
        var result = QuotaSolver.Solve(problem);
        violations.AddRange(Conflicts(result, tree));
        return violations.Count > 0
            ? new QuotaOutcome([], violations, notes)
            : new QuotaOutcome([.. Enumerable.Range(0, tree.Nodes.Count).SelectMany(i => Resolve(tree, i, result, terms, basis, periods, months))], [], notes);
    }

    /// <summary>Target, locks and the version before, put onto the nodes.</summary>
    private static void SetAmounts(QuotaTerms terms, QuotaBasis basis, SalesQuotaTree tree, (DateOnly First, DateOnly Last)[] periods, List<PlanningViolation> violations)
    {
        var positions = tree.Quotas.Select((q, i) => (q.Code, i)).ToDictionary(p => p.Code, p => p.i, StringComparer.Ordinal);
        for (var i = 0; i < tree.Quotas.Count; i++)
        {
            var node = tree.Nodes[i];
            var (territory, rep) = (basis.TerritoryKeys.GetValueOrDefault(node.TerritoryCode), basis.SalesRepKeys.GetValueOrDefault(node.SalesRepCode));
            decimal? last = terms.Last.Amounts.TryGetValue((territory, rep, node.IsLeaf), out var amount) ? amount : null;
            tree.Quotas[i] = tree.Quotas[i] with { Last = last, Target = i == 0 ? terms.Target : null };
            if (i > 0 && !node.IsLeaf && terms.Last.LockedTerritories.TryGetValue(territory, out var total))
                tree.Quotas[i] = tree.Quotas[i] with { Locked = total };
            if (rep == 0 || tree.Quotas[i].Activity is not { } activity)
                continue;
            decimal?[] locked = [.. periods.Select((p, at) => activity[at] > 0 && terms.Last.Locked.TryGetValue((territory, rep, FiscalCalendar.DateKey(p.First)), out var hand) ? (decimal?)hand : null)];
            if (locked.Any(l => l is not null))
                tree.Quotas[i] = tree.Quotas[i] with { LockedPeriods = locked };
        }

        foreach (var given in terms.Locks)
        {
            if (!positions.TryGetValue((given.IsRep ? "R/" : "T/") + given.Code, out var at))
                violations.Add(new PlanningViolation(UnknownNode, given.Code, $"The locked {(given.IsRep ? "rep" : "territory")} ({given.Code}) carries no quota in these periods. Maybe the code is wrong, or the rep has left."));
            else if ((tree.Quotas[at].Target ?? tree.Quotas[at].Locked ?? given.Amount) != given.Amount)
                violations.Add(new PlanningViolation("duplicate-lock", given.Code, FormattableString.Invariant($"The total of {tree.Quotas[at].Label} is fixed at {tree.Quotas[at].Target ?? tree.Quotas[at].Locked} and locked at {given.Amount}. Maybe remove one lock.")));
            else if (tree.Quotas[at].Target is null)
                tree.Quotas[at] = tree.Quotas[at] with { Locked = given.Amount, LockedPeriods = null };
        }
    }

    private static IEnumerable<PlanningViolation> Conflicts(QuotaResult result, SalesQuotaTree tree)
    {
        var relaxation = string.Join(", ", result.Relaxations.Take(5).Select(r => FormattableString.Invariant($"{tree.Quotas.First(q => q.Code == r.Code).Label} {r.To:0.00} instead of {r.From:0.00}")));
        foreach (var conflict in result.Conflicts)
        {
            var subject = conflict.Members.Append(conflict.Code).Select(code => tree.Quotas.FindIndex(q => q.Code == code)).FirstOrDefault(i => tree.Quotas[i].Locked is not null);
            var node = tree.Nodes[subject];
            yield return new PlanningViolation("locks-do-not-add-up", node.SalesRepCode.Length > 0 ? node.SalesRepCode : node.TerritoryCode, $"{conflict.Sentence} Maybe set {relaxation}.");
        }
    }

    /// <summary>A node per period; a leaf has none where it does not work.</summary>
    private static IEnumerable<PlannedQuota> Resolve(SalesQuotaTree tree, int at, QuotaResult result, QuotaTerms terms, QuotaBasis basis, (DateOnly First, DateOnly Last)[] periods, int months)
    {
        var (node, quota, amounts) = (tree.Nodes[at], tree.Quotas[at], result.Plan.Nodes[at].Periods);
        var (territory, rep) = (basis.TerritoryKeys.GetValueOrDefault(node.TerritoryCode), basis.SalesRepKeys.GetValueOrDefault(node.SalesRepCode));
        for (var p = 0; p < periods.Length; p++)
        {
            if (quota.Activity is { } activity && activity[p] == 0)
                continue;
            var isLocked = quota.Locked is not null || quota.LockedPeriods?[p] is not null;
            var day = FiscalCalendar.DateKey(periods[p].First);
            var change = terms.Last.ByPeriod.TryGetValue((territory, rep, node.IsLeaf, day), out var last) ? amounts[p] - last : 0;
            yield return new PlannedQuota(
                territory, node.TerritoryCode, rep, node.SalesRepCode, day, months, amounts[p], isLocked, (double)quota.OverAssignment, node.Level, node.IsLeaf, change,
                result.Reasons[at].Sentence);
        }
    }
}
