using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Runs;
using PlanningEngine.Server.Hosting.Grpc;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;
using PlanVersion = PlanningEngine.Data.Plans.PlanVersion;
using Run = PlanningEngine.Data.Runs.Run;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;

namespace PlanningEngine.Server.Runs;

/// <summary>
/// Publishes again what an earlier run published: its versions, which never changed, take the places of those that are published now, all in one transaction. So a run that turned out worse is taken back,
/// and so is the taking back.
/// </summary>
internal sealed class RunRepublication(RunServices services, IdempotentRequests requests)
{
    /// <summary>Publishes, or says what would be.</summary>
    public async Task<PublishRunResponse> PublishAsync(PublishRunRequest request, string method, CancellationToken cancellationToken)
    {
        var found = new Violations();
        var requestId = request.ValidateOnly ? Guid.Empty : found.RequestId(request.RequestId);
        found.ThrowIfAny();
        if (!request.ValidateOnly)
            return await services.WriteAsync(db => requests.HandleAsync(db, requestId, request, method, () => PublishAsync(db, request.RunKey, cancellationToken), cancellationToken), cancellationToken);
        await using var db = await services.Contexts.CreateDbContextAsync(cancellationToken);
        return Answer(await ReadAsync(db, request.RunKey, cancellationToken));
    }

    private async Task<PublishRunResponse> PublishAsync(PlanningContext db, int runKey, CancellationToken cancellationToken)
    {
        var (run, places) = await ReadAsync(db, runKey, cancellationToken);
        var answer = Answer((run, places));
        var now = services.Now;
        // The old versions go first: the database allows one published version per plan and scenario.
        foreach (var before in places.Select(p => p.Before).OfType<PlanVersion>())
            before.Supersede(now);

        await db.SaveChangesAsync(cancellationToken);
        foreach (var (_, version, _) in places)
        {
            (version.Status, version.PublishedAt, version.SupersededAt, version.ModifiedAt) = (PlanVersionStatus.Published, now, null, now);
            version.Version++;
        }

        if (places.Exists(p => p.Plan.Kind == PlanKind.Demand))
            await PromoteAsync(db, run.RunKey, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return answer;
    }

    /// <summary>The run, and what of it is not published, beside what is.</summary>
    private static async Task<(Run Run, List<Place> Places)> ReadAsync(PlanningContext db, int runKey, CancellationToken cancellationToken)
    {
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.RunKey == runKey && runKey > 0, cancellationToken) ?? throw RunEndpoint.NotFound(runKey);
        (string, string) key = ("run_key", FormattableString.Invariant($"{runKey}"));
        if (run.Status != RunStatus.Succeeded)
            throw new RefusedException(StatusCode.FailedPrecondition, "RUN_NOT_SUCCEEDED", $"The run ({runKey}) is {run.Status.ToString().ToLowerInvariant()}: it has published nothing. Maybe list the runs, and take one that succeeded.", key);
        var own = await (from version in db.PlanVersions join plan in db.Plans on version.PlanKey equals plan.PlanKey where version.RunKey == runKey orderby plan.Kind select new { plan, version }).ToListAsync(cancellationToken);
        var shelved = own.FindAll(o => o.version.Status is PlanVersionStatus.Superseded or PlanVersionStatus.Recalled);
        var empty = new HashSet<int>();
        foreach (var one in shelved)
        {
            var search = new FactSearch(db, one.version.PlanVersionKey);
            await PlanFacts.VisitAsync(one.plan.Kind, search, cancellationToken);
            if (!search.IsFound)
                empty.Add(one.version.PlanVersionKey);
        }

        // A purge recalls the versions whose facts it deletes; older ones left them superseded.
        if (shelved.Exists(o => o.version.Status == PlanVersionStatus.Recalled && empty.Contains(o.version.PlanVersionKey)) || (shelved.Count > 0 && shelved.Count == empty.Count))
            throw new RefusedException(StatusCode.FailedPrecondition, "RUN_PURGED", $"What the run ({runKey}) published was deleted by a purge of old runs. Maybe create a run with its parameters.", key);
        if (own.Count == 0 || own.Exists(o => o.version.Status == PlanVersionStatus.Recalled))
            throw new RefusedException(StatusCode.FailedPrecondition, "RUN_RECALLED", $"What the run ({runKey}) published was taken back. Maybe create a run with its parameters.", key);
        var places = new List<Place>();
        foreach (var one in own.Where(o => o.version.Status == PlanVersionStatus.Superseded))
        {
            var (plan, scenario) = (one.version.PlanKey, one.version.ScenarioKey);
            places.Add(new Place(one.plan, one.version, await db.PlanVersions.SingleOrDefaultAsync(v => v.PlanKey == plan && v.ScenarioKey == scenario && v.Status == PlanVersionStatus.Published, cancellationToken)));
        }

        return (run, places);
    }

    private static PublishRunResponse Answer((Run Run, List<Place> Places) of) => new()
    {
        Run = RunMessages.ToMessage(of.Run),
        Changes =
        {
            of.Places.Select(p => new PublicationChange
            {
                PlanCode = p.Plan.Code,
                PlanVersionKey = p.Version.PlanVersionKey,
                ReplacedPlanVersionKey = p.Before?.PlanVersionKey ?? 0,
                ReplacedRunKey = p.Before?.RunKey ?? 0,
                ReplacedPublishTime = p.Before?.PublishedAt is { } since ? Timestamp.FromDateTime(DateTime.SpecifyKind(since, DateTimeKind.Utc)) : null,
            }),
        },
    };

    /// <summary>The published forecasts rest on the model of their run.</summary>
    private static async Task PromoteAsync(PlanningContext db, int runKey, DateTime now, CancellationToken cancellationToken)
    {
        foreach (var model in await db.Models.Where(m => m.ModelKey != 0 && (m.Status == "Promoted" || m.RunKey == runKey)).ToListAsync(cancellationToken))
        {
            (model.Status, model.ModifiedAt) = (model.RunKey == runKey ? "Promoted" : "Retired", now);
            model.Version++;
        }
    }

    private sealed class FactSearch(PlanningContext db, int version) : IFactVisitor
    {
        public bool IsFound { get; private set; }

        public async Task VisitAsync<T>(CancellationToken cancellationToken)
            where T : PublishedFact => IsFound = IsFound || await db.Set<T>().AnyAsync(f => f.PlanVersionKey == version, cancellationToken);
    }

    /// <param name="Plan">The plan.</param>
    /// <param name="Version">The run's version of it.</param>
    /// <param name="Before">The version that is published now; null without one.</param>
    private sealed record Place(Data.Plans.Plan Plan, PlanVersion Version, PlanVersion? Before);
}
