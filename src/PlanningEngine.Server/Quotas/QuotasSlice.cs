namespace PlanningEngine.Server.Quotas;

/// <summary>The slice of stateless quota allocation; there is nothing to register but the clock the host has. Quotas over the database are made in Plans.</summary>
public static class QuotasSlice
{
    /// <summary>Maps the service.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    public static IEndpointRouteBuilder MapQuotas(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<QuotaEndpoint>();
        return endpoints;
    }
}
