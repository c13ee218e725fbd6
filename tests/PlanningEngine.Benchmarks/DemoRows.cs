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
            new LoadChunk { Products = new ProductRows { Rows = { company.Products.Select(Product) } } },
            new LoadChunk { Territories = new TerritoryRows { Rows = { company.Territories.Select(t => new TerritoryRow { Code = t.Code, Name = t.Name, ParentCode = t.ParentCode ?? "" }) } } },
            new LoadChunk { Channels = new ChannelRows { Rows = { company.Channels.Select(c => new ChannelRow { Code = c.Code, Name = c.Name }) } } },
            new LoadChunk { Locations = new LocationRows { Rows = { company.Locations.Select(l => new LocationRow { Code = l.Code, Name = l.Name, Kind = l.Kind, TerritoryCode = l.TerritoryCode ?? "" }) } } },
            new LoadChunk { Inventory = new InventoryRows { Rows = { company.Inventory.Select(i => new InventoryRow { LocationCode = i.LocationCode, ProductCode = i.ProductCode, Date = Day(i.Date), OnHand = i.OnHand }) } } },
            .. GeneratedCompany.Chunks(company.Sales.Select(s => Sale(s.RowKey, s.Date, s.ProductCode, s.TerritoryCode ?? "", s.ChannelCode ?? "", s.Quantity))),
        ];
    }

    private static ProductRow Product(Planning.Input.ProductRow of)
    {
        var row = new ProductRow
        {
            Code = of.Code,
            Name = of.Name,
            Level1 = of.Level1,
            Level2 = of.Level2,
            LaunchDate = of.LaunchDate is { } launch ? Day(launch) : null,
            EndDate = of.EndDate is { } end ? Day(end) : null,
            PredecessorCode = of.PredecessorCode ?? "",
        };
        if (of.PredecessorShare is { } share)
            row.PredecessorShare = share;
        return row;
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
