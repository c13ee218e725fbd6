using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Actuals;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Data.Loads;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Quotas;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Loads.Commit;
using PlanningEngine.Server.Loads.Rows;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Revert;

/// <summary>
/// Takes a committed load back by a commit of its own: nothing is deleted, so that what was known at any commit can still be
/// asked. What later loads corrected stays as they left it.
/// </summary>
internal sealed class LoadReversal(LoadWriter writer, ILoadFaults faults, TimeProvider clock, ILogger<LoadReversal> logger)
{
    public Task<Wire.RevertLoadResponse> RevertAsync(Wire.RevertLoadRequest request, string author, CancellationToken ct)
    {
        var violations = new Violations();
        var requestId = violations.RequestId(request.RequestId);
        violations.ThrowIfAny();
        return writer.ApplyInBulkAsync(requestId, request, "RevertLoad", async db =>
        {
            var load = await db.FindLoadAsync(request.LoadKey, ct);
            load.Require("reverted", LoadStatus.Committed, LoadStatus.Reverted);
            if (load.Status == LoadStatus.Reverted)
                return new Wire.RevertLoadResponse { Load = await db.ToWireAsync(load, ct) };
            var commitNumber = checked((int)await KeySequences.ReserveAsync(db, KeySequence.Commits, 1, ct));
            // The number may have been waited for while another call reverted this load.
            await db.Entry(load).ReloadAsync(ct);
            return load.Status == LoadStatus.Reverted
                ? new Wire.RevertLoadResponse { Load = await db.ToWireAsync(load, ct) }
                : await WriteAsync(db, load, commitNumber, author, ct);
        }, ct);
    }

    private async Task<Wire.RevertLoadResponse> WriteAsync(PlanningContext db, Load load, int commitNumber, string author, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var sets = LoadTotals.Of(load).Sets.Select(s => s.Set).ToHashSet();
        db.ChangeTracker.Clear();
        var response = new Wire.RevertLoadResponse();
        if (sets.Contains(LoadSet.Sales))
            await RevertAsync<Sale>(db, LoadSet.Sales, load.LoadKey, commitNumber, now, response, ct);
        if (sets.Contains(LoadSet.Inventory))
            await RevertAsync<InventoryLevel>(db, LoadSet.Inventory, load.LoadKey, commitNumber, now, response, ct);
        if (sets.Contains(LoadSet.Capacities))
            await RevertAsync<Capacity>(db, LoadSet.Capacities, load.LoadKey, commitNumber, now, response, ct);
        if (sets.Contains(LoadSet.Opportunities))
            await RevertAsync<Opportunity>(db, LoadSet.Opportunities, load.LoadKey, commitNumber, now, response, ct);
        if (sets.Contains(LoadSet.DriverValues))
            await RevertAsync<DriverValue>(db, LoadSet.DriverValues, load.LoadKey, commitNumber, now, response, ct);
        if (sets.Contains(LoadSet.Quotas))
            await RevertQuotasAsync(db, new QuotaPublication(db, load.LoadKey, author, now), load.LoadKey, response, ct);
        response.KeptMembers.AddRange(await new DimensionReversal(db, load.LoadKey, now).RevertAsync(ct));

        var ended = await db.FindLoadAsync(load.LoadKey, ct);
        (ended.Status, ended.RevertCommitNumber, ended.RevertedAt, ended.ModifiedAt) = (LoadStatus.Reverted, commitNumber, now, now);
        await db.SaveChangesAsync(ct);
        faults.Before(LoadStep.EndRevert);
        Log.Reverted(logger, load.LoadKey, commitNumber, response.RemovedCount, response.RestoredCount, response.KeptMembers.Count);
        response.Load = await db.ToWireAsync(ended, ct);
        return response;
    }

    private static async Task RevertAsync<T>(
        PlanningContext db, LoadSet set, int loadKey, int commitNumber, DateTime now, Wire.RevertLoadResponse response, CancellationToken ct)
        where T : VersionedFact
    {
        var sql = FactSql.For<T>(db);
        await db.ExecuteAsync(sql.CreateKeys, ct);
        await db.ExecuteAsync(sql.CollectReverted, ct, ("@load", loadKey));
        var removed = await db.ExecuteAsync(sql.Remove, ct, ("@commit", commitNumber), ("@load", loadKey));
        var first = await KeySequences.ReserveAsync(db, set.ToString(), removed, ct);
        response.RemovedCount += removed;
        response.RestoredCount += await db.ExecuteAsync(sql.Restore, ct, ("@first", first), ("@now", now), ("@commit", commitNumber), ("@load", loadKey));
        await db.ExecuteAsync(sql.DropKeys, ct);
    }

    /// <summary>Publishes the quotas as they are without the load: where a row is still as the load left it, the row of the version before the load's returns.</summary>
    private static async Task RevertQuotasAsync(PlanningContext db, QuotaPublication publication, int loadKey, Wire.RevertLoadResponse response, CancellationToken ct)
    {
        var own = await (from version in db.PlanVersions.AsNoTracking()
                         join plan in db.Plans on version.PlanKey equals plan.PlanKey
                         where version.LoadKey == loadKey && plan.Kind == PlanKind.Quota && plan.IsDefault
                         orderby version.Number
                         select version).FirstOrDefaultAsync(ct);
        if (own is null)
            return;
        var predecessor = await PredecessorAsync(db, own, ct);
        var loaded = await publication.ReadAsync(own, ct);
        var earlier = await publication.ReadAsync(predecessor, ct);
        if (predecessor?.Status == PlanVersionStatus.Recalled && earlier.Count == 0)
        {
            throw new RefusedException(
                StatusCode.FailedPrecondition, "PREDECESSOR_PURGED", $"The quotas before load {loadKey} were deleted by a purge of old runs, so that they cannot return. Maybe load the quotas that should hold.",
                ("load_key", FormattableString.Invariant($"{loadKey}")), ("plan_version_key", FormattableString.Invariant($"{predecessor.PlanVersionKey}")));
        }

        var published = await publication.FindPublishedAsync(ct);
        var leaves = await publication.ReadAsync(published, ct);
        var changedDates = new HashSet<int>();
        foreach (var (key, quota) in loaded)
        {
            var old = earlier.GetValueOrDefault(key);
            var isOurs = old is null || !Same(old, quota);
            if (!isOurs || !leaves.TryGetValue(key, out var current) || !Same(current, quota))
                continue;
            changedDates.Add(key.DateKey);
            leaves.Remove(key);
            response.RemovedCount++;
            if (old is null)
                continue;
            leaves[key] = old;
            response.RestoredCount++;
        }

        if (changedDates.Count > 0)
            await publication.PublishAsync(published, leaves.Values, changedDates, ct);
    }

    /// <summary>The version whose place a load's took; null for none.</summary>
    private static async Task<PlanVersion?> PredecessorAsync(PlanningContext db, PlanVersion own, CancellationToken ct)
    {
        var versions = db.PlanVersions.AsNoTracking();
        if (own.ReplacedPlanVersionKey is { } key)
            return await versions.SingleOrDefaultAsync(v => v.PlanVersionKey == key && key != 0, ct);
        // An earlier version of this program did not keep it. Where it is published again since, it no longer says when it was superseded, but was published after the load.
        return await versions.Where(v => v.PlanKey == own.PlanKey && v.ScenarioKey == own.ScenarioKey && v.Number < own.Number && v.PublishedAt != null)
            .OrderByDescending(v => v.SupersededAt == own.CreatedAt).ThenByDescending(v => v.PublishedAt > own.CreatedAt).ThenByDescending(v => v.Number).FirstOrDefaultAsync(ct);
    }

    private static bool Same(Quota a, Quota b) => a.Amount == b.Amount && a.Locked == b.Locked;
}
