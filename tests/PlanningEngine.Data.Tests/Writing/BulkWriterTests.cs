using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data.Tests.Writing;

public sealed class BulkWriterTests
{
    private static CancellationToken Ct => TestDatabase.Ct;

    /// <summary>Bulk rows read back through EF are the rows written, and lie in the tables as EF itself would have put them.</summary>
    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Write_EveryEntityType_EqualsWhatEfReadsAndWrites(DatabaseProvider provider)
    {
        await using var bulk = TestDatabase.Empty(provider);
        await using var tracked = TestDatabase.Empty(provider);
        await MigrateOnlyAsync(bulk);
        await MigrateOnlyAsync(tracked);
        await using var db = bulk.Contexts.CreateDbContext();
        var entities = db.Model.GetEntityTypes().ToList();
        Assert.True(entities.Count >= 36, $"Only {entities.Count} entity types.");
        foreach (var entity in entities)
        {
            var compare = typeof(BulkWriterTests).GetMethod(nameof(CompareAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
            await (Task)compare.MakeGenericMethod(entity.ClrType).Invoke(null, [bulk, tracked])!;
        }

        Assert.Equal(await DatabaseContents.DumpAsync(tracked), await DatabaseContents.DumpAsync(bulk));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Write_InTransaction_SharesItsFate(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Contexts.CreateDbContext();
        await using (await db.Database.BeginTransactionAsync(Ct))
        {
            Assert.Equal(1000, await BulkWriter.WriteAsync(db, Sales(1000), Ct));
            Assert.Equal(1000, await db.Sales.CountAsync(Ct));
        }

        Assert.Equal(0, await db.Sales.CountAsync(Ct));
        Assert.Equal(0, await BulkWriter.WriteAsync(db, Sales(0), Ct));
        Assert.Equal(1000, await BulkWriter.WriteAsync(db, Sales(1000), Ct));
        Assert.Null(db.Database.CurrentTransaction);
        Assert.Equal((1000, 500.5), (await db.Sales.CountAsync(Ct), await db.Sales.AverageAsync(s => s.Quantity, Ct)));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Write_Cancelled_LeavesNothing(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Contexts.CreateDbContext();
        using var stop = new CancellationTokenSource();
        var rows = Sales(100_000).Select((sale, i) =>
        {
            if (i == 5_000)
                stop.Cancel();
            return sale;
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BulkWriter.WriteAsync(db, rows, stop.Token));

        Assert.Equal(0, await db.Sales.CountAsync(Ct));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Write_BeyondAColumnsLimits_IsRefusedNamingTheColumn(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Contexts.CreateDbContext();
        foreach (var (column, spoil) in new (string, Action<Sale>)[]
        {
            ("Sale.Quantity", s => s.Quantity = double.NaN), ("Sale.Quantity", s => s.Quantity = double.PositiveInfinity),
            ("Sale.CurrencyCode", s => s.CurrencyCode = "EURO".PadRight(30)), ("Sale.RowKey", s => s.RowKey = []),
        })
        {
            var sale = Sales(1).Single();
            spoil(sale);
            var problem = await Assert.ThrowsAnyAsync<Exception>(() => BulkWriter.WriteAsync(db, [sale], Ct));
            Assert.Contains(column, problem.ToString(), StringComparison.Ordinal);
            db.Add(sale);
            Assert.Contains(column, (await Assert.ThrowsAsync<ArgumentException>(() => db.SaveChangesAsync(Ct))).Message, StringComparison.Ordinal);
            db.ChangeTracker.Clear();
        }

        Assert.Equal(0, await db.Sales.CountAsync(Ct));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Write_MoneyWithMoreDecimals_IsRoundedAlikeByBothWays(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Contexts.CreateDbContext();
        await BulkWriter.WriteAsync(db, [new Product { ProductKey = 1, Code = "A", Price = 0.00005m, Cost = -1.23445m, ModifiedAt = TestDatabase.Start.UtcDateTime }], Ct);
        db.Add(new Product { ProductKey = 2, Code = "B", Price = 0.00005m, Cost = -1.23445m, ModifiedAt = TestDatabase.Start.UtcDateTime });
        await db.SaveChangesAsync(Ct);

        var stored = await db.Products.AsNoTracking().Where(p => p.ProductKey > 0).Select(p => new { p.Price, p.Cost }).ToListAsync(Ct);

        Assert.All(stored, p => Assert.Equal((0.0001m, -1.2345m), (p.Price, p.Cost)));
        Assert.Equal(2, stored.Count);
    }

    internal static IEnumerable<Sale> Sales(int count, int from = 1) => Enumerable.Range(from, count).Select(i => new Sale
    {
        SaleKey = i,
        DateKey = 20260301,
        PeriodStart = TestDatabase.Start.UtcDateTime,
        ModifiedAt = TestDatabase.Start.UtcDateTime,
        LoadKey = 1,
        RowKey = [.. BitConverter.GetBytes((long)i), .. new byte[8]],
        KnownFrom = 1,
        Quantity = i,
        Revenue = i / 4m,
        CurrencyCode = "EUR",
    });

    private static async Task CompareAsync<T>(TestDatabase bulk, TestDatabase tracked)
        where T : class, new()
    {
        await using var db = bulk.Contexts.CreateDbContext();
        var entity = db.Model.FindEntityType(typeof(T))!;
        var rows = SampleRows.Make<T>(entity, 5);
        Assert.Equal(5, await BulkWriter.WriteAsync(db, rows, Ct));
        var keys = entity.FindPrimaryKey()!.Properties.Select(p => p.PropertyInfo!).ToList();
        string Key(T row) => string.Join('|', keys.Select(k => k.GetValue(row)));
        var read = (await db.Set<T>().AsNoTracking().ToListAsync(Ct)).ToDictionary(Key);
        Assert.Equal(5, read.Count);
        Assert.All(rows, row => Assert.Equal(SampleRows.Values(entity, row), SampleRows.Values(entity, read[Key(row)])));

        await using var other = tracked.Contexts.CreateDbContext();
        other.AddRange(rows);
        await other.SaveChangesAsync(Ct);
    }

    private static async Task MigrateOnlyAsync(TestDatabase database)
    {
        database.Lock.Acquire();
        await using var db = database.Contexts.CreateDbContext();
        await db.Database.MigrateAsync(Ct);
    }
}
