using System.Data;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using PlanningEngine.Data;
using PlanningEngine.Server.Loads.Rows;

namespace PlanningEngine.Server.Loads.Commit;

/// <summary>Runs set-wise statements on the context's connection, in its transaction. They have no time limit but the caller's token.</summary>
internal static class RawSql
{
    public static async Task<int> ExecuteAsync(this PlanningContext db, string sql, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        await using var command = db.Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<long> CountAsync(this PlanningContext db, string sql, CancellationToken ct)
    {
        await using var command = db.Command(sql);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    public static async Task<HashSet<RowKey>> ReadKeysAsync(this PlanningContext db, string sql, CancellationToken ct)
    {
        await using var command = db.Command(sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new HashSet<RowKey>();
        while (await reader.ReadAsync(ct))
            keys.Add(RowKey.From(reader.GetFieldValue<byte[]>(0)));
        return keys;
    }

    public static async Task<HashSet<int>> ReadNumbersAsync(this PlanningContext db, string sql, CancellationToken ct, params (string Name, object Value)[] parameters)
    {
        await using var command = db.Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var numbers = new HashSet<int>();
        while (await reader.ReadAsync(ct))
            numbers.Add(reader.GetInt32(0));
        return numbers;
    }

    /// <summary>Fills the temporary table of keys.</summary>
    public static async Task WriteKeysAsync(this PlanningContext db, FactSql sql, IEnumerable<(byte[] RowKey, long PayloadHash)> rows, CancellationToken ct)
    {
        if (db.Database.CurrentTransaction!.GetDbTransaction() is SqlTransaction transaction)
        {
            await CopyAsync(transaction, sql, rows, ct);
            return;
        }

        await using var command = db.Command($"INSERT INTO {sql.Keys} (\"RowKey\", \"PayloadHash\") VALUES (@key, @hash)", ("@key", Array.Empty<byte>()), ("@hash", 0L));
        var (key, hash) = (command.Parameters[0], command.Parameters[1]);
        await command.PrepareAsync(ct);
        foreach (var row in rows)
        {
            (key.Value, hash.Value) = (row.RowKey, row.PayloadHash);
            command.ExecuteNonQuery();
        }
    }

    private static async Task CopyAsync(SqlTransaction transaction, FactSql sql, IEnumerable<(byte[] RowKey, long PayloadHash)> rows, CancellationToken ct)
    {
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        table.Columns.Add("RowKey", typeof(byte[]));
        table.Columns.Add("PayloadHash", typeof(long));
        foreach (var row in rows)
            table.Rows.Add(row.RowKey, row.PayloadHash);
        using var copy = new SqlBulkCopy(transaction.Connection, SqlBulkCopyOptions.Default, transaction) { DestinationTableName = sql.Keys, BulkCopyTimeout = 0 };
        await copy.WriteToServerAsync(table, ct);
    }

    private static DbCommand Command(this PlanningContext db, string sql, params (string Name, object Value)[] parameters)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            if (value is DateTime && db.Provider == DatabaseProvider.SqlServer)
                parameter.DbType = DbType.DateTime2;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
