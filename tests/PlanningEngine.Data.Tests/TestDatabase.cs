using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data.Tests;

/// <summary>
/// A database of its own for one test: a temporary SQLite file, or a database on the server that PLANNING_TEST_SQLSERVER points at. Gone when disposed.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly string? _folder;

    private TestDatabase(DatabaseOptions options, string? folder, IReadOnlyCollection<IInterceptor> interceptors)
    {
        (Options, _folder) = (options, folder);
        Contexts = new PlanningContextFactory(options, interceptors);
        Gate = WriteGate.For(options.Provider);
        Lock = new DatabaseLock(Wrapped, Time);
    }

    /// <summary>The databases that a theory runs on.</summary>
    public static TheoryData<DatabaseProvider> Providers => [DatabaseProvider.Sqlite, DatabaseProvider.SqlServer];

    public DatabaseOptions Options { get; }

    public PlanningContextFactory Contexts { get; }

    public IWriteGate Gate { get; }

    public DatabaseLock Lock { get; }

    public FakeTimeProvider Time { get; } = new(Start);

    public IOptions<DatabaseOptions> Wrapped => Microsoft.Extensions.Options.Options.Create(Options);

    public DatabaseInitializer Initializer => new(Wrapped, Contexts, Lock, Time);

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>An initialized database; skips the test where the provider has no server to run on.</summary>
    public static async Task<TestDatabase> CreateAsync(DatabaseProvider provider)
    {
        var database = Empty(provider);
        await database.Initializer.MigrateAsync(Ct);
        return database;
    }

    /// <summary>A database that does not exist yet.</summary>
    public static TestDatabase Empty(DatabaseProvider provider, params IInterceptor[] interceptors)
    {
        if (provider == DatabaseProvider.Sqlite)
        {
            var folder = Path.Combine(Path.GetTempPath(), "planning-data-tests", Guid.NewGuid().ToString("N"));
            return At(Path.Combine(folder, "planning.db"), folder, interceptors);
        }

        var server = Environment.GetEnvironmentVariable("PLANNING_TEST_SQLSERVER");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "PLANNING_TEST_SQLSERVER is not set: no SQL Server to test on.");
        var builder = new SqlConnectionStringBuilder(server) { InitialCatalog = "PlanningTest_" + Guid.NewGuid().ToString("N") };
        return new(new DatabaseOptions { Provider = provider, ConnectionString = builder.ToString() }, null, interceptors);
    }

    /// <summary>The SQLite database in a file; with a folder it goes away with it.</summary>
    public static TestDatabase At(string file, string? folder = null, params IInterceptor[] interceptors) => new(
        new DatabaseOptions { ConnectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString(), CommandTimeoutSeconds = 30 },
        folder, interceptors);

    public async ValueTask DisposeAsync()
    {
        Lock.Dispose();
        (Gate as IDisposable)?.Dispose();
        if (Options.Provider == DatabaseProvider.SqlServer)
        {
            await using var db = Contexts.CreateDbContext();
            await db.Database.EnsureDeletedAsync(CancellationToken.None);
            return;
        }

        using (var connection = new SqliteConnection(Options.ConnectionString))
            SqliteConnection.ClearPool(connection);
        if (_folder is not null && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }
}
