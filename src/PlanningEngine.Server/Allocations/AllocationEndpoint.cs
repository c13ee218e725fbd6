using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Hosting.Security;

namespace PlanningEngine.Server.Allocations;

/// <summary>The service <c>planning.v1.AllocationService</c>.</summary>
[Authorize(Policy = Policies.Reader)]
internal sealed class AllocationEndpoint(AllocationPages pages, PublishedAvailability published, TimeProvider clock) : AllocationService.AllocationServiceBase
{
    [Authorize(Policy = Policies.Planner)]
    public override Task<AllocateResponse> Allocate(AllocateRequest request, ServerCallContext context) =>
        SolveTime.RunAsync(token => StatelessAllocation.Answer(request, token), clock, context);

    [Authorize(Policy = Policies.Planner)]
    public override Task<CheckAvailabilityResponse> CheckAvailability(CheckAvailabilityRequest request, ServerCallContext context) =>
        SolveTime.RunAsync(token => StatelessAllocation.Check(request, token), clock, context);

    public override Task<CheckPublishedAvailabilityResponse> CheckPublishedAvailability(CheckPublishedAvailabilityRequest request, ServerCallContext context) =>
        published.CheckAsync(request, context);

    public override Task<GetAllocationsResponse> GetAllocations(GetAllocationsRequest request, ServerCallContext context) => pages.GetAsync(request, context);
}
