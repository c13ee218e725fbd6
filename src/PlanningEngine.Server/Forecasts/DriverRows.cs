using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Planning.Drivers;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Products for which values of a driver hold: one, those of some levels, or all.</summary>
/// <param name="ProductKey">The product; 0 for those of the levels.</param>
/// <param name="Level1">Level 1 that they have; empty for any.</param>
/// <param name="Level2">Level 2 that they have; empty for any.</param>
/// <param name="Level3">Level 3 that they have; empty for any.</param>
internal readonly record struct DriverProducts(int ProductKey, string Level1, string Level2, string Level3)
{
    /// <summary>What takes precedence is larger: one product, then the deeper level.</summary>
    public (bool IsProduct, bool HasLevel3, bool HasLevel2, bool HasLevel1) Precedence => (ProductKey != Dimension.UnknownKey, Level3.Length > 0, Level2.Length > 0, Level1.Length > 0);

    /// <summary>Whether a product, null where it is not known, is one of them.</summary>
    public bool Holds(Product? product) => ProductKey != Dimension.UnknownKey ? product?.ProductKey == ProductKey
        : Is(Level1, product?.Level1) && Is(Level2, product?.Level2) && Is(Level3, product?.Level3);

    private static bool Is(string asked, string? level) => asked.Length == 0 || string.Equals(asked, level, StringComparison.Ordinal);
}

/// <summary>The values of one driver for some products, a territory and a channel (0: all), those that take precedence first.</summary>
/// <param name="Number">Number of its own.</param>
/// <param name="Products">The products.</param>
/// <param name="Place">The territory; null for all.</param>
/// <param name="ChannelKey">The channel.</param>
/// <param name="Spans">Later begins before earlier, of equal ones the later commit.</param>
internal sealed record DriverScope(int Number, DriverProducts Products, Territory? Place, int ChannelKey, IReadOnlyList<DriverSpan> Spans)
{
    /// <summary>Whether it holds for a series.</summary>
    public bool Holds(Product? product, Territory? territory, int channelKey) =>
        Products.Holds(product) && (ChannelKey == Dimension.UnknownKey || ChannelKey == channelKey)
        && (Place is null || (territory is { TerritoryKey: not Dimension.UnknownKey } && Place.PreorderFirst <= territory.PreorderFirst && territory.PreorderFirst <= Place.PreorderLast));
}

/// <summary>All values of one driver.</summary>
/// <param name="Driver">The driver.</param>
/// <param name="Scopes">Its scopes by product; those of levels and of all products with key 0.</param>
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
        var found = new Dictionary<(int Driver, DriverProducts Products, int Territory, int Channel), List<Row>>();
        var rows = db.DriverValues.Where(v => v.KnownFrom <= commit && commit < v.KnownTo).OrderBy(v => v.DriverValueKey)
            .Select(v => new { v.DriverKey, v.ProductKey, v.ProductLevel1, v.ProductLevel2, v.ProductLevel3, v.TerritoryKey, v.ChannelKey, Row = new Row(v.DateKey, v.EndDateKey, v.Value, v.KnownFrom, v.DriverValueKey) }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            if (!drivers.ContainsKey(row.DriverKey) || (row.TerritoryKey != Dimension.UnknownKey && !territories.ContainsKey(row.TerritoryKey)))
                continue;
            var scope = (row.DriverKey, new DriverProducts(row.ProductKey, row.ProductLevel1, row.ProductLevel2, row.ProductLevel3), row.TerritoryKey, row.ChannelKey);
            if (!found.TryGetValue(scope, out var some))
                found[scope] = some = [];
            some.Add(row.Row);
        }

        var number = 0;
        var inOrder = found.OrderBy(f => f.Key.Driver).ThenBy(f => f.Key.Products.ProductKey).ThenBy(f => f.Key.Territory).ThenBy(f => f.Key.Channel)
            .ThenBy(f => f.Key.Products.Level1, StringComparer.Ordinal).ThenBy(f => f.Key.Products.Level2, StringComparer.Ordinal).ThenBy(f => f.Key.Products.Level3, StringComparer.Ordinal);
        return [.. inOrder.GroupBy(f => f.Key.Driver).Select(g => new DriverRows(
            drivers[g.Key],
            g.Select(f => new DriverScope(number++, f.Key.Products, f.Key.Territory == Dimension.UnknownKey ? null : territories[f.Key.Territory], f.Key.Channel, Spans(f.Value)))
                .ToLookup(s => s.Products.ProductKey),
            g.Max(f => f.Value.Max(r => r.Until ?? DateOnly.MaxValue))))];
    }

    /// <summary>The scopes that hold for a series, the most specific first: product before levels before territory, the deeper territory before the higher, then channel.</summary>
    public IReadOnlyList<DriverScope> For(Product? product, Territory? territory, int channelKey)
    {
        var own = product is null or { ProductKey: Dimension.UnknownKey } ? [] : Scopes[product.ProductKey];
        return [.. own.Concat(Scopes[Dimension.UnknownKey]).Where(s => s.Holds(product, territory, channelKey))
            .OrderByDescending(s => s.Products.Precedence).ThenByDescending(s => s.Place?.PreorderFirst ?? -1).ThenByDescending(s => s.ChannelKey != Dimension.UnknownKey)];
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
