using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Tests.Writing;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data.Tests;

/// <summary>What the database itself holds, whatever the code above it does.</summary>
public sealed class UniqueIndexTests
{
    private static CancellationToken Ct => TestDatabase.Ct;

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task PlanVersions_SecondPublishedOfAPlanAndScenario_IsRefused(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await SaveAsync(database, Version(1, 1, PlanVersionStatus.Published), Version(2, 1, PlanVersionStatus.Superseded), Version(3, 1, PlanVersionStatus.Superseded));
        await SaveAsync(database, Version(4, 2, PlanVersionStatus.Published));
        await RefusedAsync(database, Version(5, 1, PlanVersionStatus.Published));

        await using var db = database.Contexts.CreateDbContext();
        await db.PlanVersions.Where(v => v.PlanVersionKey == 1).ExecuteUpdateAsync(s => s.SetProperty(v => v.Status, PlanVersionStatus.Superseded), Ct);
        await SaveAsync(database, Version(5, 1, PlanVersionStatus.Published));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Plans_SecondDefaultOfAKind_IsRefused(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await SaveAsync(database, Plan(10, isDefault: false), Plan(11, isDefault: false));
        await RefusedAsync(database, Plan(12, isDefault: true));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Sales_SecondCurrentRowOfARowKey_IsRefused(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Contexts.CreateDbContext();
        await BulkWriter.WriteAsync(db, BulkWriterTests.Sales(1), Ct);
        await Assert.ThrowsAnyAsync<Exception>(() => BulkWriter.WriteAsync(db, Again(2, VersionedFact.StillKnown), Ct));
        await BulkWriter.WriteAsync(db, Again(3, knownTo: 5), Ct);
        Assert.Equal([1, 3], await db.Sales.Select(s => s.SaleKey).Order().ToListAsync(Ct));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Products_Codes_AreUniqueByteByByte(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await SaveAsync(database, Product(1, "straße"), Product(2, "STRASSE"), Product(3, "strasse"), Product(4, "e\u0301"), Product(5, "é"));
        await RefusedAsync(database, Product(6, "straße"));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Products_ChangedByTwo_TheLaterOneIsToldSo(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await SaveAsync(database, Product(1, "A"));
        await using var one = database.Contexts.CreateDbContext();
        await using var two = database.Contexts.CreateDbContext();
        var (mine, theirs) = (await one.Products.SingleAsync(p => p.ProductKey == 1, Ct), await two.Products.SingleAsync(p => p.ProductKey == 1, Ct));
        (mine.Name, mine.Version) = ("Mine", 2);
        (theirs.Name, theirs.Version) = ("Theirs", 2);
        await one.SaveChangesAsync(Ct);

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => two.SaveChangesAsync(Ct));
    }

    private static IEnumerable<Sale> Again(long key, int knownTo)
    {
        var sale = BulkWriterTests.Sales(1).Single();
        (sale.SaleKey, sale.KnownTo) = (key, knownTo);
        return [sale];
    }

    private static Product Product(int key, string code) => new() { ProductKey = key, Code = code, ModifiedAt = TestDatabase.Start.UtcDateTime };

    private static Plan Plan(int key, bool isDefault) => new()
    {
        PlanKey = key,
        Code = $"PLAN{key}",
        Kind = PlanKind.Sales,
        IsDefault = isDefault,
        CreatedAt = TestDatabase.Start.UtcDateTime,
        ModifiedAt = TestDatabase.Start.UtcDateTime,
    };

    private static PlanVersion Version(int key, int scenario, PlanVersionStatus status) => new()
    {
        PlanVersionKey = key,
        Code = $"V{key}",
        PlanKey = 1,
        ScenarioKey = scenario,
        Number = key,
        Status = status,
        CreatedAt = TestDatabase.Start.UtcDateTime,
        ModifiedAt = TestDatabase.Start.UtcDateTime,
    };

    private static async Task SaveAsync(TestDatabase database, params object[] rows)
    {
        await using var db = database.Contexts.CreateDbContext();
        db.AddRange(rows);
        await db.SaveChangesAsync(Ct);
    }

    private static async Task RefusedAsync(TestDatabase database, object row) =>
        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(database, row));
}
