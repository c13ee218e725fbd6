using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Inventory;

/// <summary>The slice of inventory planning.</summary>
public static class InventorySlice
{
    /// <summary>Registers the stage; needs the run engine.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddInventory(this IServiceCollection services) => services.AddRunStage<InventoryStage>(RunOrder.Inventory, RunKinds.Inventory);

    /// <summary>Maps the service.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    public static IEndpointRouteBuilder MapInventory(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<InventoryEndpoint>();
        return endpoints;
    }
}
