namespace PlanningEngine.Server.Territories;

/// <summary>The slice of territory alignment; stateless, so there is nothing to register but the clock the host has.</summary>
public static class TerritoriesSlice
{
    /// <summary>Maps the service.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    public static IEndpointRouteBuilder MapTerritories(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<TerritoryEndpoint>();
        return endpoints;
    }
}
