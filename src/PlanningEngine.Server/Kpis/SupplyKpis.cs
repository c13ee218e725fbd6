using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Kpis;
using PlanningEngine.Server.Allocations;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Kpis;

/// <summary>KPIs of supply: how much of the months ahead the allocation fills, and how full places are.</summary>
internal static class SupplyKpis
{
    /// <summary>Units of the allocation that KPIs look at, in the calendar month in which most of the demand's period lies.</summary>
    internal sealed record Units(int TerritoryKey, int Month, int LocationKey, int SourceDateKey, double Quantity, double Unmet);

    /// <summary>The run's allocation, or the published one.</summary>
    public static async Task<IReadOnlyList<Units>> ReadAsync(RunExecution run, PlanningContext db, int version, CancellationToken cancellationToken)
    {
        if (run.Includes(RunAllocation.Output.Stage))
        {
            var own = await run.ReadAsync(RunAllocation.Output, 0, cancellationToken);
            var bucket = RunBuckets.Parse(own.Periods);
            return [.. own.Rows.Select(r => new Units(r.TerritoryKey, bucket.MonthOf(DateKeys.ToDate(r.DateKey)), r.LocationKey, r.SourceDateKey, r.Quantity, r.Unmet))];
        }

        var published = await RunBuckets.OfVersionAsync(db, version, cancellationToken);
        var rows = await db.Allocations.AsNoTracking().Where(a => version != 0 && a.PlanVersionKey == version).OrderBy(a => a.AllocationKey)
            .Select(a => new { a.TerritoryKey, a.DateKey, a.LocationKey, a.SourceDateKey, a.Quantity, a.Unmet }).ToListAsync(cancellationToken);
        return [.. rows.Select(a => new Units(a.TerritoryKey, published.MonthOf(DateKeys.ToDate(a.DateKey)), a.LocationKey, a.SourceDateKey, a.Quantity, a.Unmet))];
    }

    /// <summary>Units that the allocation serves over units demanded.</summary>
    public static void AddFillRate(KpiSums sums, IReadOnlyList<Units> allocation)
    {
        foreach (var units in allocation)
            sums.Add(KpiCatalogue.FillRate, units.TerritoryKey, units.Month, units.Quantity, units.Quantity + units.Unmet);
    }

    /// <summary>
    /// Load over capacity. Ahead, of the places that make goods: what the allocation has them make. In the past, of the others: units sold in their territories over
    /// what the tightest of their resources can ship. The figures stand at the place's territory.
    /// </summary>
    public static async Task AddUtilisationAsync(
        KpiSums sums, PlanningContext db, MasterData masterData, int commit, IReadOnlyList<Units> allocation, IReadOnlyList<MonthlySales> sales, int lastMonth, CancellationToken cancellationToken)
    {
        var lastDay = TimeBucket.Month.EndOf(lastMonth);
        var last = allocation.Count == 0 ? lastDay : TimeBucket.Month.EndOf(allocation.Max(u => u.Month));
        var supply = await SupplyRows.ReadAsync(db, masterData, commit, lastDay, TimeBucket.Month.StartOf(lastMonth - SalesKpis.Months + 1), last > lastDay ? last : lastDay, cancellationToken);
        var positions = masterData.Territories.Where(t => t.TerritoryKey != 0).ToDictionary(t => t.TerritoryKey, t => t.PreorderFirst);
        var load = allocation.Where(u => u.Quantity > 0 && u.LocationKey != 0).GroupBy(u => (u.LocationKey, Month: SalesKpis.MonthOf(u.SourceDateKey)))
            .ToDictionary(g => g.Key, g => g.Sum(u => u.Quantity));
        foreach (var group in supply.Capacities.GroupBy(c => (c.Place, Month: TimeBucket.Month.OrdinalOf(c.Month))))
        {
            var (place, month) = group.Key;
            if (place.Makes && month > lastMonth && allocation.Count > 0)
                sums.Add(KpiCatalogue.CapacityUtilisation, place.TerritoryKey, month, load.GetValueOrDefault((place.LocationKey, month)), group.Sum(c => c.Available));
            else if (!place.Makes && place.First > 0 && month <= lastMonth)
                sums.Add(KpiCatalogue.CapacityUtilisation, place.TerritoryKey, month, Sold(place, month), group.Min(c => c.Available));
        }

        double Sold(Place place, int month) => sales
            .Where(s => s.Month == month && positions.TryGetValue(s.TerritoryKey, out var position) && place.First <= position && position <= place.Last).Sum(s => s.Quantity);
    }
}
