using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Hosting.Security;

namespace PlanningEngine.Server.Budgets;

/// <summary>The service <c>planning.v1.BudgetService</c>.</summary>
[Authorize(Policy = Policies.Planner)]
internal sealed class BudgetEndpoint(TimeProvider clock) : BudgetService.BudgetServiceBase
{
    public override Task<AllocateBudgetResponse> AllocateBudget(AllocateBudgetRequest request, ServerCallContext context) =>
        SolveTime.RunAsync(token => StatelessBudget.Answer(request, token), clock, context);
}
