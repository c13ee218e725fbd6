using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace PlanningEngine.Data;

/// <summary>
/// What every SQLite connection is told when it opens: a commit is on disk before it is answered (synchronous FULL), a lock
/// is waited for, LIKE tells cases apart as on SQL Server, and lower and upper know all letters. Write-ahead logging is a
/// property of the file: the initializer sets it.
/// </summary>
internal sealed class SqliteSession(int busyTimeoutSeconds) : DbConnectionInterceptor
{
    private readonly string _pragmas = string.Create(CultureInfo.InvariantCulture,
        $"PRAGMA busy_timeout = {busyTimeoutSeconds * 1000L}; PRAGMA synchronous = FULL; PRAGMA case_sensitive_like = ON;");

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Prepare((SqliteConnection)connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Prepare((SqliteConnection)connection);
        return Task.CompletedTask;
    }

    private void Prepare(SqliteConnection connection)
    {
        // SQLite's own lower and upper know ASCII only; EF and the reporting feed translate to these names.
        foreach (var lower in new[] { "lower", "planning_lower" })
            connection.CreateFunction(lower, (string? text) => text?.ToLowerInvariant(), isDeterministic: true);
        foreach (var upper in new[] { "upper", "planning_upper" })
            connection.CreateFunction(upper, (string? text) => text?.ToUpperInvariant(), isDeterministic: true);
        using var command = connection.CreateCommand();
        command.CommandText = _pragmas;
        command.ExecuteNonQuery();
    }
}
