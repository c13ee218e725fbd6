using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Hosting.Security;

namespace PlanningEngine.Server.Territories;

/// <summary>The service <c>planning.v1.TerritoryService</c>.</summary>
[Authorize(Policy = Policies.Planner)]
internal sealed class TerritoryEndpoint(TimeProvider clock) : TerritoryService.TerritoryServiceBase
{
    public override Task<AlignTerritoriesResponse> AlignTerritories(AlignTerritoriesRequest request, ServerCallContext context) =>
        SolveTime.RunAsync(token => StatelessTerritories.Answer(request, token), clock, context);
}
