using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Storage;

namespace PlanningEngine.Data.Writing;

/// <summary>Inserts many rows fast, past the change tracker but through EF's model: its tables, columns and conversions.</summary>
public static class BulkWriter
{
    private const int RowsBetweenLooksAtTheToken = 256;

    /// <summary>
    /// Inserts rows in the context's current transaction; where it has none, in one of its own that is committed at the end.
    /// The rows are read once, in order, and never held together in memory.
    /// </summary>
    /// <typeparam name="T">An entity type of <see cref="PlanningContext"/>.</typeparam>
    /// <param name="db">The context; what it tracks is neither written nor changed.</param>
    /// <param name="rows">Rows with all keys set. Money is rounded to 4 decimals, halves away from zero.</param>
    /// <param name="ct">Ends the write; the transaction then has to be rolled back.</param>
    /// <returns>Number of rows inserted.</returns>
    /// <exception cref="ArgumentException">A text is too long, a number is not finite, or a row key has not 16 bytes.</exception>
    public static async Task<long> WriteAsync<T>(PlanningContext db, IEnumerable<T> rows, CancellationToken ct)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(rows);
        ct.ThrowIfCancellationRequested();
        var plan = BulkPlan<T>.For(db);
        await using var own = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;
        var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var written = transaction switch
        {
            SqliteTransaction sqlite => Insert(sqlite, plan, rows, ct),
            SqlTransaction sqlServer => await CopyAsync(sqlServer, plan, rows, ct),
            _ => throw new InvalidOperationException($"There is no bulk write for {transaction.GetType().Name}."),
        };
        if (own is not null)
            await own.CommitAsync(ct);
        return written;
    }

    private static long Insert<T>(SqliteTransaction transaction, BulkPlan<T> plan, IEnumerable<T> rows, CancellationToken ct)
        where T : class
    {
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        var columns = plan.Columns;
        command.CommandText =
            $"INSERT INTO \"{plan.Table}\" ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})";
        var parameters = columns.Select((c, i) => c.AddParameter(command, $"@p{i}")).ToArray();
        command.Prepare();
        long written = 0;
        foreach (var row in rows)
        {
            if (written % RowsBetweenLooksAtTheToken == 0)
                ct.ThrowIfCancellationRequested();
            for (var i = 0; i < parameters.Length; i++)
                parameters[i].Value = columns[i].Read(row);
            command.ExecuteNonQuery();
            written++;
        }

        return written;
    }

    private static async Task<long> CopyAsync<T>(SqlTransaction transaction, BulkPlan<T> plan, IEnumerable<T> rows, CancellationToken ct)
        where T : class
    {
        using var copy = new SqlBulkCopy(transaction.Connection, SqlBulkCopyOptions.CheckConstraints, transaction)
        {
            DestinationTableName = $"[{plan.Table}]",
            EnableStreaming = true,
            BulkCopyTimeout = 0,
        };
        foreach (var column in plan.Columns)
            copy.ColumnMappings.Add(column.Name, column.Name);
        await using var reader = new RowReader<T>(plan, rows);
        await copy.WriteToServerAsync(reader, ct);
        return reader.RowsRead;
    }
}
