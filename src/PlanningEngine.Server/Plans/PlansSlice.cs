using Microsoft.Extensions.DependencyInjection.Extensions;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Reporting;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Plans;

/// <summary>The slice of plans, versions and quotas.</summary>
public static class PlansSlice
{
    /// <summary>Registers service and stage; needs the data services and the run engine.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddPlans(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdempotentRequests>();
        services.TryAddSingleton<ITerritoryScopeAccessor, LoopbackTerritoryScope>();
        services.TryAddSingleton<VisibleTerritories>();
        services.AddSingleton<PlanTransactions>();
        services.AddSingleton<PlanRegister>();
        services.AddSingleton<PlanVersions>();
        services.AddSingleton<PlanLines>();
        services.AddSingleton<QuotaPlans>();
        services.AddSingleton<QuotaPages>();
        return services.AddRunStage<QuotaStage>(RunOrder.Quotas, RunKinds.Cycle, RunKinds.Quotas);
    }

    /// <summary>Maps the service.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    public static IEndpointRouteBuilder MapPlans(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<PlanEndpoint>();
        return endpoints;
    }
}
