using System.Globalization;
using Google.Type;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Planning.Demo;

namespace PlanningEngine.Benchmarks;

/// <summary>What a forecast of the demo company needs, as a load brings it.</summary>
internal static class DemoRows
{
    private static readonly DateOnly End = new(2026, 2, 28);

    public static IReadOnlyList<LoadChunk> Chunks(int seed)
    {
        var company = DemoCompany.Generate(new DemoOptions { End = End, Seed = seed });
        return
        [
            new LoadChunk { Products = new ProductRows { Rows = { company.Products.Select(p => new ProductRow { Code = p.Code, Name = p.Name, Level1 = p.Level1, Level2 = p.Level2, EndDate = p.EndDate is { } end ? Day(end) : null }) } } },
            new LoadChunk { Territories = new TerritoryRows { Rows = { company.Territories.Select(t => new TerritoryRow { Code = t.Code, Name = t.Name, ParentCode = t.ParentCode ?? "" }) } } },
            new LoadChunk { Channels = new ChannelRows { Rows = { company.Channels.Select(c => new ChannelRow { Code = c.Code, Name = c.Name }) } } },
            new LoadChunk { Locations = new LocationRows { Rows = { company.Locations.Select(l => new LocationRow { Code = l.Code, Name = l.Name, Kind = l.Kind, TerritoryCode = l.TerritoryCode ?? "" }) } } },
            new LoadChunk { Inventory = new InventoryRows { Rows = { company.Inventory.Select(i => new InventoryRow { LocationCode = i.LocationCode, ProductCode = i.ProductCode, Date = Day(i.Date), OnHand = i.OnHand }) } } },
            .. GeneratedCompany.Chunks(company.Sales.Select(s => Sale(s.RowKey, s.Date, s.ProductCode, s.TerritoryCode ?? "", s.ChannelCode ?? "", s.Quantity))),
        ];
    }

    internal static SaleRow Sale(string key, DateOnly date, string product, string territory, string channel, double quantity) => new()
    {
        RowKey = key,
        Date = Day(date),
        ProductCode = product,
        TerritoryCode = territory,
        ChannelCode = channel,
        Quantity = quantity,
        Revenue = new Google.Type.Decimal { Value = Math.Round(quantity, 2).ToString("0.##", CultureInfo.InvariantCulture) },
        CurrencyCode = "EUR",
    };

    private static Date Day(DateOnly day) => new() { Year = day.Year, Month = day.Month, Day = day.Day };
}
