using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using SQLitePCL;

namespace PlanningEngine.Server.Reporting.Streaming;

/// <summary>An open connection whose running statement stops when a token is cancelled; SQLite's own commands ignore tokens.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenRegistration _registration;

    private Interrupt(DbConnection connection, CancellationToken cancel)
    {
        Connection = connection;
        if (connection is SqliteConnection { Handle: { } handle })
            _registration = cancel.Register(() => raw.sqlite3_interrupt(handle));
    }

    public DbConnection Connection { get; }

    public static async Task<Interrupt> OpenAsync(PlanningContext db, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        return new(db.Database.GetDbConnection(), cancel);
    }

    public void Dispose() => _registration.Dispose();
}
