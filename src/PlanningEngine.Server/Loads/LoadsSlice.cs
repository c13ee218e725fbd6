using PlanningEngine.Server.Hosting.Startup;
using PlanningEngine.Server.Loads.Commit;
using PlanningEngine.Server.Loads.Revert;
using PlanningEngine.Server.Loads.Staging;
using PlanningEngine.Server.Loads.Validation;

namespace PlanningEngine.Server.Loads;

/// <summary>Brings LoadService to the server.</summary>
public static class LoadsSlice
{
    // A chunk of 4 MiB with the message around it.
    private const int MaxMessageBytes = ChunkStaging.MaxBytes + (64 * 1024);

    /// <summary>Registers the slice; needs the data services, the hosting's gRPC services and <see cref="CompanyOptions"/>.</summary>
    public static IServiceCollection AddLoads(this IServiceCollection services)
    {
        services.AddGrpc().AddServiceOptions<LoadService>(o => o.MaxReceiveMessageSize = MaxMessageBytes);
        services.AddMetrics();
        services.AddSingleton<ILoadFaults, NoLoadFaults>();
        services.AddSingleton<LoadMetrics>();
        services.AddSingleton<LoadWriter>();
        services.AddSingleton<ChunkStore>();
        services.AddSingleton<LoadOpening>();
        services.AddSingleton<ChunkStaging>();
        services.AddSingleton<LoadValidation>();
        services.AddSingleton<LoadCommit>();
        services.AddSingleton<LoadReversal>();
        services.AddSingleton<LoadQueries>();
        services.AddSingleton(p => new LoadPipeline(
            p.GetRequiredService<LoadOpening>(), p.GetRequiredService<ChunkStaging>(), p.GetRequiredService<LoadValidation>(),
            p.GetRequiredService<LoadCommit>(), p.GetRequiredService<LoadQueries>()));
        return services;
    }

    /// <summary>Maps LoadService.</summary>
    public static IEndpointRouteBuilder MapLoads(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<LoadService>();
        return endpoints;
    }
}
