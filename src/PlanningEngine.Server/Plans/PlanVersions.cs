using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Quotas;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Hosting.Grpc;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;
using PlanVersion = PlanningEngine.Data.Plans.PlanVersion;
using QuotaRow = PlanningEngine.Data.Quotas.Quota;
using Violations = PlanningEngine.Server.Hosting.Grpc.Violations;

namespace PlanningEngine.Server.Plans;

/// <summary>Versions: drafted, copied, listed and published.</summary>
internal sealed class PlanVersions(PlanTransactions transactions, TimeProvider clock)
{
    private const int LongestCode = 128;

    /// <summary>Makes a draft, empty or a copy.</summary>
    public Task<CreatePlanVersionResponse> CreateAsync(CreatePlanVersionRequest request, PlanCall call)
    {
        var found = new Violations();
        var requestId = found.RequestId(request.RequestId);
        found.Require(request.PlanCode.Length > 0, "plan_code", "required", "The plan_code must be given. Maybe list the plans first.");
        found.Require(request.CopyOfPlanVersionKey >= 0, "copy_of_plan_version_key", "out-of-range", $"The key ({request.CopyOfPlanVersionKey}) must not be negative. Maybe leave it out for an empty draft.");
        found.ThrowIfAny();
        return transactions.MutateAsync(requestId, request, call, async (db, ct) =>
        {
            var plan = await db.Plans.AsNoTracking().SingleOrDefaultAsync(p => p.Code == request.PlanCode && p.PlanKey != 0, ct)
                ?? throw new RefusedException(StatusCode.NotFound, "PLAN_NOT_FOUND", $"There is no plan ({request.PlanCode}). Maybe create it first.", ("plan_code", request.PlanCode));
            var code = request.ScenarioCode.Length == 0 ? Scenario.BaseCode : request.ScenarioCode;
            var scenario = await db.Scenarios.AsNoTracking().SingleOrDefaultAsync(s => s.Code == code && s.ScenarioKey != 0, ct)
                ?? throw new RefusedException(StatusCode.NotFound, "SCENARIO_NOT_FOUND", $"There is no scenario ({code}). Maybe leave it out to get {Scenario.BaseCode}.", ("scenario_code", code));
            var version = await AddAsync(db, plan, scenario, call.Author, ct);
            if (request.CopyOfPlanVersionKey != 0)
            {
                var original = await PlanLookup.FindAsync(db, request.CopyOfPlanVersionKey, ct);
                if (original.Plan.Kind != plan.Kind)
                    throw PlanLookup.WrongKind(original.Plan, plan.Kind);
                version.Bucket = original.Version.Bucket;
                await VersionFacts.CopyAllAsync(db, plan.Kind, original.Version.PlanVersionKey, version, version.CreatedAt, ct);
            }

            return new CreatePlanVersionResponse { PlanVersion = PlanMessages.ToMessage(new VersionOfPlan(version, plan, scenario.Code)) };
        });
    }

    /// <summary>A page of versions, newest first.</summary>
    public async Task<ListPlanVersionsResponse> ListAsync(ListPlanVersionsRequest request, CancellationToken cancellationToken)
    {
        var size = PlanLookup.PageSize(request.PageSize, 50, 1_000);
        var query = new ListPlanVersionsRequest { PlanCode = request.PlanCode };
        var before = PageTokens.Read<int?>(query, request.PageToken) ?? int.MaxValue;
        await using var db = await transactions.OpenAsync(cancellationToken);
        var rows = await (
            from version in db.PlanVersions.AsNoTracking()
            join plan in db.Plans on version.PlanKey equals plan.PlanKey
            join scenario in db.Scenarios on version.ScenarioKey equals scenario.ScenarioKey
            where version.PlanVersionKey != 0 && version.PlanVersionKey < before && (request.PlanCode == "" || plan.Code == request.PlanCode)
            orderby version.PlanVersionKey descending
            select new VersionOfPlan(version, plan, scenario.Code)).Take(size + 1).ToListAsync(cancellationToken);
        var response = new ListPlanVersionsResponse { PlanVersions = { rows.Take(size).Select(PlanMessages.ToMessage) } };
        if (rows.Count > size)
            response.NextPageToken = PageTokens.Write(query, (int?)rows[size - 1].Version.PlanVersionKey);
        return response;
    }

    /// <summary>Publishes a draft; a published version is answered as it is.</summary>
    public Task<PublishPlanVersionResponse> PublishAsync(PublishPlanVersionRequest request, PlanCall call)
    {
        var found = new Violations();
        var requestId = found.RequestId(request.RequestId);
        found.Require(request.PlanVersionKey > 0, "plan_version_key", "required", "The plan_version_key must be given. Maybe list the versions first.");
        found.ThrowIfAny();
        return transactions.MutateAsync(requestId, request, call, async (db, ct) =>
        {
            var draft = await PlanLookup.FindAsync(db, request.PlanVersionKey, ct);
            if (draft.Version.Status is not (PlanVersionStatus.Draft or PlanVersionStatus.Published))
                throw PlanLookup.Frozen(draft.Version);
            if (draft.Version.Status == PlanVersionStatus.Draft)
                await FlipAsync(db, draft, clock.GetUtcNow().UtcDateTime, ct);
            return new PublishPlanVersionResponse { PlanVersion = PlanMessages.ToMessage(draft) };
        });
    }

    private static async Task FlipAsync(PlanningContext db, VersionOfPlan draft, DateTime now, CancellationToken cancellationToken)
    {
        var version = draft.Version;
        var before = await db.PlanVersions.SingleOrDefaultAsync(
            v => v.PlanKey == version.PlanKey && v.ScenarioKey == version.ScenarioKey && v.Status == PlanVersionStatus.Published, cancellationToken);
        if (before is not null)
        {
            if (draft.Plan.Kind == PlanKind.Quota)
                await CarryOverAsync(db, before.PlanVersionKey, version, now, cancellationToken);
            before.Supersede(now);
            // The old version goes first: the database allows one published version per plan and scenario.
            await db.SaveChangesAsync(cancellationToken);
        }

        version.ContentHash = await VersionFacts.HashAsync(db, draft.Plan.Kind, version.PlanVersionKey, cancellationToken);
        (version.Status, version.PublishedAt, version.ModifiedAt, version.ReplacedPlanVersionKey) = (PlanVersionStatus.Published, now, now, before?.PlanVersionKey ?? 0);
        version.Version++;
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Quotas before and after the draft's own horizon stay as they were, so that one version holds all of them.</summary>
    private static async Task CarryOverAsync(PlanningContext db, int before, PlanVersion draft, DateTime now, CancellationToken cancellationToken)
    {
        var key = draft.PlanVersionKey;
        var leaves = db.Quotas.Where(q => q.PlanVersionKey == key);
        var (first, last) = (await leaves.MinAsync(q => (int?)q.DateKey, cancellationToken) ?? 0, await leaves.MaxAsync(q => (int?)q.DateKey, cancellationToken) ?? 0);
        await VersionFacts.CopyAsync<QuotaRow>(db, before, draft, q => q.DateKey < first || q.DateKey > last, now, cancellationToken);
        await VersionFacts.CopyAsync<QuotaNode>(db, before, draft, q => q.DateKey < first || q.DateKey > last, now, cancellationToken);
    }

    private async Task<PlanVersion> AddAsync(PlanningContext db, Data.Plans.Plan plan, Scenario scenario, string author, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var key = (int)await KeySequences.ReserveAsync(db, "PlanVersions", 1, cancellationToken);
        var number = (await db.PlanVersions.Where(v => v.PlanKey == plan.PlanKey && v.ScenarioKey == scenario.ScenarioKey)
            .MaxAsync(v => (int?)v.Number, cancellationToken) ?? 0) + 1;
        var code = FormattableString.Invariant($"{plan.Code}/{scenario.Code}/{number}");
        var name = FormattableString.Invariant($"{plan.Name} {number}");
        var version = new PlanVersion
        {
            PlanVersionKey = key,
            Code = code.Length <= LongestCode ? code : FormattableString.Invariant($"VERSION/{key}"),
            Name = name.Length <= LongestCode ? name : code[..Math.Min(code.Length, LongestCode)],
            PlanKey = plan.PlanKey,
            ScenarioKey = scenario.ScenarioKey,
            Number = number,
            Author = author,
            CreatedAt = now,
            ModifiedAt = now,
        };
        db.PlanVersions.Add(version);
        await db.SaveChangesAsync(cancellationToken);
        return version;
    }
}
