using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Hosting.Security;

namespace PlanningEngine.Server.Inventory;

/// <summary>The service <c>planning.v1.InventoryService</c>.</summary>
[Authorize(Policy = Policies.Planner)]
internal sealed class InventoryEndpoint(TimeProvider clock) : InventoryService.InventoryServiceBase
{
    public override Task<PlanInventoryResponse> PlanInventory(PlanInventoryRequest request, ServerCallContext context) =>
        SolveTime.RunAsync(token => StatelessInventory.Answer(request, token), clock, context);
}
