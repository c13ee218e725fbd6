using Microsoft.Extensions.DependencyInjection.Extensions;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Reporting;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Allocations;

/// <summary>The slice of allocation.</summary>
public static class AllocationsSlice
{
    /// <summary>Registers service and stage; needs the data services and the run engine.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddAllocations(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITerritoryScopeAccessor, LoopbackTerritoryScope>();
        services.TryAddSingleton<VisibleTerritories>();
        services.AddSingleton<AllocationPages>();
        services.AddSingleton<PublishedAvailability>();
        return services.AddRunStage<AllocationStage>(RunOrder.Allocation, RunKinds.Cycle, RunKinds.Allocation);
    }

    /// <summary>Maps the service.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    public static IEndpointRouteBuilder MapAllocations(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<AllocationEndpoint>();
        return endpoints;
    }
}
