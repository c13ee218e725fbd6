using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace PlanningEngine.Data;

/// <summary>
/// Brings a database to the state every other part relies on: locked (SQLite), schema up to date, Unknown members, Base
/// scenario, default plans and key sequences present. Each step can be repeated, so a process that was killed
/// anywhere in it leaves a database that the next start completes.
/// </summary>
public sealed class DatabaseInitializer
{
    private readonly DatabaseOptions _options;
    private readonly IDbContextFactory<PlanningContext> _contexts;
    private readonly DatabaseLock _lock;
    private readonly TimeProvider _time;

    /// <summary>An initializer for the configured database.</summary>
    /// <param name="options">Where the database is and whether a start may migrate it.</param>
    /// <param name="contexts">Makes contexts.</param>
    /// <param name="databaseLock">Guards the SQLite file; stays held afterwards, for as long as its object lives.</param>
    /// <param name="time">The clock that stamps the members made.</param>
    public DatabaseInitializer(
        IOptions<DatabaseOptions> options, IDbContextFactory<PlanningContext> contexts, DatabaseLock databaseLock, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_options, _contexts, _lock, _time) = (options.Value, contexts, databaseLock, time);
    }

    /// <summary>What a server does when it starts: migrates where <c>Database:MigrateOnStartup</c> allows it, and fills in what is missing.</summary>
    /// <param name="ct">Stops between two steps.</param>
    /// <exception cref="DatabaseInUseException">Another server holds the SQLite file.</exception>
    /// <exception cref="DatabaseUnusableException">It cannot be reached, read or written.</exception>
    /// <exception cref="SchemaMismatchException">Migrations are missing and may not be applied, or the database is newer than this program.</exception>
    public Task InitializeAsync(CancellationToken ct = default) => PrepareAsync(_options.Migrates, ct);

    /// <summary>What <c>planctl db migrate</c> does: as <see cref="InitializeAsync"/>, but migrates whatever the options say.</summary>
    /// <param name="ct">Stops between two steps.</param>
    /// <exception cref="DatabaseInUseException">A server holds the SQLite file.</exception>
    /// <exception cref="DatabaseUnusableException">It cannot be reached, read or written.</exception>
    /// <exception cref="SchemaMismatchException">The database is newer than this program.</exception>
    public Task MigrateAsync(CancellationToken ct = default) => PrepareAsync(migrate: true, ct);

    private async Task PrepareAsync(bool migrate, CancellationToken ct)
    {
        try
        {
            await OpenAsync(migrate, ct);
        }
        catch (Exception failure) when (failure is not DatabaseInUseException && DatabaseUnusableException.From(failure, _options) is { } unusable)
        {
            throw unusable;
        }
    }

    private async Task OpenAsync(bool migrate, CancellationToken ct)
    {
        _lock.Acquire();
        await using var db = _contexts.CreateDbContext();
        if (db.Provider == DatabaseProvider.Sqlite)
            await PrepareFileAsync(db, ct);
        await CheckSchemaAsync(db, migrate, ct);
        if (migrate)
            await db.Database.MigrateAsync(ct);
        await DatabaseSeed.WriteAsync(db, _time.GetUtcNow().UtcDateTime, ct);
    }

    /// <summary>
    /// Write-ahead logging, and no lock row of a migration that died: we hold the operating system's lock, so nobody else
    /// can be migrating, while EF would wait for that row for ever.
    /// </summary>
    private static async Task PrepareFileAsync(PlanningContext db, CancellationToken ct)
    {
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL;", ct);
        var locks = await db.Database
            .SqlQueryRaw<int>("SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'")
            .SingleAsync(ct);
        if (locks > 0)
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\";", ct);
    }

    private static async Task CheckSchemaAsync(PlanningContext db, bool migrate, CancellationToken ct)
    {
        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(ct)).ToList();
        var newer = applied.Except(known, StringComparer.Ordinal).ToList();
        if (newer.Count > 0)
        {
            throw new SchemaMismatchException(
                $"The database has migrations that this program does not know ({string.Join(", ", newer)}). Maybe start the newer program that made them.");
        }

        var pending = known.Except(applied, StringComparer.Ordinal).ToList();
        if (pending.Count > 0 && !migrate)
        {
            throw new SchemaMismatchException(
                $"The database lacks {pending.Count} migration(s) ({string.Join(", ", pending)}). Maybe run planctl db migrate, or set Database:MigrateOnStartup to true.");
        }
    }
}
