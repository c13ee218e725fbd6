using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;

using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Allocations;

/// <summary>A place with its preorder range in the sales tree.</summary>
/// <param name="LocationKey">Key.</param>
/// <param name="Code">Code.</param>
/// <param name="Name">Name.</param>
/// <param name="TerritoryKey">Territory it belongs to; 0 for none.</param>
/// <param name="First">First preorder position it serves; 0 where it has no territory of its own.</param>
/// <param name="Last">Last preorder position it serves.</param>
/// <param name="Makes">True for a place that makes goods.</param>
internal sealed record Place(int LocationKey, string Code, string Name, int TerritoryKey, int First, int Last, bool Makes);

/// <summary>Stock of a product at a place, as last counted.</summary>
internal sealed record StockLevel(Place Place, int ProductKey, int DateKey, double Quantity);

/// <summary>What a resource of a place can give in a month.</summary>
internal sealed record MonthlyCapacity(Place Place, string Resource, DateOnly Month, double Available);

/// <summary>Stock and capacities as a run sees them.</summary>
/// <remarks>
/// A place makes goods when its kind is plant, factory or production, or when it has capacity and was never stocked. Its resources are parallel lines: each can make any
/// product, because the data have no routings. The capacity of other places says what they can ship; it is no source, since it would count their stock twice.
/// </remarks>
internal sealed record SupplyRows(IReadOnlyList<StockLevel> Stock, IReadOnlyList<MonthlyCapacity> Capacities)
{
    private static readonly string[] MakingKinds = ["plant", "factory", "production"];

    /// <summary>Reads the stock last counted on or before a day, and the capacities of the months of a horizon, in part where the horizon covers a month in part.</summary>
    public static async Task<SupplyRows> ReadAsync(PlanningContext db, MasterData masterData, int commit, DateOnly lastDay, DateOnly first, DateOnly last, CancellationToken cancellationToken)
    {
        var counted = FiscalCalendar.DateKey(lastDay);
        var inventory = db.Inventory.AsNoTracking().Where(i => i.KnownFrom <= commit && commit < i.KnownTo && i.DateKey <= counted);
        var latest = inventory.GroupBy(i => new { i.LocationKey, i.ProductKey }).Select(g => new { g.Key.LocationKey, g.Key.ProductKey, DateKey = g.Max(i => i.DateKey) });
        var stock = await (
            from level in inventory
            join day in latest on new { level.LocationKey, level.ProductKey, level.DateKey } equals new { day.LocationKey, day.ProductKey, day.DateKey }
            orderby level.LocationKey, level.ProductKey, level.InventoryKey
            select new { level.LocationKey, level.ProductKey, level.DateKey, level.OnHand }).ToListAsync(cancellationToken);
        var (from, to) = (FiscalCalendar.DateKey(TimeBucket.Month.StartOf(first)), FiscalCalendar.DateKey(last));
        var capacities = await db.Capacities.AsNoTracking()
            .Where(c => c.KnownFrom <= commit && commit < c.KnownTo && c.DateKey >= from && c.DateKey <= to)
            .OrderBy(c => c.LocationKey).ThenBy(c => c.Resource).ThenBy(c => c.DateKey).ThenBy(c => c.CapacityKey)
            .Select(c => new { c.LocationKey, c.Resource, c.DateKey, c.Available }).ToListAsync(cancellationToken);

        var stocked = stock.Select(s => s.LocationKey).ToHashSet();
        var able = capacities.Select(c => c.LocationKey).ToHashSet();
        var territories = masterData.Territories.Where(t => t.TerritoryKey != 0).ToDictionary(t => t.TerritoryKey);
        var places = masterData.Locations.ToDictionary(l => l.LocationKey, l =>
        {
            var territory = territories.GetValueOrDefault(l.TerritoryKey);
            var makes = MakingKinds.Contains(l.Kind, StringComparer.OrdinalIgnoreCase) || (able.Contains(l.LocationKey) && !stocked.Contains(l.LocationKey));
            return new Place(l.LocationKey, l.Code, l.Name, l.TerritoryKey, territory?.PreorderFirst ?? 0, territory?.PreorderLast ?? 0, makes);
        });
        return new SupplyRows(
            [.. stock.Where(s => places.ContainsKey(s.LocationKey)).GroupBy(s => (s.LocationKey, s.ProductKey))
                .Select(g => new StockLevel(places[g.Key.LocationKey], g.Key.ProductKey, g.First().DateKey, Math.Max(0, g.Sum(s => s.OnHand))))],
            [.. capacities.Where(c => places.ContainsKey(c.LocationKey)).GroupBy(c => (c.LocationKey, c.Resource, Month: TimeBucket.Month.StartOf(DateKeys.ToDate(c.DateKey))))
                .Select(g => new MonthlyCapacity(places[g.Key.LocationKey], g.Key.Resource, g.Key.Month, Math.Max(0, g.Sum(c => c.Available)) * Share(g.Key.Month, first, last)))]);
    }

    private static double Share(DateOnly month, DateOnly first, DateOnly last)
    {
        var end = month.AddMonths(1).AddDays(-1);
        var (from, to) = (month > first ? month : first, end < last ? end : last);
        return Math.Clamp((to.DayNumber - from.DayNumber + 1.0) / (end.DayNumber - month.DayNumber + 1), 0, 1);
    }
}
