using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Hosting.Security;

namespace PlanningEngine.Server.Allocations;

/// <summary>The service <c>planning.v1.AllocationService</c>.</summary>
[Authorize(Policy = Policies.Reader)]
internal sealed class AllocationEndpoint(AllocationPages pages, TimeProvider clock) : AllocationService.AllocationServiceBase
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Part of the time to the deadline that is kept for the answer's way back.</summary>
    private const double KeptForTheAnswer = 0.15;

    [Authorize(Policy = Policies.Planner)]
    public override async Task<AllocateResponse> Allocate(AllocateRequest request, ServerCallContext context)
    {
        using var budget = new CancellationTokenSource(Budget(context.Deadline), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, context.CancellationToken);
        var token = either.Token;
        var response = await Task.Run(() => StatelessAllocation.Answer(request, token), CancellationToken.None);
        context.CancellationToken.ThrowIfCancellationRequested();
        return response;
    }

    public override Task<GetAllocationsResponse> GetAllocations(GetAllocationsRequest request, ServerCallContext context) => pages.GetAsync(request, context);

    private TimeSpan Budget(DateTime deadline)
    {
        if (deadline == DateTime.MaxValue)
            return LongestWait;
        var left = (deadline.ToUniversalTime() - clock.GetUtcNow().UtcDateTime) * (1 - KeptForTheAnswer);
        return left <= TimeSpan.Zero ? TimeSpan.Zero : left < LongestWait ? left : LongestWait;
    }
}
