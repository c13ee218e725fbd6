namespace PlanningEngine.Server.Inventory;

/// <summary>The slice of inventory planning; stateless, so there is nothing to register but the clock the host has.</summary>
public static class InventorySlice
{
    /// <summary>Maps the service.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    public static IEndpointRouteBuilder MapInventory(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<InventoryEndpoint>();
        return endpoints;
    }
}
