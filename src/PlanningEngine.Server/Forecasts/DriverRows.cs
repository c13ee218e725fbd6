using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Planning.Drivers;

namespace PlanningEngine.Server.Forecasts;

/// <summary>The values of one driver for one product, territory and channel (0: all), those that take precedence first.</summary>
/// <param name="Number">Number of its own.</param>
/// <param name="ProductKey">The product.</param>
/// <param name="Place">The territory; null for all.</param>
/// <param name="ChannelKey">The channel.</param>
/// <param name="Spans">Later begins before earlier, of equal ones the later commit.</param>
internal sealed record DriverScope(int Number, int ProductKey, Territory? Place, int ChannelKey, IReadOnlyList<DriverSpan> Spans)
{
    /// <summary>Whether it holds for a series of its product.</summary>
    public bool Holds(Territory? territory, int channelKey) =>
        (ChannelKey == Dimension.UnknownKey || ChannelKey == channelKey)
        && (Place is null || (territory is { TerritoryKey: not Dimension.UnknownKey } && Place.PreorderFirst <= territory.PreorderFirst && territory.PreorderFirst <= Place.PreorderLast));
}

/// <summary>All values of one driver.</summary>
/// <param name="Driver">The driver.</param>
/// <param name="Scopes">Its scopes by product.</param>
/// <param name="Reach">Last day of which a row says something.</param>
internal sealed record DriverRows(Driver Driver, ILookup<int, DriverScope> Scopes, DateOnly Reach)
{
    /// <summary>Reads the values of drivers that were known at a commit, in the order of the drivers' keys; nothing of a driver without any.</summary>
    /// <param name="db">A context.</param>
    /// <param name="commit">Number of the commit.</param>
    /// <param name="all">All drivers.</param>
    /// <param name="territories">All territories by key.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IReadOnlyList<DriverRows>> ReadAsync(
        PlanningContext db, int commit, IEnumerable<Driver> all, IReadOnlyDictionary<int, Territory> territories, CancellationToken cancellationToken)
    {
        var drivers = all.Where(d => d.DriverKey != Dimension.UnknownKey).ToDictionary(d => d.DriverKey);
        var found = new SortedDictionary<(int Driver, int Product, int Territory, int Channel), List<Row>>();
        var rows = db.DriverValues.Where(v => v.KnownFrom <= commit && commit < v.KnownTo).OrderBy(v => v.DriverValueKey)
            .Select(v => new { v.DriverKey, v.ProductKey, v.TerritoryKey, v.ChannelKey, Row = new Row(v.DateKey, v.EndDateKey, v.Value, v.KnownFrom, v.DriverValueKey) }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (!drivers.ContainsKey(row.DriverKey) || (row.TerritoryKey != Dimension.UnknownKey && !territories.ContainsKey(row.TerritoryKey)))
                continue;
            var scope = (row.DriverKey, row.ProductKey, row.TerritoryKey, row.ChannelKey);
            if (!found.TryGetValue(scope, out var some))
                found[scope] = some = [];
            some.Add(row.Row);
        }

        var number = 0;
        return [.. found.GroupBy(f => f.Key.Driver).Select(g => new DriverRows(
            drivers[g.Key],
            g.Select(f => new DriverScope(number++, f.Key.Product, f.Key.Territory == Dimension.UnknownKey ? null : territories[f.Key.Territory], f.Key.Channel, Spans(f.Value)))
                .ToLookup(s => s.ProductKey),
            g.Max(f => f.Value.Max(r => r.Until ?? DateOnly.MaxValue))))];
    }

    /// <summary>The scopes that hold for a series, the most specific first: product before territory, the deeper territory before the higher, then channel.</summary>
    public IReadOnlyList<DriverScope> For(int productKey, Territory? territory, int channelKey)
    {
        var own = productKey == Dimension.UnknownKey ? [] : Scopes[productKey];
        return [.. own.Concat(Scopes[Dimension.UnknownKey]).Where(s => s.Holds(territory, channelKey))
            .OrderByDescending(s => s.ProductKey != Dimension.UnknownKey).ThenByDescending(s => s.Place?.PreorderFirst ?? -1).ThenByDescending(s => s.ChannelKey != Dimension.UnknownKey)];
    }

    private static List<DriverSpan> Spans(List<Row> rows)
    {
        rows.Sort((a, b) => (b.DateKey, b.KnownFrom, b.Key).CompareTo((a.DateKey, a.KnownFrom, a.Key)));
        return rows.ConvertAll(r => new DriverSpan(DateKeys.ToDate(r.DateKey), r.Until, r.Value));
    }

    private sealed record Row(int DateKey, int EndDateKey, double Value, int KnownFrom, long Key)
    {
        public DateOnly? Until => EndDateKey == 0 ? null : DateKeys.ToDate(EndDateKey);
    }
}
