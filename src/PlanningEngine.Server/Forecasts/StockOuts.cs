using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Series;

namespace PlanningEngine.Server.Forecasts;

/// <summary>On which days the places that serve a territory had a product in stock. Safe for concurrent reading once read.</summary>
internal sealed class StockOuts
{
    private readonly Dictionary<int, List<(Territory? Serves, StockCourse Course)>> _places = [];
    private readonly IReadOnlyDictionary<int, Territory> _territories;
    private readonly TimeBucket _bucket;

    private StockOuts(IReadOnlyDictionary<int, Territory> territories, TimeBucket bucket) => (_territories, _bucket) = (territories, bucket);

    /// <summary>Whether there are stock levels to judge by.</summary>
    public bool HasStock { get; private init; }

    /// <summary>Reads the stock levels of a commit, those of products that ever ran out alone.</summary>
    public static async Task<StockOuts> ReadAsync(
        PlanningContext db, IReadOnlyList<Location> locations, int commit, TimeBucket bucket, IReadOnlyDictionary<int, Territory> territories, CancellationToken cancellationToken)
    {
        var levels = db.Inventory.Where(i => i.KnownFrom <= commit && commit < i.KnownTo);
        var found = new StockOuts(territories, bucket) { HasStock = await levels.AnyAsync(cancellationToken) };
        var serves = locations.ToDictionary(l => l.LocationKey, l => l.TerritoryKey == 0 ? null : territories.GetValueOrDefault(l.TerritoryKey));
        var ranOut = (await levels.Where(i => i.OnHand <= 0).Select(i => i.ProductKey).Distinct().ToListAsync(cancellationToken)).ToHashSet();
        var rows = levels.OrderBy(i => i.ProductKey).ThenBy(i => i.LocationKey).ThenBy(i => i.DateKey).ThenBy(i => i.InventoryKey)
            .Select(i => new { i.ProductKey, i.LocationKey, i.DateKey, i.OnHand }).AsAsyncEnumerable();
        var (at, course) = ((Product: 0, Location: 0), new List<(DateOnly, double)>());
        void Close()
        {
            if (course.Count > 0)
                found.Add(at.Product, serves.GetValueOrDefault(at.Location), new StockCourse(course));
            course.Clear();
        }

        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (!ranOut.Contains(row.ProductKey))
                continue;
            if (at != (row.ProductKey, row.LocationKey))
                Close();
            at = (row.ProductKey, row.LocationKey);
            course.Add((DateKeys.ToDate(row.DateKey), row.OnHand));
        }

        Close();
        return found;
    }

    /// <summary>The days of a period by what was in stock for a series.</summary>
    public StockDays Of(SeriesKey series, int period)
    {
        var (first, last) = (_bucket.StartOf(period), _bucket.EndOf(period));
        if (!_places.TryGetValue(series.ProductKey, out var places))
            return new StockDays(last.DayNumber - first.DayNumber + 1, 0, 0);
        var territory = _territories.GetValueOrDefault(series.TerritoryKey);
        return StockDays.Of([.. places.Where(p => Serves(p.Serves, territory)).Select(p => p.Course)], first, last);
    }

    /// <summary>A place without a territory serves all, and all places serve what is outside the tree.</summary>
    private static bool Serves(Territory? place, Territory? territory) =>
        place is null || territory is null || (place.PreorderFirst <= territory.PreorderFirst && territory.PreorderFirst <= place.PreorderLast);

    private void Add(int product, Territory? serves, StockCourse course)
    {
        if (!_places.TryGetValue(product, out var places))
            _places[product] = places = [];
        places.Add((serves, course));
    }
}
