using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Hosting.Security;

namespace PlanningEngine.Server.Quotas;

/// <summary>The service <c>planning.v1.QuotaService</c>.</summary>
[Authorize(Policy = Policies.Planner)]
internal sealed class QuotaEndpoint(TimeProvider clock) : QuotaService.QuotaServiceBase
{
    public override Task<AllocateQuotasResponse> AllocateQuotas(AllocateQuotasRequest request, ServerCallContext context) =>
        SolveTime.RunAsync(token => StatelessQuotas.Answer(request, token), clock, context);
}
