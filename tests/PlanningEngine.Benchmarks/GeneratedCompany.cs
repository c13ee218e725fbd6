using System.Globalization;
using Google.Type;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Benchmarks;

/// <summary>A company of any size, the same for the same seed: products, territories, reps, stock, and sales with level, season and noise.</summary>
internal sealed class GeneratedCompany(int products, int territories, int seed = 1)
{
    /// <summary>Rows of a chunk: about 1 MB on the wire.</summary>
    public const int ChunkRows = 10_000;

    private const string Channel = "DIRECT";
    private static readonly DateOnly Start = new(2022, 1, 1);
    private static readonly double[] Weekdays = [0.2, 0.9, 0.9, 1, 1.1, 1.3, 1.6];

    /// <summary>Everything that sales point at, and the stock and capacity that an allocation divides.</summary>
    /// <param name="months">Months of sales that will be loaded: stock and capacity are of their end.</param>
    public IReadOnlyList<LoadChunk> ReferenceChunks(int months)
    {
        var end = Start.AddMonths(months);
        var productRows = new ProductRows();
        var inventory = new InventoryRows();
        for (var p = 0; p < products; p++)
        {
            productRows.Rows.Add(new ProductRow { Code = Product(p), Name = $"Product {p}", Level1 = $"Group {p % 5}", Level2 = $"Line {p % 20}", Unit = "pc", Price = Money(Price(p)), Cost = Money(Price(p) * 6 / 10) });
            inventory.Rows.Add(new InventoryRow { LocationCode = "WEST", ProductCode = Product(p), Date = Day(end.AddDays(-1)), OnHand = 100 * territories });
        }

        var territoryRows = new TerritoryRows { Rows = { new TerritoryRow { Code = "ALL", Name = "All" } } };
        var reps = new SalesRepRows { Rows = { new SalesRepRow { Code = "CHIEF", Name = "Chief", TerritoryCode = "ALL", HireDate = Day(Start), Role = "manager" } } };
        for (var t = 0; t < territories; t++)
        {
            territoryRows.Rows.Add(new TerritoryRow { Code = Territory(t), Name = $"Territory {t}", ParentCode = "ALL" });
            reps.Rows.Add(new SalesRepRow { Code = Rep(t), Name = $"Rep {t}", ManagerCode = "CHIEF", TerritoryCode = Territory(t), HireDate = Day(Start), Role = "rep" });
        }

        var capacities = new CapacityRows();
        for (var month = 0; month < 12; month++)
            capacities.Rows.Add(new CapacityRow { LocationCode = "WEST", Resource = "LINE", PeriodStart = Day(end.AddMonths(month)), Available = 50.0 * products * territories });
        return
        [
            new LoadChunk { Products = productRows },
            new LoadChunk { Territories = territoryRows },
            new LoadChunk { Channels = new ChannelRows { Rows = { new ChannelRow { Code = Channel, Name = "Direct" } } } },
            new LoadChunk { SalesReps = reps },
            new LoadChunk { Locations = new LocationRows { Rows = { new LocationRow { Code = "WEST", Name = "West", Kind = "plant" } } } },
            new LoadChunk { Inventory = inventory },
            new LoadChunk { Capacities = capacities },
        ];
    }

    /// <summary>Order lines on random days of the months, in random series.</summary>
    public IEnumerable<SaleRow> OrderLines(int count, int months, string keyPrefix = "L")
    {
        var random = new Random(seed);
        var days = Start.AddMonths(months).DayNumber - Start.DayNumber;
        for (var i = 0; i < count; i++)
            yield return Sale($"{keyPrefix}{i}", Start.AddDays(random.Next(days)), random.Next(products), random.Next(territories), random.Next(1, 21));
    }

    /// <summary>One row per product, territory and month, dated on the month's last day: series with level, trend, season and noise.</summary>
    public IEnumerable<SaleRow> MonthlySales(int months)
    {
        for (var p = 0; p < products; p++)
        {
            for (var t = 0; t < territories; t++)
            {
                var values = Series(p * territories + t, months);
                for (var m = 0; m < months; m++)
                    yield return Sale($"M{p}-{t}-{m}", Start.AddMonths(m + 1).AddDays(-1), p, t, (int)values[m]);
            }
        }
    }

    /// <summary>One row per product, territory and day on which anything was sold: a level, a season of the year, weekdays, few sales on Sundays, and noise.</summary>
    public IEnumerable<SaleRow> DailySales(int days)
    {
        for (var index = 0; index < products * territories; index++)
        {
            var random = new Random(seed * 1_000_003 + index);
            var (level, season, phase) = (1 + (20 * random.NextDouble()), 0.4 * random.NextDouble(), random.Next(365));
            for (var d = 0; d < days; d++)
            {
                var noise = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
                var quantity = (int)Math.Round(level * Weekdays[(int)Start.AddDays(d).DayOfWeek] * (1 + season * Math.Sin(2 * Math.PI * (d + phase) / 365.25)) * (1 + 0.5 * noise));
                if (quantity > 0)
                    yield return Sale($"D{index}-{d}", Start.AddDays(d), index / territories, index % territories, quantity);
            }
        }
    }

    /// <summary>One generated monthly series of whole numbers, at least 1.</summary>
    public double[] Series(int index, int months)
    {
        var random = new Random(seed * 1_000_003 + index);
        var (level, trend, season, phase) = (20 + 200 * random.NextDouble(), (random.NextDouble() - 0.4) / 100, 0.4 * random.NextDouble(), random.Next(12));
        var values = new double[months];
        for (var m = 0; m < months; m++)
        {
            var noise = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
            values[m] = Math.Max(1, Math.Round(level * (1 + trend * m) * (1 + season * Math.Sin(2 * Math.PI * (m + phase) / 12)) * (1 + 0.3 * noise)));
        }

        return values;
    }

    /// <summary>Sales as chunks of <see cref="ChunkRows"/> rows; the load numbers them.</summary>
    public static IEnumerable<LoadChunk> Chunks(IEnumerable<SaleRow> rows, int chunkRows = ChunkRows) =>
        rows.Chunk(chunkRows).Select(part => new LoadChunk { Sales = new SaleRows { Rows = { part } } });

    private static SaleRow Sale(string key, DateOnly day, int product, int territory, int quantity) => new()
    {
        RowKey = key,
        Date = Day(day),
        ProductCode = Product(product),
        TerritoryCode = Territory(territory),
        ChannelCode = Channel,
        SalesRepCode = Rep(territory),
        Quantity = quantity,
        Revenue = Money(Price(product) * quantity),
        Cost = Money(Price(product) * 6 / 10 * quantity),
        CurrencyCode = "EUR",
    };

    private static long Price(int product) => 500 + 137 * (product % 97);

    /// <summary>Code of a product.</summary>
    public static string Product(int index) => string.Create(CultureInfo.InvariantCulture, $"P{index:0000}");

    /// <summary>Code of a territory.</summary>
    public static string Territory(int index) => string.Create(CultureInfo.InvariantCulture, $"T{index:000}");

    private static string Rep(int index) => string.Create(CultureInfo.InvariantCulture, $"R{index:000}");

    private static Date Day(DateOnly day) => new() { Year = day.Year, Month = day.Month, Day = day.Day };

    private static Google.Type.Decimal Money(long cents) => new() { Value = string.Create(CultureInfo.InvariantCulture, $"{cents / 100}.{cents % 100:00}") };
}
