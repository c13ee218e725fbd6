using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Loads;
using PlanningEngine.Data.Writing;
using PlanningEngine.Planning.Quality;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Hosting.Startup;
using PlanningEngine.Server.Loads.Staging;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Validation;

/// <summary>
/// Ends the staging, checks every row, and stores the findings with the verdict in one transaction. The check itself reads
/// only, holds no lock and can be repeated: a process that dies in it leaves a staged load.
/// </summary>
internal sealed class LoadValidation(
    LoadWriter writer, IDbContextFactory<PlanningContext> contexts, ChunkStore chunks, IOptions<CompanyOptions> company, ILoadFaults faults, TimeProvider clock,
    ILogger<LoadValidation> logger)
{
    private const int DefaultStreamed = 100;

    /// <summary>Checks a load; tells of progress, of findings and at last of the load.</summary>
    public async Task ValidateAsync(Wire.ValidateLoadRequest request, Func<Wire.ValidateLoadResponse, Task> tell, CancellationToken ct)
    {
        var violations = new Violations();
        var requestId = violations.RequestId(request.RequestId);
        violations.Require(request.ExpectedChunkCount >= 0, "expected_chunk_count", "negative", $"The expected_chunk_count ({request.ExpectedChunkCount}) must not be negative. Maybe send the number of chunks sent.");
        violations.Require(request.MaxFindingsPerRule >= 0, "max_findings_per_rule", "negative", $"The max_findings_per_rule ({request.MaxFindingsPerRule}) must not be negative. Maybe leave it out to get {DefaultStreamed}.");
        violations.ThrowIfAny();

        var verdict = await writer.IsHandledAsync(requestId, ct) ? null : await CheckAsync(request, tell, ct);
        var response = await writer.ApplyAsync(requestId, request, "ValidateLoad", db => StoreAsync(db, request, verdict!, ct), ct);
        await TellFindingsAsync(request, tell, ct);
        await tell(response);
    }

    private async Task<Verdict> CheckAsync(Wire.ValidateLoadRequest request, Func<Wire.ValidateLoadResponse, Task> tell, CancellationToken ct)
    {
        var load = await writer.WriteAsync(db => EndStagingAsync(db, request, ct), ct);
        var today = company.Value.DayOf(clock.GetUtcNow());
        var check = new ChunkCheck(load.Source, LoadOptions.Of(load), await ReadCodesAsync(ct), today, company.Value.Currency);
        long rows = 0;
        await foreach (var chunk in chunks.ReadAsync(load.LoadKey, request.ExpectedChunkCount, null, ct))
        {
            check.Check(chunk);
            rows += Rows.LoadSets.CountRows(chunk);
            await tell(new Wire.ValidateLoadResponse { RowsChecked = rows });
        }

        await CurrentDriverValues.ShowAsync(contexts, check, ct);
        var (findings, totals) = check.Complete();
        return new Verdict(findings, new LoadTotals(request.ExpectedChunkCount, totals));
    }

    private async Task<Load> EndStagingAsync(PlanningContext db, Wire.ValidateLoadRequest request, CancellationToken ct)
    {
        var load = await db.FindLoadAsync(request.LoadKey, ct);
        load.Require("validated", LoadStatus.Open, LoadStatus.Staged, LoadStatus.Validated, LoadStatus.Rejected);
        var hashes = await db.LoadChunks.Where(c => c.LoadKey == load.LoadKey).OrderBy(c => c.Number).Select(c => c.Hash).ToListAsync(ct);
        if (hashes.Count != request.ExpectedChunkCount)
        {
            throw new RefusedException(StatusCode.FailedPrecondition, "CHUNK_COUNT_MISMATCH",
                $"The load ({load.LoadKey}) has {hashes.Count} chunks where {request.ExpectedChunkCount} are expected. Maybe send the missing ones from chunk {hashes.Count} on.",
                ("load_key", $"{load.LoadKey}"), ("chunk_count", $"{hashes.Count}"));
        }

        load.Status = LoadStatus.Staged;
        load.Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(hashes))));
        load.ModifiedAt = clock.GetUtcNow().UtcDateTime;
        await db.SaveChangesAsync(ct);
        faults.Before(LoadStep.EndStaging);
        return load;
    }

    private async Task<Wire.ValidateLoadResponse> StoreAsync(PlanningContext db, Wire.ValidateLoadRequest request, Verdict verdict, CancellationToken ct)
    {
        var load = await db.FindLoadAsync(request.LoadKey, ct);
        load.Require("validated", LoadStatus.Staged, LoadStatus.Validated, LoadStatus.Rejected);
        var now = clock.GetUtcNow().UtcDateTime;
        var findings = verdict.Findings.Complete();
        await db.DataQualityResults.Where(r => r.LoadKey == load.LoadKey).ExecuteDeleteAsync(ct);
        var key = await KeySequences.ReserveAsync(db, "DataQualityResults", findings.Count, ct);
        await BulkWriter.WriteAsync(db, findings.Select((f, i) => FindingTexts.ToRow(f, load.LoadKey, key + i, now)), ct);
        load.Status = verdict.Findings.ErrorCount > 0 ? LoadStatus.Rejected : LoadStatus.Validated;
        load.ErrorCount = verdict.Findings.ErrorCount;
        load.WarningCount = verdict.Findings.WarningCount;
        load.Totals = verdict.Totals.ToJson();
        load.ModifiedAt = now;
        await db.SaveChangesAsync(ct);
        faults.Before(LoadStep.StoreFindings);
        Log.Validated(logger, load.LoadKey, load.RowCount, load.ErrorCount, load.WarningCount);
        return new Wire.ValidateLoadResponse { Load = await db.ToWireAsync(load, ct) };
    }

    private async Task TellFindingsAsync(Wire.ValidateLoadRequest request, Func<Wire.ValidateLoadResponse, Task> tell, CancellationToken ct)
    {
        var most = request.MaxFindingsPerRule == 0 ? DefaultStreamed : request.MaxFindingsPerRule;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var told = new Dictionary<string, int>(StringComparer.Ordinal);
        await foreach (var row in db.DataQualityResults.AsNoTracking().Where(r => r.LoadKey == request.LoadKey).OrderBy(r => r.DataQualityResultKey).AsAsyncEnumerable().WithCancellation(ct))
        {
            var count = told[row.Rule] = told.GetValueOrDefault(row.Rule) + 1;
            if (count <= most)
                await tell(new Wire.ValidateLoadResponse { Finding = FindingTexts.ToWire(row) });
        }
    }

    private async Task<ReferenceCodes> ReadCodesAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var codes = new ReferenceCodes();
        var products = await db.Products.Select(p => new { p.ProductKey, p.Code, p.Level1, p.Level2, p.Level3, p.EndDate, p.PredecessorProductKey, p.PredecessorShare }).ToDictionaryAsync(p => p.ProductKey, ct);
        foreach (var p in products.Values)
        {
            codes.AddLevels(p.Level1, p.Level2, p.Level3);
            codes.AddProduct(p.Code, p.EndDate is { } end ? DateOnly.FromDateTime(end) : null,
                p.PredecessorProductKey is { } old ? products.GetValueOrDefault(old)?.Code : null, p.PredecessorShare ?? 1);
        }

        var territories = await db.Territories.Select(t => new { t.TerritoryKey, t.Code, t.ParentTerritoryKey }).ToDictionaryAsync(t => t.TerritoryKey, ct);
        foreach (var t in territories.Values)
            codes.AddTerritory(t.Code, t.ParentTerritoryKey is { } parent ? territories[parent].Code : null);
        var reps = await db.SalesReps.Select(r => new { r.SalesRepKey, r.Code, r.ManagerSalesRepKey }).ToDictionaryAsync(r => r.SalesRepKey, ct);
        foreach (var r in reps.Values)
            codes.AddSalesRep(r.Code, r.ManagerSalesRepKey is { } manager ? reps[manager].Code : null);
        foreach (var d in await db.Drivers.Select(d => new { d.Code, d.Form }).ToListAsync(ct))
            codes.AddDriver(d.Code, (Planning.Input.DriverForm)d.Form);
        await AddAsync(ReferenceKind.Location, db.Locations);
        await AddAsync(ReferenceKind.Channel, db.Channels);
        await AddAsync(ReferenceKind.Account, db.Accounts);
        return codes;

        async Task AddAsync(ReferenceKind kind, IQueryable<Dimension> members)
        {
            foreach (var code in await members.Select(m => m.Code).ToListAsync(ct))
                codes.Add(kind, code);
        }
    }

    /// <param name="Findings">What was found.</param>
    /// <param name="Totals">What was counted.</param>
    private sealed record Verdict(FindingTally Findings, LoadTotals Totals);
}
