using System.Buffers.Binary;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Allocations;
using PlanningEngine.Server.Budgets;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Headcount;
using PlanningEngine.Server.Hosting;
using PlanningEngine.Server.Hosting.Security;
using PlanningEngine.Server.Inventory;
using PlanningEngine.Server.Kpis;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Territories;
using PlanningEngine.Server.Tests.Runs;
using Run = PlanningEngine.Data.Runs.Run;

namespace PlanningEngine.Server.Tests.Plans;

/// <summary>The sample company with the slices of plans, allocation and KPIs, over gRPC in process; no worker runs: tests work runs off themselves.</summary>
internal sealed class PlanningDatabase : IAsyncDisposable
{
    private readonly EngineDatabase _database;
    private readonly WebApplication _app;

    private PlanningDatabase(EngineDatabase database, WebApplication app, GrpcChannel channel) => (_database, _app, Channel) = (database, app, channel);

    public GrpcChannel Channel { get; }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<PlanningDatabase> CreateAsync(bool withSales = true)
    {
        var database = await EngineDatabase.CreateAsync(withSales: withSales);
        const string Key = "a key for tests with at least 32 characters";
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(database.Settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Security:BootstrapKey"] = Key });
        builder.Services.AddHosting(builder.Configuration).AddSecurity(builder.Configuration).AddPlanningData(builder.Configuration)
            .AddRuns(builder.Configuration).AddForecasts().AddPlans().AddAllocations().AddHeadcount().AddBudgets().AddInventory().AddTerritories().AddKpis();
        builder.Services.Configure<RunOptions>(o => (o.Workers, o.BatchSize) = (0, 8));
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapPlans();
        app.MapAllocations();
        await app.StartAsync(Ct);
        var client = app.GetTestClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        return new PlanningDatabase(database, app, GrpcChannel.ForAddress(client.BaseAddress!, new GrpcChannelOptions { HttpClient = client }));
    }

    public IServiceProvider Services => _app.Services;

    public IDbContextFactory<PlanningContext> Contexts => _app.Services.GetRequiredService<IDbContextFactory<PlanningContext>>();

    public PlanningContext Open() => Contexts.CreateDbContext();

    /// <summary>Queues a run, works on it, and asserts that it succeeded.</summary>
    public async Task<Run> SucceedAsync(string kind, Contracts.V1.RunParameters? parameters = null)
    {
        var complete = parameters ?? new() { Methods = { "snaive" }, WithoutGlobalModel = true };
        var key = await _app.Services.GetRequiredService<RunIntake>().QueueAsync(kind, complete, "test", Ct);
        Assert.True(await _app.Services.GetRequiredService<RunProcessor>().ProcessNextAsync(CancellationToken.None));
        var run = await _app.Services.RunAsync(key);
        Assert.Equal("", run.Error);
        return run;
    }

    /// <summary>What a run would say that is checked only.</summary>
    public async Task<IReadOnlyList<string>> PreviewAsync(string kind, Contracts.V1.RunParameters parameters) =>
        [.. (await _app.Services.GetRequiredService<RunPreview>().ReadAsync(kind, RunParameterRules.Complete(parameters, null), Ct)).Summary!.Notes];

    /// <summary>Two reps in T2, one in T3 and none in T4; a warehouse in T2 with stock, and a plant with capacity.</summary>
    public async Task AddTeamAndSupplyAsync(double onHand = 30, double capacity = 200)
    {
        await using var db = Open();
        foreach (var (key, territory) in new[] { (1, 2), (2, 2), (3, 3) })
            db.SalesReps.Add(new SalesRep { SalesRepKey = key, Code = $"R{key}", Name = $"Rep {key}", TerritoryKey = territory, Role = "Sales rep" });
        db.Locations.Add(new Location { LocationKey = 1, Code = "WH", Name = "Warehouse", Kind = "Warehouse", TerritoryKey = 2 });
        db.Locations.Add(new Location { LocationKey = 2, Code = "PL", Name = "Plant", Kind = "Plant" });
        await db.SaveChangesAsync(Ct);
        await BulkWriter.WriteAsync(db, Enumerable.Range(1, 5).Select(p => Known(new InventoryLevel { InventoryKey = p, LocationKey = 1, ProductKey = p, TerritoryKey = 2, OnHand = onHand }, p, 20260228)), Ct);
        await BulkWriter.WriteAsync(db, Enumerable.Range(3, 6).Select(m => Known(new Capacity { CapacityKey = m, LocationKey = 2, Resource = "Assembly", Available = capacity }, m, 20260001 + (m * 100))), Ct);
        // What a warehouse can ship: no source, but its utilisation in the past.
        await BulkWriter.WriteAsync(db, [Known(new Capacity { CapacityKey = 20, LocationKey = 1, Resource = "Outbound", TerritoryKey = 2, Available = 1000 }, 20, 20260201)], Ct);
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static T Known<T>(T row, long key, int dateKey)
        where T : VersionedFact
    {
        BinaryPrimitives.WriteInt64BigEndian(row.RowKey = new byte[16], key);
        (row.KnownFrom, row.PayloadHash, row.DateKey) = (1, key, dateKey);
        row.PeriodStart = new DateTime(dateKey / 10_000, dateKey / 100 % 100, dateKey % 100, 0, 0, 0, DateTimeKind.Utc);
        return row;
    }
}
