using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Runs;
using PlanningEngine.Data.Tests.Writing;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data.Tests;

public sealed class PublicationTests
{
    private static CancellationToken Ct => TestDatabase.Ct;

    private static DateTime Now => TestDatabase.Start.UtcDateTime;

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Capture_EmptyDatabase_IsCommitZeroWithoutVersions(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Contexts.CreateDbContext();

        var snapshot = await ReportingSnapshot.CaptureAsync(db, Ct);

        Assert.Equal(0, snapshot.LastCommit);
        Assert.Empty(snapshot.PublishedVersions);
        Assert.Equal(0, snapshot.VersionOf(PlanKind.Demand));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Capture_OtherPlansScenariosAndStates_ShowsOnlyPublishedDefaultsInBase(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Contexts.CreateDbContext();
        db.Add(new Plan { PlanKey = 10, Code = "OTHER", Kind = PlanKind.Demand, CreatedAt = Now, ModifiedAt = Now });
        db.AddRange(
            Version(1, plan: 1, PlanVersionStatus.Superseded), Version(2, plan: 1, PlanVersionStatus.Published), Version(3, plan: 1, PlanVersionStatus.Draft),
            Version(4, plan: 1, PlanVersionStatus.Published, scenario: 7), Version(5, plan: 10, PlanVersionStatus.Published), Version(6, plan: 5, PlanVersionStatus.Published));
        await db.SaveChangesAsync(Ct);
        await using (var transaction = await db.Database.BeginTransactionAsync(Ct))
        {
            await KeySequences.ReserveAsync(db, KeySequence.Commits, 41, Ct);
            await transaction.CommitAsync(Ct);
        }

        var snapshot = await ReportingSnapshot.CaptureAsync(db, Ct);

        Assert.Equal(41, snapshot.LastCommit);
        Assert.Equal(new() { [PlanKind.Demand] = 2, [PlanKind.Kpi] = 6 }, snapshot.PublishedVersions.ToDictionary());
        Assert.Equal([2, 6], await db.PublishedDefaults().Select(v => v.PlanVersionKey).Order().ToListAsync(Ct));
    }

    [Theory]
    [MemberData(nameof(TestDatabase.Providers), MemberType = typeof(TestDatabase))]
    public async Task Purge_OldRuns_LosesSupersededFactsAndCheckpointsOnly(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = database.Contexts.CreateDbContext();
        // Run 1's result is still published in a scenario, run 2's superseded, run 3's recalled, run 4's is the one shown; run 5 is at work.
        db.AddRange(Run(1), Run(2), Run(3), Run(4), Run(5, RunStatus.Running), Run(6, kind: "Kpis"));
        db.AddRange(
            Version(1, plan: 1, PlanVersionStatus.Published, scenario: 7), Version(2, plan: 1, PlanVersionStatus.Superseded),
            Version(3, plan: 1, PlanVersionStatus.Recalled), Version(4, plan: 1, PlanVersionStatus.Published), Version(6, plan: 5, PlanVersionStatus.Superseded));
        db.AddRange(Enumerable.Range(1, 6).Select(run => new RunCheckpoint { RunKey = run, Stage = "fit", Content = [1], CreatedAt = Now }));
        await db.SaveChangesAsync(Ct);
        await BulkWriter.WriteAsync(db, Enumerable.Range(1, 4).SelectMany(v => Enumerable.Range(0, 25).Select(i => new Forecast
        {
            ForecastKey = v * 100 + i,
            PlanVersionKey = v,
            RunKey = v,
            ScenarioKey = 1,
            PeriodStart = Now,
            ModifiedAt = Now,
        })), Ct);

        var retention = new RunRetention(database.Contexts, database.Gate, database.Time);
        var result = await retention.PurgeAsync(keepLast: 1, Ct);

        Assert.Equal(new PurgeResult(Runs: 3, Versions: 2, Rows: 50, Checkpoints: 3), result);
        Assert.Equal([1, 4], await db.Forecasts.Select(f => f.PlanVersionKey).Distinct().Order().ToListAsync(Ct));
        Assert.Equal([4, 5, 6], await db.RunCheckpoints.Select(c => c.RunKey).Order().ToListAsync(Ct));
        Assert.Equal([2, 3], await db.PlanVersions.Where(v => v.Status == PlanVersionStatus.Recalled).Select(v => v.PlanVersionKey).Order().ToListAsync(Ct));
        Assert.Equal((7, 6), (await db.Runs.CountAsync(Ct), await db.PlanVersions.CountAsync(Ct)));
        Assert.Equal(new PurgeResult(3, 0, 0, 0), await retention.PurgeAsync(keepLast: 1, Ct));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => retention.PurgeAsync(-1, Ct));
    }

    [Fact]
    public async Task Copy_WhileRowsAreWritten_IsACompleteDatabaseInOneFile()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseProvider.Sqlite);
        await using var writer = database.Contexts.CreateDbContext();
        await BulkWriter.WriteAsync(writer, BulkWriterTests.Sales(5000), Ct);
        var committed = await DatabaseContents.DumpAsync(database);
        var target = Path.Combine(Path.GetDirectoryName(database.Options.SqliteFile)!, "backups", "copy.db");
        var backup = new DatabaseBackup(database.Wrapped, database.Contexts);
        await using (await writer.Database.BeginTransactionAsync(Ct))
        {
            await BulkWriter.WriteAsync(writer, BulkWriterTests.Sales(5000, from: 5001), Ct);
            Assert.Equal(target, await backup.CopyAsync(target, Ct));
        }

        Assert.Equal([target], Directory.GetFiles(Path.GetDirectoryName(target)!));
        await using var restored = TestDatabase.At(target);
        await restored.Initializer.InitializeAsync(Ct);
        Assert.Equal(committed, await DatabaseContents.DumpAsync(restored));
        await Assert.ThrowsAsync<IOException>(() => backup.CopyAsync(target, Ct));
    }

    private static Run Run(int key, RunStatus status = RunStatus.Succeeded, string kind = "Forecast") => new() { RunKey = key, Kind = kind, Status = status, CreatedAt = Now, ModifiedAt = Now };

    private static PlanVersion Version(int key, int plan, PlanVersionStatus status, int scenario = Scenario.BaseKey) => new()
    {
        PlanVersionKey = key,
        Code = $"V{key}",
        PlanKey = plan,
        ScenarioKey = scenario,
        Number = key,
        Status = status,
        RunKey = key,
        CreatedAt = Now,
        ModifiedAt = Now,
    };
}
