namespace PlanningEngine.Server.Headcount;

/// <summary>The slice of headcount planning; stateless, so there is nothing to register but the clock the host has.</summary>
public static class HeadcountSlice
{
    /// <summary>Maps the service.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    public static IEndpointRouteBuilder MapHeadcount(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<HeadcountEndpoint>();
        return endpoints;
    }
}
