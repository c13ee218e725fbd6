using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Runs;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Hosting.Security;
using PlanningEngine.Server.Reporting;
using RunRow = PlanningEngine.Data.Runs.Run;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;

namespace PlanningEngine.Server.Runs;

/// <summary>The service <c>planning.v1.RunService</c>. Runs speak of the whole company: who may see some territories only sees none.</summary>
[Authorize(Policy = Policies.Reader)]
internal sealed class RunEndpoint(RunServices services, RunIntake intake, RunPreview preview, RunRepublication republication, IdempotentRequests requests, ITerritoryScopeAccessor scopes)
    : RunService.RunServiceBase
{
    private const int UsualPage = 50;
    private const int LargestPage = 1_000;

    [Authorize(Policy = Policies.DataScientist)]
    public override async Task<CreateRunResponse> CreateRun(CreateRunRequest request, ServerCallContext context)
    {
        RequireWholeCompany(context);
        var found = new Violations();
        var requestId = found.RequestId(request.RequestId);
        var kind = RunKinds.NameOf(request.Kind);
        found.Require(kind is not null, "kind", "required", $"The kind of run ({(int)request.Kind}) must be given. Maybe use RUN_KIND_CYCLE.");
        var parameters = RunParameterRules.Complete(request.Parameters, services.Company.FiscalWeeks);
        RunParameterRules.CheckKind(kind, parameters, found);
        RunParameterRules.Check(parameters, found);
        await preview.CheckSourceAsync(parameters, found, context.CancellationToken);
        found.ThrowIfAny();

        var row = intake.Row(kind!, parameters, Caller.Name(context));
        if (request.ValidateOnly)
            return new CreateRunResponse { Run = await PreviewAsync(row, parameters, context.CancellationToken) };
        var response = await services.WriteAsync(db => requests.HandleAsync(db, requestId, request, context.Method.TrimStart('/'), async () =>
        {
            await RunIntake.AddAsync(db, row, context.CancellationToken);
            return new CreateRunResponse { Run = RunMessages.ToMessage(row) };
        }, context.CancellationToken), context.CancellationToken);
        services.Signals.Notify();
        return response;
    }

    public override async Task<GetRunResponse> GetRun(GetRunRequest request, ServerCallContext context)
    {
        RequireWholeCompany(context);
        return new() { Run = RunMessages.ToMessage(await FindAsync(request.RunKey, context.CancellationToken)) };
    }

    public override async Task<ListRunsResponse> ListRuns(ListRunsRequest request, ServerCallContext context)
    {
        RequireWholeCompany(context);
        var found = new Violations();
        found.Require(request.PageSize is >= 0 and <= LargestPage, "page_size", "out-of-range", $"The page size ({request.PageSize}) must lie between 0 and {LargestPage}. Maybe leave it out to get {UsualPage}.");
        found.Require(Enum.IsDefined(request.State), "state", "unknown-value", $"The state ({(int)request.State}) is not known. Maybe leave it out to get all.");
        found.ThrowIfAny();
        var size = request.PageSize == 0 ? UsualPage : request.PageSize;
        var query = request.Clone();
        (query.PageSize, query.PageToken) = (0, "");
        var before = PageTokens.Read<int?>(query, request.PageToken) ?? int.MaxValue;

        await using var db = await services.Contexts.CreateDbContextAsync(context.CancellationToken);
        var runs = db.Runs.AsNoTracking().Where(r => r.RunKey != 0 && r.RunKey < before);
        if (RunMessages.StatusOf(request.State) is { } status)
            runs = runs.Where(r => r.Status == status);
        var rows = await runs.OrderByDescending(r => r.RunKey).Take(size + 1).ToListAsync(context.CancellationToken);
        var response = new ListRunsResponse { Runs = { rows.Take(size).Select(RunMessages.ToMessage) } };
        if (rows.Count > size)
            response.NextPageToken = PageTokens.Write(query, (int?)rows[size - 1].RunKey);
        return response;
    }

    [Authorize(Policy = Policies.DataScientist)]
    public override async Task<CancelRunResponse> CancelRun(CancelRunRequest request, ServerCallContext context)
    {
        RequireWholeCompany(context);
        var found = new Violations();
        var requestId = found.RequestId(request.RequestId);
        found.ThrowIfAny();
        var response = await services.WriteAsync(db => requests.HandleAsync(db, requestId, request, context.Method.TrimStart('/'), async () =>
        {
            var isAsked = await CancelAsync(db, request.RunKey, context.CancellationToken);
            return new CancelRunResponse { Run = RunMessages.ToMessage(await FindAsync(db, request.RunKey, context.CancellationToken)), EndedBefore = !isAsked };
        }, context.CancellationToken), context.CancellationToken);
        services.Signals.Notify();
        return response;
    }

    public override async Task WatchRun(WatchRunRequest request, IServerStreamWriter<WatchRunResponse> responseStream, ServerCallContext context)
    {
        RequireWholeCompany(context);
        Contracts.V1.Run? shown = null;
        while (true)
        {
            var change = services.Signals.Next;
            var row = await FindAsync(request.RunKey, context.CancellationToken);
            var message = RunMessages.ToMessage(row);
            if (!message.Equals(shown))
                await responseStream.WriteAsync(new WatchRunResponse { Run = message }, context.CancellationToken);
            shown = message;
            if (RunMessages.HasEnded(row.Status))
                return;
            await services.Signals.WaitAsync(change, services.Options.Poll, context.CancellationToken);
        }
    }

    [Authorize(Policy = Policies.DataScientist)]
    public override Task<PublishRunResponse> PublishRun(PublishRunRequest request, ServerCallContext context)
    {
        RequireWholeCompany(context);
        return republication.PublishAsync(request, context.Method.TrimStart('/'), context.CancellationToken);
    }

    /// <summary>The refusal of a run that is not there.</summary>
    internal static RefusedException NotFound(int runKey) =>
        new(StatusCode.NotFound, "RUN_NOT_FOUND", $"There is no run ({runKey}). Maybe list the runs first.", ("run_key", FormattableString.Invariant($"{runKey}")));

    private async Task<Contracts.V1.Run> PreviewAsync(RunRow row, RunParameters parameters, CancellationToken cancellationToken)
    {
        var run = RunMessages.ToMessage(row);
        try
        {
            (run.SeriesCount, run.Summary) = await preview.ReadAsync(row.Kind, parameters, cancellationToken);
        }
        catch (RunFailedException wouldFail)
        {
            run.Error = wouldFail.Message;
        }

        return run;
    }

    /// <summary>A waiting run is cancelled at once; one that is worked on is asked to stop; an ended one stays as it is, and the answer is false.</summary>
    private async Task<bool> CancelAsync(PlanningContext db, int runKey, CancellationToken cancellationToken)
    {
        var now = services.Now;
        var waiting = await db.Runs.Where(r => r.RunKey == runKey && r.Status == RunStatus.Queued).ExecuteUpdateAsync(s => s
            .SetProperty(r => r.Status, RunStatus.Cancelled).SetProperty(r => r.CancelRequested, true)
            .SetProperty(r => r.FinishedAt, now).SetProperty(r => r.ModifiedAt, now), cancellationToken);
        if (waiting == 0)
            return await db.Runs.Where(r => r.RunKey == runKey && r.Status == RunStatus.Running)
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.CancelRequested, true).SetProperty(r => r.ModifiedAt, now), cancellationToken) > 0;
        await db.RunCheckpoints.Where(c => c.RunKey == runKey).ExecuteDeleteAsync(cancellationToken);
        return true;
    }

    private void RequireWholeCompany(ServerCallContext context)
    {
        if (!scopes.GetScope(context.GetHttpContext()).IsAll)
            throw new RefusedException(StatusCode.PermissionDenied, "TERRITORY_SCOPE", "Runs speak of the whole company, and you may see some territories only. Maybe ask for a key without a territory.");
    }

    private async Task<RunRow> FindAsync(int runKey, CancellationToken cancellationToken)
    {
        await using var db = await services.Contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, runKey, cancellationToken);
    }

    private static async Task<RunRow> FindAsync(PlanningContext db, int runKey, CancellationToken cancellationToken) =>
        await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.RunKey == runKey && runKey > 0, cancellationToken)
            ?? throw NotFound(runKey);
}
