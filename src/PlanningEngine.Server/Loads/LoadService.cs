using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Hosting.Security;
using PlanningEngine.Server.Loads.Commit;
using PlanningEngine.Server.Loads.Revert;
using PlanningEngine.Server.Loads.Staging;
using PlanningEngine.Server.Loads.Validation;

namespace PlanningEngine.Server.Loads;

/// <summary>LoadService on the wire.</summary>
[Authorize(Policy = Policies.Reader)]
internal sealed class LoadService(
    LoadOpening opening, ChunkStaging staging, LoadValidation validation, LoadCommit commit, LoadReversal reversal, LoadQueries queries)
    : Contracts.V1.LoadService.LoadServiceBase
{
    [Authorize(Policy = Policies.Planner)]
    public override Task<OpenLoadResponse> OpenLoad(OpenLoadRequest request, ServerCallContext context) =>
        opening.OpenAsync(request, Caller.Name(context), context.CancellationToken);

    [Authorize(Policy = Policies.Planner)]
    public override Task StreamChunks(IAsyncStreamReader<StreamChunksRequest> requestStream, IServerStreamWriter<StreamChunksResponse> responseStream, ServerCallContext context) =>
        staging.StageAsync(requestStream.ReadAllAsync(context.CancellationToken), r => responseStream.WriteAsync(r, context.CancellationToken), context.CancellationToken);

    [Authorize(Policy = Policies.Planner)]
    public override Task ValidateLoad(ValidateLoadRequest request, IServerStreamWriter<ValidateLoadResponse> responseStream, ServerCallContext context) =>
        validation.ValidateAsync(request, r => responseStream.WriteAsync(r, context.CancellationToken), context.CancellationToken);

    [Authorize(Policy = Policies.Planner)]
    public override Task<CommitLoadResponse> CommitLoad(CommitLoadRequest request, ServerCallContext context) =>
        commit.CommitAsync(request, context.CancellationToken);

    [Authorize(Policy = Policies.Planner)]
    public override Task<RevertLoadResponse> RevertLoad(RevertLoadRequest request, ServerCallContext context) =>
        reversal.RevertAsync(request, Caller.Name(context), context.CancellationToken);

    [Authorize(Policy = Policies.Planner)]
    public override Task<AbandonLoadResponse> AbandonLoad(AbandonLoadRequest request, ServerCallContext context) =>
        opening.AbandonAsync(request, context.CancellationToken);

    public override async Task<GetLoadResponse> GetLoad(GetLoadRequest request, ServerCallContext context) =>
        new() { Load = await queries.GetAsync(request.LoadKey, context.CancellationToken) };

    public override Task<ListLoadsResponse> ListLoads(ListLoadsRequest request, ServerCallContext context) =>
        queries.ListAsync(request, context.CancellationToken);

    public override Task<ListFindingsResponse> ListFindings(ListFindingsRequest request, ServerCallContext context) =>
        queries.ListFindingsAsync(request, context.CancellationToken);
}
