namespace PlanningEngine.Server.Budgets;

/// <summary>The slice of budgets over response curves; stateless, so there is nothing to register but the clock the host has.</summary>
public static class BudgetsSlice
{
    /// <summary>Maps the service.</summary>
    /// <param name="endpoints">The application's endpoints.</param>
    public static IEndpointRouteBuilder MapBudgets(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<BudgetEndpoint>();
        return endpoints;
    }
}
