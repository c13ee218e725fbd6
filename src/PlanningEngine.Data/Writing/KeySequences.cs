using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Forecasts;

namespace PlanningEngine.Data.Writing;

/// <summary>Hands out keys and commit numbers. A number is taken in the transaction that uses it: rolled back together, so without gaps.</summary>
/// <remarks>On SQL Server the reservation locks its sequence until the transaction ends, which puts the writers of one table in order.</remarks>
public static class KeySequences
{
    internal const string SqliteReserve = """
        INSERT INTO "KeySequences" ("Name", "Next") VALUES (@name, 1 + @count)
        ON CONFLICT ("Name") DO UPDATE SET "Next" = "Next" + @count
        RETURNING "Next" - @count;
        """;

    internal const string SqlServerReserve = """
        MERGE [KeySequences] WITH (HOLDLOCK) AS [s]
        USING (SELECT @name AS [Name]) AS [wanted] ON [s].[Name] = [wanted].[Name]
        WHEN MATCHED THEN UPDATE SET [Next] = [s].[Next] + @count
        WHEN NOT MATCHED THEN INSERT ([Name], [Next]) VALUES (@name, 1 + @count)
        OUTPUT inserted.[Next] - @count;
        """;

    /// <summary>Reserves consecutive numbers.</summary>
    /// <param name="db">A context with a running transaction.</param>
    /// <param name="name">A table's name, such as Sales, or <see cref="KeySequence.Commits"/>.</param>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="ct">Cancels the wait for the database.</param>
    /// <returns>The first of the reserved numbers, at least 1; with count 0 the next free one.</returns>
    /// <exception cref="InvalidOperationException">The context has no transaction.</exception>
    /// <exception cref="ArgumentException">There is no such sequence, or the count is negative.</exception>
    public static async Task<long> ReserveAsync(PlanningContext db, string name, long count, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (name != KeySequence.Commits && !db.Model.GetEntityTypes().Any(e => e.GetTableName() == name && HasSequence(e)))
            throw new ArgumentException($"There is no key sequence ({name}). Maybe use the table's name, such as Sales.", nameof(name));
        var transaction = db.Database.CurrentTransaction
            ?? throw new InvalidOperationException("Keys are reserved in the transaction that uses them. Maybe begin one first.");

        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        command.CommandText = db.Provider == DatabaseProvider.Sqlite ? SqliteReserve : SqlServerReserve;
        if (db.Database.GetCommandTimeout() is { } seconds)
            command.CommandTimeout = seconds;
        foreach (var (parameterName, value) in new (string, object)[] { ("@name", name), ("@count", count) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (parameterName, value);
            command.Parameters.Add(parameter);
        }

        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    /// <summary>True for tables whose single integer key comes from a sequence.</summary>
    internal static bool HasSequence(IReadOnlyEntityType entity) =>
        entity.FindPrimaryKey()!.Properties is [{ } key]
        && (key.ClrType == typeof(int) || key.ClrType == typeof(long))
        && entity.ClrType != typeof(CalendarDate) && entity.ClrType != typeof(ModelArtefact);
}
