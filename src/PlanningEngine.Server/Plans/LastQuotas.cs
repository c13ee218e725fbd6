using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;

namespace PlanningEngine.Server.Plans;

/// <summary>The quotas of an earlier version in a horizon: what the change is measured against, and what was fixed by hand.</summary>
/// <param name="Amounts">Amount over the horizon by territory, rep (0 for a territory and for what nobody carries) and whether it is a leaf.</param>
/// <param name="ByPeriod">The same by period.</param>
/// <param name="Locked">Leaves of reps that are locked, by period.</param>
/// <param name="LockedTerritories">Amount over the horizon of territories that are locked in all of it.</param>
internal sealed record LastQuotas(
    IReadOnlyDictionary<(int TerritoryKey, int SalesRepKey, bool IsLeaf), decimal> Amounts,
    IReadOnlyDictionary<(int TerritoryKey, int SalesRepKey, bool IsLeaf, int DateKey), decimal> ByPeriod,
    IReadOnlyDictionary<(int TerritoryKey, int SalesRepKey, int DateKey), decimal> Locked,
    IReadOnlyDictionary<int, decimal> LockedTerritories)
{
    /// <summary>There was none.</summary>
    public static LastQuotas None { get; } = new(new Dictionary<(int, int, bool), decimal>(), new Dictionary<(int, int, bool, int), decimal>(), new Dictionary<(int, int, int), decimal>(), new Dictionary<int, decimal>());

    /// <summary>Reads a version; none for version 0.</summary>
    public static async Task<LastQuotas> ReadAsync(PlanningContext db, int version, int startKey, int endKey, CancellationToken cancellationToken)
    {
        if (version == 0)
            return None;
        var leaves = await db.Quotas.AsNoTracking().Where(q => q.PlanVersionKey == version && q.DateKey >= startKey && q.DateKey < endKey)
            .Select(q => new { q.TerritoryKey, q.SalesRepKey, q.DateKey, q.Amount, q.Locked }).ToListAsync(cancellationToken);
        var nodes = await db.QuotaNodes.AsNoTracking().Where(q => q.PlanVersionKey == version && q.DateKey >= startKey && q.DateKey < endKey)
            .Select(q => new { q.TerritoryKey, q.DateKey, q.Amount, q.Locked, q.PeriodMonths }).ToListAsync(cancellationToken);
        var amounts = leaves.GroupBy(q => (q.TerritoryKey, q.SalesRepKey, true)).ToDictionary(g => g.Key, g => decimal.Round(g.Sum(q => q.Amount), 2));
        foreach (var node in nodes.GroupBy(q => q.TerritoryKey))
            amounts[(node.Key, 0, false)] = decimal.Round(node.Sum(q => q.Amount), 2);
        var byPeriod = leaves.GroupBy(q => (q.TerritoryKey, q.SalesRepKey, true, q.DateKey)).ToDictionary(g => g.Key, g => decimal.Round(g.Sum(q => q.Amount), 2));
        foreach (var node in nodes.GroupBy(q => (q.TerritoryKey, q.DateKey)))
            byPeriod[(node.Key.TerritoryKey, 0, false, node.Key.DateKey)] = decimal.Round(node.Sum(q => q.Amount), 2);
        var locked = leaves.Where(q => q.Locked && q.SalesRepKey != 0).GroupBy(q => (q.TerritoryKey, q.SalesRepKey, q.DateKey)).ToDictionary(g => g.Key, g => decimal.Round(g.Sum(q => q.Amount), 2));
        var months = (endKey / 10_000 - startKey / 10_000) * 12 + endKey / 100 % 100 - startKey / 100 % 100;
        var territories = nodes.GroupBy(q => q.TerritoryKey).Where(g => g.All(q => q.Locked) && g.Sum(q => q.PeriodMonths) == months).ToDictionary(g => g.Key, g => amounts[(g.Key, 0, false)]);
        return new LastQuotas(amounts, byPeriod, locked, territories);
    }
}
