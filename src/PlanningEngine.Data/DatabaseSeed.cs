using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Data.Kpis;
using PlanningEngine.Data.Loads;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Runs;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data;

/// <summary>The members every database has. They are added where they are missing and never changed, in one transaction.</summary>
internal static class DatabaseSeed
{
    private static readonly DateTime UnknownDay = new(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static async Task WriteAsync(PlanningContext db, DateTime now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two servers may start on one SQL Server database; SQLite's transaction is exclusive by itself.
        if (db.Provider == DatabaseProvider.SqlServer)
            await db.Database.ExecuteSqlRawAsync(SeedLock, ct);
        foreach (var member in Members(now))
        {
            var key = db.Entry(member).Metadata.FindPrimaryKey()!.Properties[0].PropertyInfo!.GetValue(member);
            if (await db.FindAsync(member.GetType(), [key], ct) is null)
                db.Add(member);
        }

        await db.SaveChangesAsync(ct);
        await AddSequencesAsync(db, ct);
        await transaction.CommitAsync(ct);
    }

    internal const string SeedLock = """
        DECLARE @granted int;
        EXEC @granted = sp_getapplock @Resource = N'PlanningEngine.Seed', @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 60000;
        IF @granted < 0 THROW 50001, N'Another server has been preparing this database for a minute. Maybe start again.', 1;
        """;

    private static async Task AddSequencesAsync(PlanningContext db, CancellationToken ct)
    {
        var present = await db.KeySequences.Select(s => s.Name).ToHashSetAsync(StringComparer.Ordinal, ct);
        foreach (var entity in db.Model.GetEntityTypes().Where(KeySequences.HasSequence))
        {
            var table = entity.GetTableName()!;
            if (!present.Contains(table))
                db.Add(new KeySequence { Name = table, Next = await LargestKeyAsync(db, entity, ct) + 1 });
        }

        if (!present.Contains(KeySequence.Commits))
            db.Add(new KeySequence { Name = KeySequence.Commits, Next = 1 });
        await db.SaveChangesAsync(ct);
    }

    private static async Task<long> LargestKeyAsync(PlanningContext db, IEntityType entity, CancellationToken ct)
    {
        var column = entity.FindPrimaryKey()!.Properties[0].Name;
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = $"SELECT COALESCE(MAX(\"{column}\"), 0) FROM \"{entity.GetTableName()}\"";
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    private static IEnumerable<object> Members(DateTime now)
    {
        const string Unknown = Dimension.UnknownName;
        yield return new CalendarDate
        {
            Date = UnknownDay,
            WeekStart = UnknownDay,
            MonthStart = UnknownDay,
            DayName = Unknown,
            MonthName = Unknown,
        };
        yield return Blank<Product>(now, p => (p.Level1, p.Level2, p.Level3) = (Unknown, Unknown, Unknown));
        yield return Blank<Location>(now, l => l.Kind = Unknown);
        yield return Blank<Territory>(now, t => (t.Level1, t.Level2, t.Level3, t.IsLeaf) = (Unknown, Unknown, Unknown, true));
        yield return Blank<Channel>(now);
        yield return Blank<Account>(now);
        yield return Blank<SalesRep>(now, r => r.Role = Unknown);
        yield return Blank<Driver>(now);
        yield return Blank<Scenario>(now, s => (s.Status, s.CreatedAt) = ("Archived", now));
        yield return Blank<Plan>(now, p => (p.Status, p.CreatedAt) = ("Archived", now));
        yield return Blank<PlanVersion>(now, v => v.CreatedAt = now);
        yield return Blank<KpiDefinition>(now, k => k.Status = "Retired");
        yield return Blank<Model>(now, m => (m.Status, m.CreatedAt) = ("Retired", now));
        // Ended states, so that no worker and no commit ever takes them up.
        yield return new Run { Kind = "None", Status = RunStatus.Succeeded, CreatedAt = now, ModifiedAt = now };
        yield return new Load { Description = "No load", Status = LoadStatus.Abandoned, CreatedAt = now, ModifiedAt = now };

        yield return new Scenario
        {
            ScenarioKey = Scenario.BaseKey,
            Code = Scenario.BaseCode,
            Name = "Base",
            Description = "What is expected to happen",
            CreatedAt = now,
            ModifiedAt = now,
        };
        foreach (var (kind, code, name) in Plan.Defaults)
            yield return new Plan { PlanKey = (int)kind, Kind = kind, Code = code, Name = name, IsDefault = true, CreatedAt = now, ModifiedAt = now };
    }

    private static T Blank<T>(DateTime now, Action<T>? complete = null)
        where T : Dimension, new()
    {
        var member = new T { Code = Dimension.UnknownCode, Name = Dimension.UnknownName, ModifiedAt = now };
        complete?.Invoke(member);
        return member;
    }
}
