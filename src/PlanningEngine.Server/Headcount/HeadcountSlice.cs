using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Headcount;

/// <summary>The slice of headcount planning.</summary>
public static class HeadcountSlice
{
    /// <summary>Registers the stage; needs the run engine.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddHeadcount(this IServiceCollection services) => services.AddRunStage<HeadcountStage>(RunOrder.Headcount, RunKinds.Headcount);

    /// <summary>Maps the service.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    public static IEndpointRouteBuilder MapHeadcount(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<HeadcountEndpoint>();
        return endpoints;
    }
}
