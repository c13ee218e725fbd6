using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Series;

namespace PlanningEngine.Server.Forecasts;

/// <summary>
/// Periods whose sales understate demand: no place that serves the territory had stock at the end of the period, and less was sold than half of what the
/// twelve periods before sold on average. Without stock levels nothing is marked.
/// </summary>
internal sealed class StockOuts
{
    private const int PeriodsCompared = 12;
    private const double DroppedShare = 0.5;
    private readonly Dictionary<(int Product, int Period), List<(int Location, double OnHand)>> _stock = [];
    private readonly Dictionary<int, Territory?> _placeOf;
    private readonly Dictionary<int, Territory> _territories;
    private readonly IReadOnlyDictionary<(SeriesKey Series, int Period), double> _sales;

    private StockOuts(Dictionary<int, Territory?> placeOf, Dictionary<int, Territory> territories, IReadOnlyDictionary<(SeriesKey, int), double> sales) =>
        (_placeOf, _territories, _sales) = (placeOf, territories, sales);

    /// <summary>Whether there are stock levels to judge by.</summary>
    public bool HasStock => _stock.Count > 0;

    /// <summary>Reads the stock levels of a commit: of each place, product and period the last one.</summary>
    public static async Task<StockOuts> ReadAsync(
        PlanningContext db, IReadOnlyList<Location> locations, int commit, TimeBucket bucket, Dictionary<int, Territory> territories, IReadOnlyDictionary<(SeriesKey, int), double> sales,
        CancellationToken cancellationToken)
    {
        var found = new StockOuts(
            locations.ToDictionary(l => l.LocationKey, l => l.TerritoryKey == 0 ? null : territories.GetValueOrDefault(l.TerritoryKey)), territories, sales);
        var last = new Dictionary<(int Product, int Period, int Location), double>();
        var levels = db.Inventory.Where(i => i.KnownFrom <= commit && commit < i.KnownTo).OrderBy(i => i.DateKey).ThenBy(i => i.InventoryKey)
            .Select(i => new { i.ProductKey, i.LocationKey, i.DateKey, i.OnHand }).AsAsyncEnumerable();
        await foreach (var level in levels.WithCancellation(cancellationToken))
            last[(level.ProductKey, bucket.OrdinalOf(DateKeys.ToDate(level.DateKey)), level.LocationKey)] = level.OnHand;
        foreach (var ((product, period, location), onHand) in last)
        {
            if (!found._stock.TryGetValue((product, period), out var places))
                found._stock[(product, period)] = places = [];
            places.Add((location, onHand));
        }

        return found;
    }

    /// <summary>Whether a series could not sell in a period.</summary>
    public bool IsStockedOut(SeriesKey series, int period) =>
        _stock.TryGetValue((series.ProductKey, period), out var places) && IsEmpty(places, series.TerritoryKey) && Dropped(series, period);

    private bool IsEmpty(List<(int Location, double OnHand)> places, int territoryKey)
    {
        var territory = _territories.GetValueOrDefault(territoryKey);
        var serves = false;
        foreach (var (location, onHand) in places)
        {
            var place = _placeOf.GetValueOrDefault(location);
            if (place is not null && (territory is null || territory.PreorderFirst < place.PreorderFirst || territory.PreorderFirst > place.PreorderLast))
                continue;
            if (onHand > 0)
                return false;
            serves = true;
        }

        return serves;
    }

    private bool Dropped(SeriesKey series, int period)
    {
        var sum = 0.0;
        for (var before = period - PeriodsCompared; before < period; before++)
            sum += _sales.GetValueOrDefault((series, before));
        return _sales.GetValueOrDefault((series, period)) < DroppedShare * sum / PeriodsCompared;
    }
}
