using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Plans;

namespace PlanningEngine.Data.Tests;

public sealed class DatabaseInitializerTests
{
    private static CancellationToken Ct => TestDatabase.Ct;

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Migrate_EmptyDatabase_HasUnknownMembersBaseScenarioPlansAndSequences(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await DatabaseContents.AssertCompleteAsync(database);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Initialize_Twice_ChangesNothing(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Contexts.CreateDbContext())
        {
            var unknown = await db.Products.SingleAsync(Ct);
            unknown.Name = "Renamed by the company";
            await db.SaveChangesAsync(Ct);
            await db.KeySequences.Where(s => s.Name == "Sales").ExecuteUpdateAsync(s => s.SetProperty(x => x.Next, 77), Ct);
        }

        var before = await DatabaseContents.DumpAsync(database);
        database.Time.Advance(TimeSpan.FromDays(1));
        await database.Initializer.InitializeAsync(Ct);

        Assert.Equal(before, await DatabaseContents.DumpAsync(database));
        Assert.Contains("Renamed by the company", before, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Initialize_MigrationsPendingAndNotAllowed_SaysHowToMigrate(DatabaseProvider provider)
    {
        await using var database = TestDatabase.Empty(provider);
        database.Options.MigrateOnStartup = false;

        var problem = await Assert.ThrowsAsync<SchemaMismatchException>(() => database.Initializer.InitializeAsync(Ct));

        Assert.Contains("planctl db migrate", problem.Message, StringComparison.Ordinal);
        await database.Initializer.MigrateAsync(Ct);
        await database.Initializer.InitializeAsync(Ct);
        await DatabaseContents.AssertCompleteAsync(database);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Initialize_DatabaseOfANewerProgram_IsRefused(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = database.Contexts.CreateDbContext())
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Future', '99.0.0')", Ct);

        var problem = await Assert.ThrowsAsync<SchemaMismatchException>(() => database.Initializer.MigrateAsync(Ct));

        Assert.Contains("99990101000000_Future", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initialize_SqliteFile_LogsAheadAndSyncsFully()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = database.Contexts.CreateDbContext();

        Assert.Equal("wal", await PragmaAsync(db, "journal_mode"));
        Assert.Equal("2", await PragmaAsync(db, "synchronous"));
        Assert.Equal("30000", await PragmaAsync(db, "busy_timeout"));
    }

    [Fact]
    public async Task Sqlite_TextFunctions_KnowAccentsAndTellCasesApart()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var db = database.Contexts.CreateDbContext();
        db.Add(new Channel { ChannelKey = 1, Code = "É", Name = "Évasion, Ölwärme" });
        await db.SaveChangesAsync(Ct);

        Assert.Equal("évasion, ölwärme|ÉVASION, ÖLWÄRME",
            await db.Database.SqlQueryRaw<string>("SELECT planning_lower(Name) || '|' || planning_upper(Name) AS Value FROM Channels WHERE ChannelKey = 1").SingleAsync(Ct));
        // EF translates its own lower-casing to the plain name.
        Assert.Equal(1, await db.Channels.FromSqlRaw("SELECT * FROM Channels WHERE lower(Name) = 'évasion, ölwärme'").CountAsync(Ct));
        Assert.Equal(0, await db.Channels.CountAsync(c => c.Name.StartsWith("évasion") || EF.Functions.Like(c.Name, "%ÖLWÄRME") || EF.Functions.Like(c.Name, "éVASION%"), Ct));
    }

    [Fact]
    public void PlanDefaults_Keys_AreTheKindsNumbers() =>
        Assert.Equal(["1 DEMAND", "2 QUOTA", "3 SALES", "4 SUPPLY", "5 KPI", "6 TERRITORY", "7 HEADCOUNT", "8 BUDGET", "9 INVENTORY"], Plan.Defaults.Select(p => $"{(int)p.Kind} {p.Code}"));

    private static async Task<string> PragmaAsync(PlanningContext db, string name)
    {
        await db.Database.OpenConnectionAsync(Ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {name}";
        return (await command.ExecuteScalarAsync(Ct))!.ToString()!;
    }
}
