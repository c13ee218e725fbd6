using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PlanningEngine.Data;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Hosting.Startup;

namespace PlanningEngine.Server.Hosting;

/// <summary>What every slice stands on: gRPC with rich errors, health, the company's settings, an orderly end.</summary>
public static class HostingSlice
{
    private const int LargestMessage = 16 * 1024 * 1024;

    /// <summary>How long requests and a run's current batch may take to end at shutdown.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Adds gRPC, health checks, compression and the company's settings.</summary>
    public static IServiceCollection AddHosting(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownTimeout);
        services.AddOptions<CompanyOptions>().Bind(configuration.GetSection(CompanyOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DatabaseStartup>();
        services.AddSingleton<IdempotentRequests>();
        services.AddGrpc(o =>
        {
            o.Interceptors.Add<ErrorInterceptor>();
            o.MaxReceiveMessageSize = LargestMessage;
            o.MaxSendMessageSize = LargestMessage;
        });
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        services.AddResponseCompression(o => o.EnableForHttps = true);
        return services;
    }

    /// <summary>Maps health and reflection; probes need no credentials.</summary>
    public static IEndpointRouteBuilder MapHosting(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        endpoints.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = c => c.Tags.Contains("ready") }).AllowAnonymous();
        endpoints.MapGrpcHealthChecksService().AllowAnonymous();
        endpoints.MapGrpcReflectionService();
        return endpoints;
    }

    private sealed class DatabaseHealth(IDbContextFactory<PlanningContext> contexts) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await db.Database.CanConnectAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
