using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Territories;

/// <summary>The slice of territory alignment.</summary>
public static class TerritoriesSlice
{
    /// <summary>Registers the stage; needs the run engine.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddTerritories(this IServiceCollection services) => services.AddRunStage<TerritoryStage>(RunOrder.Territories, RunKinds.Territories);

    /// <summary>Maps the service.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    public static IEndpointRouteBuilder MapTerritories(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<TerritoryEndpoint>();
        return endpoints;
    }
}
