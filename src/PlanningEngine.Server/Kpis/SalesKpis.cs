using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Kpis;
using PlanningEngine.Server.Plans;

namespace PlanningEngine.Server.Kpis;

/// <summary>Sales of a territory in a month.</summary>
/// <param name="TerritoryKey">Territory.</param>
/// <param name="Month">Ordinal of the month.</param>
/// <param name="Revenue">Revenue.</param>
/// <param name="Quantity">Units.</param>
internal sealed record MonthlySales(int TerritoryKey, int Month, double Revenue, double Quantity);

/// <summary>KPIs that compare revenue: with quotas, with the year before, with the sales plan.</summary>
internal static class SalesKpis
{
    /// <summary>Months of history that KPIs are given for.</summary>
    public const int Months = 24;

    /// <summary>Sales per territory and month, of the history and the year before it.</summary>
    public static async Task<IReadOnlyList<MonthlySales>> ReadAsync(PlanningContext db, ActualsScope scope, int lastMonth, CancellationToken cancellationToken)
    {
        var rows = await scope.Sales(db, TimeBucket.Month.StartOf(lastMonth - Months - 11), TimeBucket.Month.EndOf(lastMonth))
            .GroupBy(s => new { s.TerritoryKey, Month = s.DateKey / 100 })
            .Select(g => new { g.Key.TerritoryKey, g.Key.Month, Revenue = g.Sum(s => s.Revenue), Quantity = g.Sum(s => s.Quantity) })
            .OrderBy(r => r.TerritoryKey).ThenBy(r => r.Month).ToListAsync(cancellationToken);
        return [.. rows.Select(r => new MonthlySales(r.TerritoryKey, MonthOf(r.Month * 100), (double)r.Revenue, r.Quantity))];
    }

    /// <summary>Growth on the same month a year before, where the data reach back that far.</summary>
    public static void AddGrowth(KpiSums sums, IReadOnlyList<MonthlySales> sales, int lastMonth)
    {
        if (sales.Count == 0)
            return;
        var revenue = sales.ToDictionary(s => (s.TerritoryKey, s.Month), s => s.Revenue);
        var first = sales.Min(s => s.Month);
        foreach (var territory in sales.Select(s => s.TerritoryKey).Distinct())
        {
            for (var month = Math.Max(first + 12, lastMonth - Months + 1); month <= lastMonth; month++)
            {
                var (current, previous) = (revenue.GetValueOrDefault((territory, month)), revenue.GetValueOrDefault((territory, month - 12)));
                if (current != 0 || previous != 0)
                    sums.Add(KpiCatalogue.YearOverYear, territory, month, current - previous, previous);
            }
        }
    }

    /// <summary>Revenue over quota: the published leaf quotas, each spread evenly over the months of its period.</summary>
    public static async Task AddQuotaAttainmentAsync(
        KpiSums sums, PlanningContext db, int version, IReadOnlyList<MonthlySales> sales, int lastMonth, CancellationToken cancellationToken)
    {
        var quotas = await db.Quotas.AsNoTracking().Where(q => version != 0 && q.PlanVersionKey == version)
            .GroupBy(q => new { q.TerritoryKey, q.DateKey, q.PeriodMonths })
            .Select(g => new { g.Key.TerritoryKey, g.Key.DateKey, g.Key.PeriodMonths, Amount = g.Sum(q => q.Amount) }).ToListAsync(cancellationToken);
        var quota = new Dictionary<(int, int), double>();
        foreach (var row in quotas.OrderBy(q => q.TerritoryKey).ThenBy(q => q.DateKey).ThenBy(q => q.PeriodMonths))
        {
            var months = Math.Max(1, row.PeriodMonths);
            for (var month = MonthOf(row.DateKey); month < MonthOf(row.DateKey) + months; month++)
                quota[(row.TerritoryKey, month)] = quota.GetValueOrDefault((row.TerritoryKey, month)) + ((double)row.Amount / months);
        }

        AddAttainment(sums, KpiCatalogue.QuotaAttainment, quota, sales, lastMonth);
    }

    /// <summary>Revenue over the published sales plan.</summary>
    public static async Task AddPlanAttainmentAsync(
        KpiSums sums, PlanningContext db, int version, IReadOnlyList<MonthlySales> sales, int lastMonth, CancellationToken cancellationToken)
    {
        var lines = await db.PlanLines.AsNoTracking().Where(l => version != 0 && l.PlanVersionKey == version)
            .GroupBy(l => new { l.TerritoryKey, Month = l.DateKey / 100 })
            .Select(g => new { g.Key.TerritoryKey, g.Key.Month, Amount = g.Sum(l => l.Amount) }).ToListAsync(cancellationToken);
        AddAttainment(sums, KpiCatalogue.PlanAttainment, lines.ToDictionary(l => (l.TerritoryKey, MonthOf(l.Month * 100)), l => (double)l.Amount), sales, lastMonth);
    }

    /// <summary>Ordinal of the month of a date key.</summary>
    public static int MonthOf(int dateKey) => (dateKey / 10_000 * 12) + (dateKey / 100 % 100) - 1;

    private static void AddAttainment(KpiSums sums, KpiDefinition definition, Dictionary<(int, int), double> goals, IReadOnlyList<MonthlySales> sales, int lastMonth)
    {
        var revenue = sales.ToDictionary(s => (s.TerritoryKey, s.Month), s => s.Revenue);
        foreach (var ((territory, month), goal) in goals)
        {
            if (goal > 0 && month > lastMonth - Months && month <= lastMonth)
                sums.Add(definition, territory, month, revenue.GetValueOrDefault((territory, month)), goal);
        }
    }
}
