using System.Globalization;
using Google.Type;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Tests.Loads;

/// <summary>Rows and chunks for tests.</summary>
internal static class Some
{
    public static IEnumerable<LoadChunk> Numbered(IEnumerable<LoadChunk> chunks) => chunks.Select((c, i) =>
    {
        c.Number = i;
        return c;
    });

    /// <summary>Two regions with leaves, a rep, an account, a channel, two products, a place.</summary>
    public static LoadChunk[] Masters() =>
    [
        Chunk(new TerritoryRow { Code = "W", Name = "World" }, new TerritoryRow { Code = "N", Name = "North", ParentCode = "W" },
            new TerritoryRow { Code = "S", Name = "South", ParentCode = "W" }, new TerritoryRow { Code = "N1", Name = "Nordküste, außen", ParentCode = "N" }),
        new() { SalesReps = new SalesRepRows { Rows = { new SalesRepRow { Code = "boss", TerritoryCode = "W" }, new SalesRepRow { Code = "ann", ManagerCode = "boss", TerritoryCode = "S" } } } },
        new() { Channels = new ChannelRows { Rows = { new ChannelRow { Code = "web" } } } },
        Chunk(new ProductRow { Code = "p1", Name = "Zelt \"Ålesund\", grün", Price = Money(10.5m) }, new ProductRow { Code = "p2" }),
        new() { Accounts = new AccountRows { Rows = { new AccountRow { Code = "a1", TerritoryCode = "N1", SalesRepCode = "ann" }, new AccountRow { Code = "a2", SalesRepCode = "ann" } } } },
        new() { Locations = new LocationRows { Rows = { new LocationRow { Code = "wh", Kind = "Warehouse", TerritoryCode = "N" } } } },
    ];

    public static SaleRow Sale(string key, double quantity = 1, decimal revenue = 10, string product = "p1") => new()
    {
        RowKey = key,
        Date = Day(2025, 3, 15),
        ProductCode = product,
        Quantity = quantity,
        Revenue = Money(revenue),
        ChannelCode = "web",
    };

    public static LoadChunk Chunk(params SaleRow[] rows) => new() { Sales = new SaleRows { Rows = { rows } } };

    public static LoadChunk Chunk(params TerritoryRow[] rows) => new() { Territories = new TerritoryRows { Rows = { rows } } };

    public static LoadChunk Chunk(params ProductRow[] rows) => new() { Products = new ProductRows { Rows = { rows } } };

    public static LoadChunk Chunk(params QuotaRow[] rows) => new() { Quotas = new QuotaRows { Rows = { rows } } };

    public static QuotaRow Quota(string rep, int month, decimal amount) => new() { SalesRepCode = rep, PeriodStart = Day(2026, month, 1), Amount = Money(amount) };

    public static Date Day(int year, int month, int day) => new() { Year = year, Month = month, Day = day };

    public static Google.Type.Decimal Money(decimal amount) => new() { Value = amount.ToString(CultureInfo.InvariantCulture) };
}
