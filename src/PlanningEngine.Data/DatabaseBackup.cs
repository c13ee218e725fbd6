using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace PlanningEngine.Data;

/// <summary>Copies the SQLite database while the server works on it.</summary>
/// <param name="options">Where the database is.</param>
/// <param name="contexts">Makes contexts.</param>
public sealed class DatabaseBackup(IOptions<DatabaseOptions> options, IDbContextFactory<PlanningContext> contexts)
{
    /// <summary>
    /// Writes a checked copy as one file, without a log beside it; it appears under its name only when it is complete.
    /// The copy shows one committed state; writers are not held up.
    /// </summary>
    /// <param name="target">Path of the copy; nothing may be there yet.</param>
    /// <param name="ct">Looked at before and after the copying itself, which runs in one go.</param>
    /// <returns>Absolute path of the copy.</returns>
    /// <exception cref="InvalidOperationException">The database is a SQL Server, which has its own backups.</exception>
    /// <exception cref="IOException">The target exists, cannot be written, or the copy is damaged.</exception>
    public async Task<string> CopyAsync(string target, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        var source = options.Value.SqliteFile
            ?? throw new InvalidOperationException("The database is a SQL Server, which makes its own backups. Maybe use BACKUP DATABASE there.");
        var file = Path.GetFullPath(target);
        if (!File.Exists(source))
            throw new FileNotFoundException($"The database ({source}) is not there yet. Maybe start the server once, or check PLANNING_DATA.", source);
        if (File.Exists(file))
            throw new IOException($"The target ({file}) is there already. Maybe give another name.");
        DataFolder.Create(Path.GetDirectoryName(file)!);
        var partial = file + ".partial";
        File.Delete(partial);
        try
        {
            await CopyToAsync(partial, ct);
            File.Move(partial, file);
            return file;
        }
        finally
        {
            File.Delete(partial);
        }
    }

    private async Task CopyToAsync(string partial, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        await db.Database.OpenConnectionAsync(ct);
        var builder = new SqliteConnectionStringBuilder { DataSource = partial, Pooling = false };
        await using var copy = new SqliteConnection(builder.ToString());
        await copy.OpenAsync(ct);
        ((SqliteConnection)db.Database.GetDbConnection()).BackupDatabase(copy);
        ct.ThrowIfCancellationRequested();
        await using var command = copy.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = DELETE;";
        await command.ExecuteScalarAsync(ct);
        command.CommandText = "PRAGMA quick_check(1);";
        if (await command.ExecuteScalarAsync(ct) is not "ok")
            throw new IOException($"The copy of the database ({builder.DataSource}) is damaged. Maybe the disk is: check the database with PRAGMA integrity_check.");
    }
}
