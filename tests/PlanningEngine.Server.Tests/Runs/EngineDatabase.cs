using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PlanningEngine.Data;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Tests.Runs;

/// <summary>A database of its own for one test, with as many engines ("processes") on it as the test wants. Gone when disposed.</summary>
internal sealed class EngineDatabase : IAsyncDisposable
{
    private readonly Dictionary<string, string?> _settings;
    private readonly string? _folder;
    private readonly List<ServiceProvider> _engines = [];

    private EngineDatabase(Dictionary<string, string?> settings, string? folder) => (_settings, _folder) = (settings, folder);

    public static TheoryData<DatabaseProvider> Providers => [DatabaseProvider.Sqlite, DatabaseProvider.SqlServer];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<EngineDatabase> CreateAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, bool withSales = true)
    {
        var database = Empty(provider);
        var engine = database.Engine();
        await engine.GetRequiredService<DatabaseInitializer>().MigrateAsync(Ct);
        if (withSales)
            await SampleCompany.WriteAsync(engine, Ct);
        return database;
    }

    /// <summary>The services of one process; no worker is started.</summary>
    public IServiceProvider Engine(RunFaults? faults = null, Action<RunOptions>? options = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Time);
        if (faults is not null)
            services.AddSingleton(faults);
        services.AddPlanningData(configuration).AddRuns(configuration).AddForecasts();
        services.Configure<RunOptions>(o =>
        {
            (o.BatchSize, o.Threads) = (8, 2);
            options?.Invoke(o);
        });
        var engine = services.BuildServiceProvider();
        _engines.Add(engine);
        return engine;
    }

    public IReadOnlyDictionary<string, string?> Settings => _settings;

    public async ValueTask DisposeAsync()
    {
        await using (var db = Engine().GetRequiredService<IDbContextFactory<PlanningContext>>().CreateDbContext())
            if (_folder is null)
                await db.Database.EnsureDeletedAsync(CancellationToken.None);
        foreach (var engine in _engines)
            await engine.DisposeAsync();
        if (_folder is null)
            return;
        using (var connection = new SqliteConnection(_settings["ConnectionStrings:Planning"]))
            SqliteConnection.ClearPool(connection);
        Directory.Delete(_folder, recursive: true);
    }

    private static EngineDatabase Empty(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.SqlServer)
        {
            var server = Environment.GetEnvironmentVariable("PLANNING_TEST_SQLSERVER");
            Assert.SkipWhen(string.IsNullOrEmpty(server), "PLANNING_TEST_SQLSERVER is not set: no SQL Server to test on.");
            var connection = new SqlConnectionStringBuilder(server) { InitialCatalog = "PlanningTest_" + Guid.NewGuid().ToString("N") };
            return new(new() { ["Database:Provider"] = "SqlServer", ["ConnectionStrings:Planning"] = connection.ToString() }, null);
        }

        var folder = Path.Combine(Path.GetTempPath(), "planning-run-tests", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "planning.db"), DefaultTimeout = 30 };
        return new(new() { ["ConnectionStrings:Planning"] = file.ToString() }, folder);
    }
}
