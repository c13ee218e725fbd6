using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PlanningEngine.Server.Runs;

/// <summary>The slice of durable runs.</summary>
public static class RunsSlice
{
    /// <summary>Registers engine, worker and service; needs the data services. Stages are added by <see cref="AddRunStage{TStage}"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration with the section <c>Runs</c>.</param>
    public static IServiceCollection AddRuns(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<RunOptions>().Bind(configuration.GetSection("Runs")).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RunFaults>();
        services.AddSingleton<RunSignals>();
        services.AddSingleton<RunServices>();
        services.AddSingleton<RunQueue>();
        services.AddSingleton(p => new RunIntake(p.GetRequiredService<RunServices>()));
        services.AddSingleton<RunRepublication>();
        services.AddSingleton<RunStages>();
        services.AddSingleton<RunProcessor>();
        services.AddRunStage<FreezeStage>(RunOrder.Freeze, [.. RunKinds.All]);
        services.AddHostedService<RunWorker>();
        return services;
    }

    /// <summary>Maps <c>planning.v1.RunService</c>.</summary>
    /// <param name="endpoints">The endpoints.</param>
    public static IEndpointRouteBuilder MapRuns(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<RunEndpoint>();
        return endpoints;
    }

    /// <summary>Registers a stage.</summary>
    /// <typeparam name="TStage">The stage; a singleton without state.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="order">Position among the stages; see <see cref="RunOrder"/>.</param>
    /// <param name="kinds">Kinds of run it takes part in, from <see cref="RunKinds"/>.</param>
    public static IServiceCollection AddRunStage<TStage>(this IServiceCollection services, int order, params string[] kinds)
        where TStage : class, IRunStage
    {
        services.AddSingleton<TStage>();
        services.AddSingleton(new RunStageRegistration(typeof(TStage), order, kinds));
        return services;
    }
}
