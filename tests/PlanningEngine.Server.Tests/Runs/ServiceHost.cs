using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PlanningEngine.Data;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Hosting;
using PlanningEngine.Server.Hosting.Security;
using PlanningEngine.Server.Reporting;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Tests.Runs;

/// <summary>The services of runs and forecasts, in process, over a test's database; workers run on the real clock.</summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ServiceHost(WebApplication app, GrpcChannel channel) => (_app, Channel) = (app, channel);

    public GrpcChannel Channel { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<ServiceHost> StartAsync(EngineDatabase database, int workers = 1, RunFaults? faults = null, TerritoryScope? scope = null)
    {
        const string Key = "a key for tests with at least 32 characters";
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(database.Settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Security:BootstrapKey"] = Key });
        if (faults is not null)
            builder.Services.AddSingleton(faults);
        builder.Services.AddHosting(builder.Configuration).AddSecurity(builder.Configuration).AddPlanningData(builder.Configuration)
            .AddRuns(builder.Configuration).AddForecasts();
        builder.Services.AddSingleton<ITerritoryScopeAccessor>(new FixedScope(scope ?? TerritoryScope.All));
        builder.Services.Configure<RunOptions>(o => (o.Workers, o.BatchSize, o.PollMilliseconds) = (workers, 8, 50));
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapRuns();
        app.MapForecasts();
        await app.StartAsync(EngineDatabase.Ct);
        var client = app.GetTestClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        return new ServiceHost(app, GrpcChannel.ForAddress(client.BaseAddress!, new GrpcChannelOptions { HttpClient = client }));
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private sealed class FixedScope(TerritoryScope scope) : ITerritoryScopeAccessor
    {
        public TerritoryScope GetScope(Microsoft.AspNetCore.Http.HttpContext context) => scope;
    }
}
