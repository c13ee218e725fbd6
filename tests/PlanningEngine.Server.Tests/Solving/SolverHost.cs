using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using PlanningEngine.Server.Budgets;
using PlanningEngine.Server.Headcount;
using PlanningEngine.Server.Hosting;
using PlanningEngine.Server.Hosting.Security;
using PlanningEngine.Server.Inventory;
using PlanningEngine.Server.Quotas;
using PlanningEngine.Server.Territories;

namespace PlanningEngine.Server.Tests.Solving;

/// <summary>The stateless solvers over gRPC in process, without a database; every caller may do everything.</summary>
internal sealed class SolverHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SolverHost(WebApplication app, GrpcChannel channel) => (_app, Channel) = (app, channel);

    public GrpcChannel Channel { get; }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<SolverHost> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddHosting(builder.Configuration);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization(o =>
        {
            foreach (var policy in new[] { Policies.Reader, Policies.Planner })
                o.AddPolicy(policy, p => p.RequireAssertion(_ => true));
        });
        var app = builder.Build();
        app.UseAuthorization();
        app.MapTerritories();
        app.MapHeadcount();
        app.MapBudgets();
        app.MapQuotas();
        app.MapInventory();
        await app.StartAsync(Ct);
        var client = app.GetTestClient();
        return new SolverHost(app, GrpcChannel.ForAddress(client.BaseAddress!, new GrpcChannelOptions { HttpClient = client }));
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
