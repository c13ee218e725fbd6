using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Quality;
using PlanningEngine.Server.Loads.Rows;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Commit;

/// <summary>One set of facts: how its rows are made, hashed and added up.</summary>
/// <param name="Set">The set; also the table and the sequence of its keys.</param>
/// <param name="Read">Facts of a chunk, without key and hash.</param>
/// <param name="Hash">Hash of a fact's content.</param>
/// <param name="AddTo">Adds the second fact's quantities and amounts to the first.</param>
/// <param name="SetKey">Gives a fact its key.</param>
internal sealed record FactSource<T>(
    LoadSet Set, Func<Wire.LoadChunk, IEnumerable<T>> Read, Func<Payload, T, long> Hash, Action<T, T> AddTo, Action<T, long> SetKey)
    where T : VersionedFact;

/// <summary>Makes facts of rows. A row that cannot be a fact, which only a lowered severity lets through, is left out.</summary>
internal sealed class FactRows(string source, CodeBook codes, string companyCurrency)
{
    private readonly RowReader _reader = new();

    public FactSource<Sale> Sales => new(LoadSet.Sales, ReadSales,
        (p, s) => Keys(p, s).Add(s.ProductKey).Add(s.TerritoryKey).Add(s.ChannelKey).Add(s.AccountKey).Add(s.SalesRepKey)
            .Add(s.Quantity).Add(s.Revenue).Add(s.Cost).Add(s.CurrencyCode).Take(),
        (a, b) => (a.Quantity, a.Revenue, a.Cost) = (a.Quantity + b.Quantity, a.Revenue + b.Revenue, a.Cost + b.Cost),
        (s, key) => s.SaleKey = key);

    public FactSource<InventoryLevel> Inventory => new(LoadSet.Inventory, ReadInventory,
        (p, i) => Keys(p, i).Add(i.LocationKey).Add(i.ProductKey).Add(i.TerritoryKey).Add(i.OnHand).Take(),
        (a, b) => a.OnHand += b.OnHand, (i, key) => i.InventoryKey = key);

    public FactSource<Capacity> Capacities => new(LoadSet.Capacities, ReadCapacities,
        (p, c) => Keys(p, c).Add(c.LocationKey).Add(c.Resource).Add(c.TerritoryKey).Add(c.Available).Take(),
        (a, b) => a.Available += b.Available, (c, key) => c.CapacityKey = key);

    public FactSource<Opportunity> Opportunities => new(LoadSet.Opportunities, ReadOpportunities,
        (p, o) => Keys(p, o).Add(o.Code).Add(o.Name).Add(o.Stage).Add(o.Amount).Add(o.Probability).Add(o.CreateDateKey).Add(o.CloseDateKey)
            .Add(o.SalesRepKey).Add(o.AccountKey).Add(o.ProductKey).Add(o.TerritoryKey).Take(),
        (_, _) => throw new InvalidOperationException("Opportunities cannot be added up."), (o, key) => o.OpportunityKey = key);

    public FactSource<DriverValue> DriverValues => new(LoadSet.DriverValues, ReadDriverValues,
        (p, v) => Levels(Keys(p, v).Add(v.DriverKey).Add(v.ProductKey).Add(v.TerritoryKey).Add(v.ChannelKey).Add(v.EndDateKey).Add(v.Value), v).Take(),
        (_, _) => throw new InvalidOperationException("Values of drivers cannot be added up."), (v, key) => v.DriverValueKey = key);

    private IEnumerable<Sale> ReadSales(Wire.LoadChunk chunk)
    {
        foreach (var wire in chunk.Sales.Rows)
        {
            _reader.Start();
            var r = _reader.Read(wire, companyCurrency);
            if (_reader.Problems.Count > 0 || r.RowKey.Length == 0 || !NumberLimits.Holds(r.Quantity))
                continue;
            var sale = Dated(new Sale(), r.Date, LoadSet.Sales, WireRows.KeyOf(r));
            sale.ProductKey = codes.Resolve(LoadSet.Products, r.ProductCode);
            sale.ChannelKey = codes.Resolve(LoadSet.Channels, r.ChannelCode);
            sale.AccountKey = codes.Resolve(LoadSet.Accounts, r.AccountCode);
            sale.SalesRepKey = codes.Resolve(LoadSet.SalesReps, r.SalesRepCode);
            sale.TerritoryKey = TerritoryOf(codes.Resolve(LoadSet.Territories, r.TerritoryCode), sale.AccountKey, sale.SalesRepKey);
            (sale.Quantity, sale.Revenue, sale.Cost, sale.CurrencyCode) = (r.Quantity, r.Revenue, r.Cost ?? 0, r.CurrencyCode);
            yield return sale;
        }
    }

    /// <summary>The row's territory, else the account's, else that of the row's rep or of the account's owner, else Unknown.</summary>
    private int TerritoryOf(int given, int account, int rep)
    {
        if (given != Dimension.UnknownKey)
            return given;
        var (ofAccount, owner) = codes.Accounts.GetValueOrDefault(account);
        return ofAccount != Dimension.UnknownKey ? ofAccount : codes.RepTerritories.GetValueOrDefault(rep != Dimension.UnknownKey ? rep : owner);
    }

    private IEnumerable<InventoryLevel> ReadInventory(Wire.LoadChunk chunk)
    {
        foreach (var wire in chunk.Inventory.Rows)
        {
            _reader.Start();
            var r = _reader.Read(wire);
            if (_reader.Problems.Count > 0 || !NumberLimits.Holds(r.OnHand))
                continue;
            var level = Dated(new InventoryLevel(), r.Date, LoadSet.Inventory, WireRows.KeyOf(r));
            level.LocationKey = codes.Resolve(LoadSet.Locations, r.LocationCode);
            level.ProductKey = codes.Resolve(LoadSet.Products, r.ProductCode);
            level.TerritoryKey = codes.LocationTerritories.GetValueOrDefault(level.LocationKey);
            level.OnHand = r.OnHand;
            yield return level;
        }
    }

    private IEnumerable<Capacity> ReadCapacities(Wire.LoadChunk chunk)
    {
        foreach (var wire in chunk.Capacities.Rows)
        {
            _reader.Start();
            var r = _reader.Read(wire);
            if (_reader.Problems.Count > 0 || !NumberLimits.Holds(r.Available))
                continue;
            var capacity = Dated(new Capacity(), r.PeriodStart, LoadSet.Capacities, WireRows.KeyOf(r));
            capacity.LocationKey = codes.Resolve(LoadSet.Locations, r.LocationCode);
            capacity.TerritoryKey = codes.LocationTerritories.GetValueOrDefault(capacity.LocationKey);
            (capacity.Resource, capacity.Available) = (r.Resource, r.Available);
            yield return capacity;
        }
    }

    private IEnumerable<Opportunity> ReadOpportunities(Wire.LoadChunk chunk)
    {
        foreach (var wire in chunk.Opportunities.Rows)
        {
            _reader.Start();
            var r = _reader.Read(wire);
            if (_reader.Problems.Count > 0 || r.Code.Length == 0 || !double.IsFinite(r.Probability))
                continue;
            var deal = Dated(new Opportunity(), r.ExpectedCloseDate, LoadSet.Opportunities, WireRows.KeyOf(r));
            deal.AccountKey = codes.Resolve(LoadSet.Accounts, r.AccountCode);
            deal.ProductKey = codes.Resolve(LoadSet.Products, r.ProductCode);
            deal.SalesRepKey = codes.Resolve(LoadSet.SalesReps, r.SalesRepCode);
            deal.TerritoryKey = codes.RepTerritories.GetValueOrDefault(deal.SalesRepKey);
            (deal.Code, deal.Name, deal.Stage, deal.Amount, deal.Probability) = (r.Code, r.Name, r.Stage, r.Amount, r.Probability);
            (deal.CreateDateKey, deal.CloseDateKey) = (FiscalCalendar.DateKey(r.CreateDate), r.CloseDate is { } closed ? FiscalCalendar.DateKey(closed) : 0);
            yield return deal;
        }
    }

    private IEnumerable<DriverValue> ReadDriverValues(Wire.LoadChunk chunk)
    {
        foreach (var wire in chunk.DriverValues.Rows)
        {
            _reader.Start();
            var r = _reader.Read(wire);
            var driver = codes.Resolve(LoadSet.Drivers, r.DriverCode);
            if (_reader.Problems.Count > 0 || driver == Dimension.UnknownKey || !NumberLimits.Holds(r.Value))
                continue;
            // A code that a lowered severity lets through must not make a row hold for all.
            var (product, territory, channel) = (codes.Resolve(LoadSet.Products, r.ProductCode), codes.Resolve(LoadSet.Territories, r.TerritoryCode), codes.Resolve(LoadSet.Channels, r.ChannelCode));
            if (IsLost(product, r.ProductCode) || IsLost(territory, r.TerritoryCode) || IsLost(channel, r.ChannelCode))
                continue;
            var value = Dated(new DriverValue(), r.Date, LoadSet.DriverValues, WireRows.KeyOf(r));
            (value.DriverKey, value.ProductKey, value.TerritoryKey, value.ChannelKey) = (driver, product, territory, channel);
            (value.EndDateKey, value.Value) = (r.EndDate is { } end ? FiscalCalendar.DateKey(end) : 0, r.Value);
            (value.ProductLevel1, value.ProductLevel2, value.ProductLevel3) = (r.ProductLevel1, r.ProductLevel2, r.ProductLevel3);
            yield return value;
        }
    }

    private static bool IsLost(int key, string? code) => key == Dimension.UnknownKey && !string.IsNullOrEmpty(code);

    private T Dated<T>(T fact, DateOnly day, LoadSet set, string key)
        where T : VersionedFact
    {
        fact.DateKey = FiscalCalendar.DateKey(day);
        fact.PeriodStart = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        fact.RowKey = RowKey.Of(source, set, key).ToArray();
        return fact;
    }

    /// <summary>Rows without levels hash as they did before there were any.</summary>
    private static Payload Levels(Payload payload, DriverValue v) =>
        v.ProductLevel1.Length + v.ProductLevel2.Length + v.ProductLevel3.Length == 0 ? payload : payload.Add(v.ProductLevel1).Add(v.ProductLevel2).Add(v.ProductLevel3);

    private static Payload Keys(Payload payload, VersionedFact fact) => payload.Add(fact.DateKey);
}
