using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Loads;
using PlanningEngine.Server.Hosting.Grpc;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads;

/// <summary>Reads loads and findings, page by page.</summary>
internal sealed class LoadQueries(IDbContextFactory<PlanningContext> contexts)
{
    private const int LargestPage = 1000;
    private const int LoadsPerPage = 50;
    private const int FindingsPerPage = 100;

    public async Task<Wire.Load> GetAsync(int loadKey, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.ToWireAsync(await db.FindLoadAsync(loadKey, ct), ct);
    }

    public async Task<Wire.ListLoadsResponse> ListAsync(Wire.ListLoadsRequest request, CancellationToken ct)
    {
        var size = PageSize(request.PageSize, LoadsPerPage);
        var query = new Wire.ListLoadsRequest { State = request.State };
        var before = PageTokens.Read<int?>(query, request.PageToken) ?? int.MaxValue;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var loads = db.Loads.AsNoTracking().Where(l => l.LoadKey > 0 && l.LoadKey < before);
        if (request.State != Wire.LoadState.Unspecified)
        {
            var status = (LoadStatus)((int)request.State - 1);
            loads = loads.Where(l => l.Status == status);
        }

        var page = await loads.OrderByDescending(l => l.LoadKey).Take(size + 1).ToListAsync(ct);
        var response = new Wire.ListLoadsResponse { NextPageToken = page.Count > size ? PageTokens.Write(query, page[size - 1].LoadKey) : "" };
        foreach (var load in page.Take(size))
            response.Loads.Add(await db.ToWireAsync(load, ct));
        return response;
    }

    /// <summary>Findings by key: a validation stores them gravest first.</summary>
    public async Task<Wire.ListFindingsResponse> ListFindingsAsync(Wire.ListFindingsRequest request, CancellationToken ct)
    {
        var size = PageSize(request.PageSize, FindingsPerPage);
        var query = new Wire.ListFindingsRequest { LoadKey = request.LoadKey };
        var after = PageTokens.Read<long?>(query, request.PageToken) ?? 0;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.FindLoadAsync(request.LoadKey, ct);
        var page = await db.DataQualityResults.AsNoTracking().Where(r => r.LoadKey == request.LoadKey && r.DataQualityResultKey > after)
            .OrderBy(r => r.DataQualityResultKey).Take(size + 1).ToListAsync(ct);
        return new Wire.ListFindingsResponse
        {
            Findings = { page.Take(size).Select(FindingTexts.ToWire) },
            NextPageToken = page.Count > size ? PageTokens.Write(query, page[size - 1].DataQualityResultKey) : "",
        };
    }

    private static int PageSize(int asked, int usual)
    {
        var violations = new Violations();
        violations.Require(asked is >= 0 and <= LargestPage, "page_size", "out-of-range", $"The page_size ({asked}) must be from 1 to {LargestPage}. Maybe leave it out to get {usual}.");
        violations.ThrowIfAny();
        return asked == 0 ? usual : asked;
    }
}
