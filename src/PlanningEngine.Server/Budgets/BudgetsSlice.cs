using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Budgets;

/// <summary>The slice of budgets over response curves.</summary>
public static class BudgetsSlice
{
    /// <summary>Registers the stage; needs the run engine.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddBudgets(this IServiceCollection services) => services.AddRunStage<BudgetStage>(RunOrder.Budget, RunKinds.Budget);

    /// <summary>Maps the service.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    public static IEndpointRouteBuilder MapBudgets(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<BudgetEndpoint>();
        return endpoints;
    }
}
