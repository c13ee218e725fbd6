using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using PlanningEngine.Data.Drivers;

namespace PlanningEngine.Data.Tests;

public sealed class DriverLevelsMigrationTests
{
    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Down_ValuesOfALevel_GoWithTheirLevels(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Contexts.CreateDbContext();
        db.AddRange(Value(1), Value(2, level1: "Tents"), Value(3, level2: "Peak"), Value(4, level3: "Gas"));
        await db.SaveChangesAsync(TestDatabase.Ct);

        await db.GetService<IMigrator>().MigrateAsync(Before(db), TestDatabase.Ct);

        Assert.Equal([1L], await db.DriverValues.Select(v => v.DriverValueKey).ToListAsync(TestDatabase.Ct));
    }

    [Fact]
    public void Down_OnSqlServer_DeletesBeforeItDrops()
    {
        using var db = new PlanningContextFactory(new DatabaseOptions { Provider = DatabaseProvider.SqlServer, ConnectionString = "Server=none;Database=Planning" }, []).CreateDbContext();
        var script = db.GetService<IMigrator>().GenerateScript(db.Database.GetMigrations().Single(IsLevels), Before(db));
        SqlServerScriptTests.Parse(script);
        var deleted = script.IndexOf("DELETE FROM [DriverValues] WHERE [ProductLevel1] <> '' OR [ProductLevel2] <> '' OR [ProductLevel3] <> ''", StringComparison.Ordinal);
        Assert.InRange(deleted, 0, script.IndexOf("DROP COLUMN", StringComparison.Ordinal));
    }

    private static bool IsLevels(string migration) => migration.EndsWith("_DriverLevels", StringComparison.Ordinal);

    private static string Before(PlanningContext db) => db.Database.GetMigrations().TakeWhile(m => !IsLevels(m)).Last();

    private static DriverValue Value(long key, string level1 = "", string level2 = "", string level3 = "") => new()
    {
        DriverValueKey = key,
        RowKey = [(byte)key, .. new byte[15]],
        ProductLevel1 = level1,
        ProductLevel2 = level2,
        ProductLevel3 = level3,
        KnownFrom = 1,
        PeriodStart = TestDatabase.Start.UtcDateTime,
        ModifiedAt = TestDatabase.Start.UtcDateTime,
    };
}
