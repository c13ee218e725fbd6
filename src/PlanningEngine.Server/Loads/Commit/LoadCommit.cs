using Microsoft.Extensions.Options;
using PlanningEngine.Data;
using PlanningEngine.Data.Loads;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Hosting.Startup;
using PlanningEngine.Server.Loads.Rows;
using PlanningEngine.Server.Loads.Staging;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Commit;

/// <summary>
/// Makes a validated load's rows members, facts and quotas in one transaction, all or none. Commits are in order: the
/// commit number is taken first, and its sequence is locked until the transaction ends.
/// </summary>
internal sealed class LoadCommit(
    LoadWriter writer, ChunkStore chunks, IOptions<CompanyOptions> company, LoadMetrics metrics, ILoadFaults faults, TimeProvider clock, ILogger<LoadCommit> logger)
{
    public async Task<Wire.CommitLoadResponse> CommitAsync(Wire.CommitLoadRequest request, CancellationToken ct)
    {
        var violations = new Violations();
        var requestId = violations.RequestId(request.RequestId);
        violations.ThrowIfAny();
        var started = clock.GetTimestamp();
        RowCounts? done = null;
        var response = await writer.ApplyInBulkAsync(requestId, request, "CommitLoad", async db =>
        {
            var load = await db.FindLoadAsync(request.LoadKey, ct);
            load.Require("committed", LoadStatus.Validated, LoadStatus.Committed);
            if (load.Status == LoadStatus.Validated)
            {
                var commitNumber = checked((int)await KeySequences.ReserveAsync(db, KeySequence.Commits, 1, ct));
                // The number may have been waited for while another call ended this load.
                await db.Entry(load).ReloadAsync(ct);
                load.Require("committed", LoadStatus.Validated, LoadStatus.Committed);
                if (load.Status == LoadStatus.Validated)
                {
                    db.ChangeTracker.Clear();
                    done = await WriteAsync(db, load, commitNumber, ct);
                    load = await EndAsync(db, load.LoadKey, commitNumber, done.Value, ct);
                }
            }

            return new Wire.CommitLoadResponse { Load = await db.ToWireAsync(load, ct) };
        }, ct);
        if (done is { } counts)
        {
            var seconds = clock.GetElapsedTime(started).TotalSeconds;
            metrics.Committed(counts, seconds);
            Log.Committed(logger, request.LoadKey, response.Load.CommitNumber, counts.Inserted, counts.Corrected, counts.Unchanged, seconds);
        }

        return response;
    }

    private async Task<RowCounts> WriteAsync(PlanningContext db, Load load, int commitNumber, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var options = LoadOptions.Of(load);
        var totals = LoadTotals.Of(load);
        var sets = totals.Sets.Select(s => s.Set).ToHashSet();
        var counts = default(RowCounts);

        faults.Before(LoadStep.WriteDimensions);
        var codes = new CodeBook(options);
        await codes.ReadAsync(db, ct);
        var dimensions = new DimensionCommit(db, chunks, codes, load.LoadKey, totals.ChunkCount, now);
        foreach (var set in LoadSets.Dimensions.Where(sets.Contains))
            counts += await dimensions.WriteAsync(set, ct);
        await codes.ReadAsync(db, ct);

        faults.Before(LoadStep.WriteFacts);
        var rows = new FactRows(load.Source, codes, company.Value.Currency);
        var facts = new FactCommit(db, chunks, options, totals, load.LoadKey, commitNumber, now);
        if (sets.Contains(LoadSet.Sales))
            counts += await facts.WriteAsync(rows.Sales, ct);
        if (sets.Contains(LoadSet.Inventory))
            counts += await facts.WriteAsync(rows.Inventory, ct);
        if (sets.Contains(LoadSet.Capacities))
            counts += await facts.WriteAsync(rows.Capacities, ct);
        if (sets.Contains(LoadSet.Opportunities))
            counts += await facts.WriteAsync(rows.Opportunities, ct);
        if (sets.Contains(LoadSet.DriverValues))
            counts += await facts.WriteAsync(rows.DriverValues, ct);

        faults.Before(LoadStep.PublishQuotas);
        if (sets.Contains(LoadSet.Quotas))
            counts += await new QuotaCommit(chunks, codes, options, totals, load.LoadKey).WriteAsync(new QuotaPublication(db, load.LoadKey, load.Author, now), ct);
        return counts;
    }

    private async Task<Load> EndAsync(PlanningContext db, int loadKey, int commitNumber, RowCounts counts, CancellationToken ct)
    {
        var load = await db.FindLoadAsync(loadKey, ct);
        var now = clock.GetUtcNow().UtcDateTime;
        (load.InsertedCount, load.CorrectedCount, load.UnchangedCount) = (counts.Inserted, counts.Corrected, counts.Unchanged);
        (load.Status, load.CommitNumber, load.CommittedAt, load.ModifiedAt) = (LoadStatus.Committed, commitNumber, now, now);
        await db.SaveChangesAsync(ct);
        await ChunkStore.DeleteAsync(db, loadKey, ct);
        faults.Before(LoadStep.EndCommit);
        return load;
    }
}
