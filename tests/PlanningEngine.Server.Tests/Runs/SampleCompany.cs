using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Server.Tests.Runs;

/// <summary>Five products, one root with three leaf territories, two channels, 36 months to February 2026: 30 series, of which product 4 in territory 4 is dead (2 series) and product 5 is discontinued (6 series). Promotions of product 1 and a price of all are known ahead.</summary>
internal static class SampleCompany
{
    public const int LiveSeries = 24;
    public const int DeadSeries = 2;
    public const int Months = 36;

    /// <summary>Start of a day (UTC).</summary>
    public static DateTime Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);

    public static async Task WriteAsync(IServiceProvider services, CancellationToken ct)
    {
        await using var db = services.GetRequiredService<IDbContextFactory<PlanningContext>>().CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        for (var p = 1; p <= 5; p++)
            db.Products.Add(new Product { ProductKey = p, Code = $"SKU-{p}", Name = $"Product {p}", Level1 = p < 3 ? "Tents" : "Packs", EndDate = p == 5 ? Day(2025, 12, 31) : null });
        db.Territories.Add(new Territory { TerritoryKey = 1, Code = "ALL", Name = "All", PreorderFirst = 1, PreorderLast = 4 });
        for (var t = 2; t <= 4; t++)
            db.Territories.Add(new Territory { TerritoryKey = t, Code = $"T{t}", Name = $"T{t}", ParentTerritoryKey = 1, PreorderFirst = t, PreorderLast = t, IsLeaf = true });
        for (var c = 1; c <= 2; c++)
            db.Channels.Add(new Channel { ChannelKey = c, Code = $"C{c}", Name = $"C{c}" });
        db.Drivers.AddRange(
            new Driver { DriverKey = 1, Code = "promotion", Name = "Promotion" }, new Driver { DriverKey = 2, Code = "price", Name = "Price", Form = DriverForm.Logarithmic, Default = DriverDefault.LastKnown });
        db.DriverValues.AddRange(
            Value(1, 1, Day(2024, 6, 1), Day(2024, 6, 30), 0.2, product: 1), Value(2, 1, Day(2025, 3, 10), Day(2025, 3, 24), 0.3, product: 1), Value(3, 1, Day(2026, 5, 1), Day(2026, 5, 31), 0.2, product: 1, territory: 1),
            Value(4, 2, Day(2023, 1, 1), null, 10), Value(5, 2, Day(2025, 1, 1), null, 11), Value(6, 2, Day(2026, 4, 1), null, 12));
        await db.SaveChangesAsync(ct);
        var sales = Sales().ToList();
        await KeySequences.ReserveAsync(db, "Sales", sales.Count, ct);
        await KeySequences.ReserveAsync(db, KeySequence.Commits, 1, ct);
        await BulkWriter.WriteAsync(db, sales, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>A value of a driver.</summary>
    public static DriverValue Value(int key, int driver, DateTime from, DateTime? until, double value, int product = 0, int territory = 0, int channel = 0, int knownFrom = 1)
    {
        var rowKey = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(rowKey, key);
        return new DriverValue
        {
            DriverValueKey = key,
            RowKey = rowKey,
            KnownFrom = knownFrom,
            DriverKey = driver,
            ProductKey = product,
            TerritoryKey = territory,
            ChannelKey = channel,
            DateKey = DateKey(from),
            PeriodStart = from,
            ModifiedAt = from,
            EndDateKey = until is { } end ? DateKey(end) : 0,
            Value = value,
        };
    }

    private static int DateKey(DateTime day) => (day.Year * 10_000) + (day.Month * 100) + day.Day;

    private static IEnumerable<Sale> Sales()
    {
        var random = new Random(11);
        var key = 0L;
        for (var month = 0; month < Months; month++)
            for (var product = 1; product <= 5; product++)
                for (var territory = 2; territory <= 4; territory++)
                    for (var channel = 1; channel <= 2; channel++)
                    {
                        var noise = random.NextDouble();
                        var (isDead, isOver) = (product == 4 && territory == 4 && month > 8, product == 5 && month > 33);
                        var isSparse = product == 3 && noise < 0.6;
                        if (isDead || isOver || isSparse)
                            continue;
                        var start = Day(2023, 3, 1).AddMonths(month);
                        var season = 1 + (0.4 * Math.Sin(2 * Math.PI * month / 12));
                        var rowKey = new byte[16];
                        BinaryPrimitives.WriteInt64BigEndian(rowKey, ++key);
                        yield return new Sale
                        {
                            SaleKey = key,
                            RowKey = rowKey,
                            PayloadHash = key,
                            KnownFrom = 1,
                            LoadKey = 0,
                            CurrencyCode = "EUR",
                            ProductKey = product,
                            TerritoryKey = territory,
                            ChannelKey = channel,
                            DateKey = (start.Year * 10_000) + (start.Month * 100) + 15,
                            PeriodStart = start.AddDays(14),
                            ModifiedAt = start,
                            Quantity = Math.Round(((20 * product) + (10 * territory) + month) * season * (0.8 + (0.4 * noise))),
                            Revenue = 10 * product,
                        };
                    }
    }
}
