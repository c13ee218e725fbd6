using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Quotas;
using PlanningViolation = PlanningEngine.Planning.Violation;

namespace PlanningEngine.Server.Plans;

/// <summary>What is to be cascaded.</summary>
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

    /// <summary>Amounts fixed by hand.</summary>
    public IReadOnlyList<QuotaLock> Locks { get; init; } = [];

    /// <summary>Day after the horizon.</summary>
    public DateOnly End => Start.AddMonths(Months);
}

/// <summary>One amount of the cascade, resolved to keys.</summary>
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
public sealed record PlannedQuota(
    int TerritoryKey, string TerritoryCode, int SalesRepKey, string SalesRepCode, int DateKey, int PeriodMonths, decimal Amount, bool Locked,
    double OverAssignment, int Level, bool IsLeaf);

/// <summary>A cascade's outcome.</summary>
/// <param name="Quotas">All nodes, top down, per period; none where there are violations.</param>
/// <param name="Violations">Everything that is wrong.</param>
/// <param name="Notes">What was assumed.</param>
internal sealed record QuotaOutcome(IReadOnlyList<PlannedQuota> Quotas, IReadOnlyList<PlanningViolation> Violations, IReadOnlyList<string> Notes);

/// <summary>The one way to quotas, for runs and for planners alike. Pure.</summary>
internal static class QuotaCalculation
{
    private const int DeepestTree = 64;

    /// <summary>Cascades: in quarters where the horizon is made of whole calendar quarters, else in months; the periods are sized as the same calendar months of history.</summary>
    public static QuotaOutcome Run(QuotaTerms terms, QuotaBasis basis)
    {
        var inQuarters = terms.Start.Month % 3 == 1 && terms.Months % 3 == 0;
        var periodMonths = inQuarters ? 3 : 1;
        double[] season = [.. Enumerable.Range(0, terms.Months / periodMonths).Select(p => Math.Max(0, Enumerable.Range(0, periodMonths)
            .Sum(m => basis.RevenueByMonth[terms.Start.AddMonths((p * periodMonths) + m).Month - 1])))];
        var isFlat = season.All(s => s == 0);
        var result = QuotaCascade.Run(new QuotaCascadeRequest
        {
            CompanyTarget = terms.Target,
            Bucket = inQuarters ? TimeBucket.Quarter : TimeBucket.Month,
            Start = terms.Start,
            Periods = season.Length,
            Territories = basis.Territories,
            SalesReps = basis.SalesReps,
            TerritoryBasis = basis.TerritoryBasis,
            RepBasis = basis.RepBasis,
            Alpha = 1 - terms.HistoryWeight,
            Seasonality = isFlat ? null : season,
            TerritoryOverAssignment = [.. Enumerable.Repeat(terms.TerritoryOverAssignment, DeepestTree)],
            RepOverAssignment = terms.RepOverAssignment,
            Locks = terms.Locks,
            HistoryWindow = basis.Window,
        });
        List<string> notes = [.. basis.Notes, .. result.Notes];
        if (isFlat)
            notes.Add("There is no revenue in the last twelve months to learn a season from: the periods are equal.");
        return new QuotaOutcome([.. result.Nodes.Select(n => Resolve(n, basis, periodMonths))], result.Violations, notes);
    }

    private static PlannedQuota Resolve(QuotaNode node, QuotaBasis basis, int periodMonths)
    {
        var isRep = node.Kind == QuotaNodeKind.Rep;
        var territory = (isRep ? node.ParentCode : node.Code) ?? "";
        return new PlannedQuota(
            basis.TerritoryKeys.GetValueOrDefault(territory), territory,
            isRep ? basis.SalesRepKeys.GetValueOrDefault(node.Code) : 0, isRep ? node.Code : "",
            FiscalCalendar.DateKey(node.PeriodStart!.Value), periodMonths, node.Amount, node.Locked, (double)node.OverAssignment, node.Level, isRep);
    }
}
