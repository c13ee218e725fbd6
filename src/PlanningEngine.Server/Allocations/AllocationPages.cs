using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Plans;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Allocations;

/// <summary>Pages of the published allocation. A walk keeps to the version of its first page.</summary>
internal sealed class AllocationPages(IDbContextFactory<PlanningContext> contexts, VisibleTerritories visible)
{
    /// <summary>A page.</summary>
    public async Task<GetAllocationsResponse> GetAsync(GetAllocationsRequest request, ServerCallContext context)
    {
        var size = PlanLookup.PageSize(request.PageSize, 1_000, 10_000);
        var query = request.Clone();
        (query.PageSize, query.PageToken) = (0, "");
        var ct = context.CancellationToken;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var after = PageTokens.Read<Position>(query, request.PageToken)
            ?? new Position((await ReportingSnapshot.CaptureAsync(db, ct)).VersionOf(PlanKind.Supply), 0);
        var (version, key) = (after.PlanVersionKey, after.AllocationKey);
        var rows = (await visible.FilterAsync(db, db.Allocations.AsNoTracking(), context)).Where(a => version != 0 && a.PlanVersionKey == version && a.AllocationKey > key);
        if (request.ProductCodes.Count > 0)
        {
            var codes = request.ProductCodes.ToArray();
            rows = rows.Where(a => db.Products.Any(p => p.ProductKey == a.ProductKey && codes.Contains(p.Code)));
        }

        var page = await (
            from a in rows
            join p in db.Products on a.ProductKey equals p.ProductKey
            join t in db.Territories on a.TerritoryKey equals t.TerritoryKey
            join l in db.Locations on a.LocationKey equals l.LocationKey
            orderby a.AllocationKey
            select new { Row = a, Product = p.Code, Territory = t.Code, Location = l.Code }).Take(size + 1).ToListAsync(ct);
        var response = new GetAllocationsResponse { PlanVersionKey = version };
        response.Allocations.AddRange(page.Take(size).Select(item => new PublishedAllocation
        {
            AllocationKey = item.Row.AllocationKey,
            ProductCode = item.Product,
            TerritoryCode = item.Territory,
            PeriodStart = DateKeys.ToMessage(DateKeys.ToDate(item.Row.DateKey)),
            LocationCode = item.Row.LocationKey == 0 ? "" : item.Location,
            Source = item.Row.Source,
            Quantity = item.Row.Quantity,
            Unmet = item.Row.Unmet,
            ReasonCode = item.Row.ReasonCode,
            Reason = item.Row.Reason,
        }));
        if (page.Count > size)
            response.NextPageToken = PageTokens.Write(query, new Position(version, page[size - 1].Row.AllocationKey));
        return response;
    }

    private sealed record Position(int PlanVersionKey, long AllocationKey);
}
