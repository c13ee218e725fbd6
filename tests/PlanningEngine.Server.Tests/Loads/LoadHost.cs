using System.Globalization;
using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Server.Hosting;
using PlanningEngine.Server.Hosting.Security;
using PlanningEngine.Server.Hosting.Startup;
using PlanningEngine.Server.Loads;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Tests.Loads;

/// <summary>A server with LoadService on loopback and a database of its own, with a real client.</summary>
public sealed class LoadHost : IAsyncDisposable
{
    private readonly string? _folder;
    private readonly string _connection;
    private readonly DatabaseProvider _provider;
    private WebApplication _app = null!;
    private GrpcChannel _channel = null!;

    private LoadHost(DatabaseProvider provider, string connection, string? folder) => (_provider, _connection, _folder) = (provider, connection, folder);

    public static TheoryData<DatabaseProvider> Providers => [DatabaseProvider.Sqlite, DatabaseProvider.SqlServer];

    public Contracts.V1.LoadService.LoadServiceClient Client { get; private set; } = null!;

    internal TestFaults Faults { get; } = new();

    private TimeProvider Clock { get; init; } = TimeProvider.System;

    private string TimeZone { get; init; } = "UTC";

    public IServiceProvider Services => _app.Services;

    public LoadPipeline Pipeline => _app.Services.GetRequiredService<LoadPipeline>();

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<LoadHost> StartAsync(DatabaseProvider provider = DatabaseProvider.Sqlite, TimeProvider? clock = null, string timeZone = "UTC")
    {
        string? folder = null;
        string connection;
        if (provider == DatabaseProvider.Sqlite)
        {
            folder = Directory.CreateTempSubdirectory("planning-loads-").FullName;
            connection = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "planning.db") }.ToString();
        }
        else
        {
            var server = Environment.GetEnvironmentVariable("PLANNING_TEST_SQLSERVER");
            Assert.SkipWhen(string.IsNullOrEmpty(server), "PLANNING_TEST_SQLSERVER is not set: no SQL Server to test on.");
            connection = new SqlConnectionStringBuilder(server) { InitialCatalog = "PlanningLoads_" + Guid.NewGuid().ToString("N") }.ToString();
        }

        var host = new LoadHost(provider, connection, folder) { Clock = clock ?? TimeProvider.System, TimeZone = timeZone };
        await host.BootAsync();
        return host;
    }

    /// <summary>Stops the server and starts another on the same database.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await BootAsync();
    }

    public PlanningContext CreateContext() => _app.Services.GetRequiredService<IDbContextFactory<PlanningContext>>().CreateDbContext();

    public static string NewId() => Guid.NewGuid().ToString();

    public async Task<Load> OpenAsync(string source = "erp", Action<OpenLoadRequest>? configure = null)
    {
        var request = new OpenLoadRequest { RequestId = NewId(), Source = source };
        configure?.Invoke(request);
        return (await Client.OpenLoadAsync(request, cancellationToken: Ct)).Load;
    }

    public async Task<List<StreamChunksResponse>> SendAsync(int loadKey, params IEnumerable<LoadChunk> chunks)
    {
        using var call = Client.StreamChunks(cancellationToken: Ct);
        var acknowledged = new List<StreamChunksResponse>();
        var reading = Task.Run(async () =>
        {
            await foreach (var response in call.ResponseStream.ReadAllAsync(Ct))
                acknowledged.Add(response);
        }, Ct);
        try
        {
            foreach (var chunk in chunks)
                await call.RequestStream.WriteAsync(new StreamChunksRequest { LoadKey = loadKey, Chunk = chunk }, Ct);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException)
        {
            // The server refused: the reader has the reason.
        }

        await reading;
        return acknowledged;
    }

    public async Task<(Load Load, List<Finding> Findings)> ValidateAsync(int loadKey, int chunkCount, int maxFindings = 0)
    {
        using var call = Client.ValidateLoad(new ValidateLoadRequest { RequestId = NewId(), LoadKey = loadKey, ExpectedChunkCount = chunkCount, MaxFindingsPerRule = maxFindings }, cancellationToken: Ct);
        Load? load = null;
        var findings = new List<Finding>();
        await foreach (var message in call.ResponseStream.ReadAllAsync(Ct))
        {
            if (message.EventCase == ValidateLoadResponse.EventOneofCase.Finding)
                findings.Add(message.Finding);
            load = message.Load ?? load;
        }

        return (load!, findings);
    }

    public async Task<Load> CommitAsync(int loadKey) => (await Client.CommitLoadAsync(new CommitLoadRequest { RequestId = NewId(), LoadKey = loadKey }, cancellationToken: Ct)).Load;

    public async Task<RevertLoadResponse> RevertAsync(int loadKey) => await Client.RevertLoadAsync(new RevertLoadRequest { RequestId = NewId(), LoadKey = loadKey }, cancellationToken: Ct);

    /// <summary>Opens, sends and validates; the load must be without errors.</summary>
    public async Task<Load> StageAsync(Action<OpenLoadRequest>? configure, params LoadChunk[] chunks)
    {
        var load = await OpenAsync(configure: configure);
        await SendAsync(load.LoadKey, Some.Numbered(chunks));
        var (validated, findings) = await ValidateAsync(load.LoadKey, chunks.Length);
        Assert.True(validated.State == LoadState.Validated, string.Join("\n", findings.Select(f => f.Reason)));
        return validated;
    }

    /// <summary>The whole way of a load.</summary>
    public async Task<Load> LoadAsync(params LoadChunk[] chunks) => await CommitAsync((await StageAsync(null, chunks)).LoadKey);

    /// <summary>Current sales: rows, units, revenue.</summary>
    public async Task<(int Rows, double Quantity, decimal Revenue)> SalesAsync(int? asKnownOn = null)
    {
        await using var db = CreateContext();
        var at = asKnownOn ?? VersionedFact.StillKnown - 1;
        var rows = await db.Sales.AsNoTracking().Where(s => s.KnownFrom <= at && at < s.KnownTo).Select(s => new { s.Quantity, s.Revenue }).ToListAsync(Ct);
        return (rows.Count, rows.Sum(r => r.Quantity), rows.Sum(r => r.Revenue));
    }

    /// <summary>Every row of every table but those a load may write before its commit.</summary>
    public async Task<string> DumpAsync()
    {
        string[] own = ["Loads", "LoadChunks", "DataQualityResults", "HandledRequests", "KeySequences"];
        await using var db = CreateContext();
        await db.Database.OpenConnectionAsync(Ct);
        var lines = new List<string>();
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Except(own).Distinct().Order(StringComparer.Ordinal))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\" ORDER BY 1";
            await using var reader = await command.ExecuteReaderAsync(Ct);
            while (await reader.ReadAsync(Ct))
                lines.Add(table + ": " + string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] b ? Convert.ToHexString(b) : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        }

        return string.Join("\n", lines);
    }

    public async ValueTask DisposeAsync()
    {
        if (_provider == DatabaseProvider.SqlServer)
        {
            await using var db = CreateContext();
            await db.Database.EnsureDeletedAsync(CancellationToken.None);
        }

        await StopAsync();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private async Task BootAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath() });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = _provider.ToString(),
            ["Database:MigrateOnStartup"] = "true",
            ["Company:TimeZone"] = TimeZone,
            ["Company:FirstYear"] = "2025",
            ["Company:LastYear"] = "2026",
            ["ConnectionStrings:Planning"] = _connection,
        });
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddHosting(builder.Configuration).AddSecurity(builder.Configuration).AddPlanningData(builder.Configuration).AddRuns(builder.Configuration).AddLoads();
        builder.Services.Configure<RunOptions>(o => o.Workers = 0);
        builder.Services.AddSingleton(Clock).AddSingleton<ILoadFaults>(Faults);
        _app = builder.Build();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapLoads();
        await _app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Ct);
        await _app.StartAsync(Ct);
        _channel = GrpcChannel.ForAddress(_app.Urls.Single());
        Client = new Contracts.V1.LoadService.LoadServiceClient(_channel);
    }

    private async Task StopAsync()
    {
        _channel.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        if (_provider == DatabaseProvider.Sqlite)
        {
            using var connection = new SqliteConnection(_connection);
            SqliteConnection.ClearPool(connection);
        }
    }
}

/// <summary>Throws before a chosen step, once.</summary>
internal sealed class TestFaults : ILoadFaults
{
    public LoadStep? Next { get; set; }

    public void Before(LoadStep step)
    {
        if (Next != step)
            return;
        Next = null;
        throw new InvalidOperationException($"A fault before {step}, as the test asked.");
    }
}
