using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Hosting.Security;

namespace PlanningEngine.Server.Headcount;

/// <summary>The service <c>planning.v1.HeadcountService</c>.</summary>
[Authorize(Policy = Policies.Planner)]
internal sealed class HeadcountEndpoint(TimeProvider clock) : HeadcountService.HeadcountServiceBase
{
    public override Task<PlanHeadcountResponse> PlanHeadcount(PlanHeadcountRequest request, ServerCallContext context) =>
        SolveTime.RunAsync(token => StatelessHeadcount.Answer(request, token), clock, context);
}
