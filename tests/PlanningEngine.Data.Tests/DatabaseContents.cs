using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Runs;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data.Tests;

/// <summary>Looks at a whole database, whatever its tables are.</summary>
internal static class DatabaseContents
{
    /// <summary>Every row of every table as text, in key order.</summary>
    public static async Task<string> DumpAsync(TestDatabase database)
    {
        await using var db = database.Contexts.CreateDbContext();
        await db.Database.OpenConnectionAsync(TestDatabase.Ct);
        var lines = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Order(StringComparer.Ordinal))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\" ORDER BY 1";
            await using var reader = await command.ExecuteReaderAsync(TestDatabase.Ct);
            while (await reader.ReadAsync(TestDatabase.Ct))
                lines.Add(table + ": " + string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => Show(reader.GetValue(i)))));
        }

        return string.Join("\n", lines);
    }

    /// <summary>A value with the type it is stored as.</summary>
    private static string Show(object value) =>
        value.GetType().Name + " " + (value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture));

    public static async Task AssertCompleteAsync(TestDatabase database)
    {
        await using var db = database.Contexts.CreateDbContext();
        var ct = TestDatabase.Ct;
        foreach (var entity in db.Model.GetEntityTypes().Where(e => e.ClrType.IsSubclassOf(typeof(Dimension))))
        {
            var unknown = Assert.IsAssignableFrom<Dimension>(await db.FindAsync(entity.ClrType, [0], ct));
            Assert.Equal((Dimension.UnknownCode, Dimension.UnknownName), (unknown.Code, unknown.Name));
        }

        Assert.Equal(new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc), (await db.Dates.SingleAsync(d => d.DateKey == 0, ct)).Date);
        Assert.Equal(RunStatus.Succeeded, (await db.Runs.SingleAsync(ct)).Status);
        Assert.Equal(0, (await db.Loads.SingleAsync(ct)).LoadKey);
        Assert.Equal(Scenario.BaseCode, (await db.Scenarios.SingleAsync(s => s.ScenarioKey == Scenario.BaseKey, ct)).Code);
        var plans = await db.Plans.Where(p => p.IsDefault).OrderBy(p => p.PlanKey).ToListAsync(ct);
        Assert.Equal(Plan.Defaults.Select(d => ((int)d.Kind, d.Kind, d.Code)), plans.Select(p => (p.PlanKey, p.Kind, p.Code)));

        var next = await db.KeySequences.ToDictionaryAsync(s => s.Name, s => s.Next, ct);
        Assert.Equal(db.Model.GetEntityTypes().Count(KeySequences.HasSequence) + 1, next.Count);
        Assert.Equal((2, Plan.Defaults.Count + 1, 1, 1, 1), (next["Scenarios"], next["Plans"], next["Sales"], next["Runs"], next[KeySequence.Commits]));
    }
}
