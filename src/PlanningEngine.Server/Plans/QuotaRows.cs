using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Quotas;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Runs;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Plans;

/// <summary>Quotas as rows and as messages.</summary>
internal static class QuotaRows
{
    /// <summary>The leaves as rows without key and version.</summary>
    public static IEnumerable<Quota> Leaves(IEnumerable<PlannedQuota> quotas) => quotas.Where(q => q.IsLeaf).Select(q => Fill(new Quota(), q));

    /// <summary>The inner nodes as rows without key and version.</summary>
    public static IEnumerable<QuotaNode> Nodes(IEnumerable<PlannedQuota> quotas) =>
        quotas.Where(q => !q.IsLeaf).Select(q => Fill(new QuotaNode { Level = q.Level, Node = q.TerritoryKey == 0 ? NodeKind.Company : NodeKind.Territory }, q));

    /// <summary>A leaf of another version, without key and version.</summary>
    public static Quota Copy(Quota row) => Copy(row, new Quota());

    /// <summary>An inner node of another version, without key and version.</summary>
    public static QuotaNode Copy(QuotaNode row) => Copy(row, new QuotaNode { Level = row.Level, Node = row.Node });

    /// <summary>The message of a quota.</summary>
    public static Wire.Quota ToMessage(PlannedQuota quota) => new()
    {
        TerritoryCode = quota.TerritoryCode,
        SalesRepCode = quota.SalesRepCode,
        PeriodStart = DateKeys.ToMessage(DateKeys.ToDate(quota.DateKey)),
        PeriodMonths = quota.PeriodMonths,
        Amount = Money.ToMessage(quota.Amount),
        Locked = quota.Locked,
        OverAssignment = quota.OverAssignment,
        Level = quota.Level,
        IsLeaf = quota.IsLeaf,
        Reason = quota.Reason,
    };

    private static T Fill<T>(T row, PlannedQuota quota)
        where T : QuotaFact
    {
        (row.TerritoryKey, row.SalesRepKey, row.PeriodMonths) = (quota.TerritoryKey, quota.SalesRepKey, quota.PeriodMonths);
        (row.DateKey, row.PeriodStart) = (quota.DateKey, DateKeys.StartOf(DateKeys.ToDate(quota.DateKey)));
        (row.Amount, row.Locked, row.OverAssignment) = (quota.Amount, quota.Locked, quota.OverAssignment);
        (row.Change, row.Reason) = (quota.Change, ReasonText.Fit(quota.Reason));
        return row;
    }

    private static T Copy<T>(T from, T to)
        where T : QuotaFact
    {
        (to.TerritoryKey, to.SalesRepKey, to.PeriodMonths) = (from.TerritoryKey, from.SalesRepKey, from.PeriodMonths);
        (to.DateKey, to.PeriodStart) = (from.DateKey, from.PeriodStart);
        (to.Amount, to.Locked, to.OverAssignment) = (from.Amount, from.Locked, from.OverAssignment);
        to.Reason = from.Reason;
        return to;
    }
}
