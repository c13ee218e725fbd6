using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Hosting.Security;

namespace PlanningEngine.Server.Plans;

/// <summary>The service <c>planning.v1.PlanService</c>.</summary>
[Authorize(Policy = Policies.Reader)]
internal sealed class PlanEndpoint(PlanRegister plans, PlanVersions versions, PlanLines lines, QuotaPlans quotas, QuotaPages quotaPages) : PlanService.PlanServiceBase
{
    [Authorize(Policy = Policies.Planner)]
    public override Task<CreatePlanResponse> CreatePlan(CreatePlanRequest request, ServerCallContext context) => plans.CreateAsync(request, PlanCall.Of(context));

    public override Task<ListPlansResponse> ListPlans(ListPlansRequest request, ServerCallContext context) => plans.ListAsync(request, context.CancellationToken);

    [Authorize(Policy = Policies.Planner)]
    public override Task<CreatePlanVersionResponse> CreatePlanVersion(CreatePlanVersionRequest request, ServerCallContext context) => versions.CreateAsync(request, PlanCall.Of(context));

    public override Task<ListPlanVersionsResponse> ListPlanVersions(ListPlanVersionsRequest request, ServerCallContext context) =>
        versions.ListAsync(request, context.CancellationToken);

    [Authorize(Policy = Policies.Planner)]
    public override Task<WritePlanLinesResponse> WritePlanLines(WritePlanLinesRequest request, ServerCallContext context) => lines.WriteAsync(request, PlanCall.Of(context));

    public override Task<GetPlanLinesResponse> GetPlanLines(GetPlanLinesRequest request, ServerCallContext context) => lines.GetAsync(request, context);

    [Authorize(Policy = Policies.Planner)]
    public override Task<CascadeQuotasResponse> CascadeQuotas(CascadeQuotasRequest request, ServerCallContext context) => quotas.CascadeAsync(request, context);

    public override Task<GetQuotasResponse> GetQuotas(GetQuotasRequest request, ServerCallContext context) => quotaPages.GetAsync(request, context);

    [Authorize(Policy = Policies.Planner)]
    public override Task<PublishPlanVersionResponse> PublishPlanVersion(PublishPlanVersionRequest request, ServerCallContext context) => versions.PublishAsync(request, PlanCall.Of(context));
}
