using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Quotas;
using PlanningEngine.Server.Hosting.Grpc;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Plans;

/// <summary>Pages of quotas: the leaves in the order of their keys, then, where asked for, the inner nodes. A walk keeps to the version of its first page.</summary>
internal sealed class QuotaPages(PlanTransactions transactions, VisibleTerritories visible)
{
    /// <summary>A page.</summary>
    public async Task<GetQuotasResponse> GetAsync(GetQuotasRequest request, ServerCallContext context)
    {
        var size = PlanLookup.PageSize(request.PageSize, 1_000, 10_000);
        var query = request.Clone();
        (query.PageSize, query.PageToken) = (0, "");
        var after = PageTokens.Read<Position>(query, request.PageToken);
        var ct = context.CancellationToken;
        await using var db = await transactions.OpenAsync(ct);
        var version = after?.PlanVersionKey ?? request.PlanVersionKey;
        if (version == 0)
            version = (await ReportingSnapshot.CaptureAsync(db, ct)).VersionOf(PlanKind.Quota);
        else if ((await PlanLookup.FindAsync(db, version, ct)).Plan is { Kind: not PlanKind.Quota } plan)
            throw PlanLookup.WrongKind(plan, PlanKind.Quota);

        var rows = new List<(PlannedQuota Quota, Position Position)>(size + 1);
        if (version != 0 && after is not { IsInner: true })
        {
            var key = after?.Key ?? 0;
            var leaves = (await visible.FilterAsync(db, db.Quotas.AsNoTracking(), context)).Where(q => q.PlanVersionKey == version && q.QuotaKey > key).OrderBy(q => q.QuotaKey);
            // A leaf stands one level below its territory.
            rows.AddRange((await ReadAsync(db, leaves, size + 1, ct)).Select(q => (ToQuota(q, Math.Max(1, q.Depth), true), new Position(version, false, q.Row.QuotaKey))));
        }

        if (version != 0 && request.IncludeInnerNodes && rows.Count <= size)
        {
            var key = after is { IsInner: true } ? after.Key : 0;
            var nodes = (await visible.FilterAsync(db, db.QuotaNodes.AsNoTracking(), context)).Where(q => q.PlanVersionKey == version && q.QuotaNodeKey > key).OrderBy(q => q.QuotaNodeKey);
            rows.AddRange((await ReadAsync(db, nodes, size + 1 - rows.Count, ct)).Select(q => (ToQuota(q, q.Row.Level, false), new Position(version, true, q.Row.QuotaNodeKey))));
        }

        var response = new GetQuotasResponse { PlanVersionKey = version, Quotas = { rows.Take(size).Select(r => QuotaRows.ToMessage(r.Quota)) } };
        if (rows.Count > size)
            response.NextPageToken = PageTokens.Write(query, rows[size - 1].Position);
        return response;
    }

    private static Task<List<Named<T>>> ReadAsync<T>(PlanningContext db, IQueryable<T> quotas, int count, CancellationToken cancellationToken)
        where T : QuotaFact => (
        from quota in quotas.Take(count)
        join territory in db.Territories on quota.TerritoryKey equals territory.TerritoryKey
        join rep in db.SalesReps on quota.SalesRepKey equals rep.SalesRepKey
        select new Named<T>(quota, territory.Code, rep.Code, territory.TerritoryKey == 0 ? 0 : db.Territories.Count(t => t.TerritoryKey != 0 && t.PreorderFirst <= territory.PreorderFirst && t.PreorderLast >= territory.PreorderLast))).ToListAsync(cancellationToken);

    private static PlannedQuota ToQuota<T>(Named<T> named, int level, bool isLeaf)
        where T : QuotaFact
    {
        var row = named.Row;
        return new PlannedQuota(
            row.TerritoryKey, named.Territory, row.SalesRepKey, row.SalesRepKey == 0 ? "" : named.SalesRep, row.DateKey, row.PeriodMonths, row.Amount, row.Locked,
            row.OverAssignment, level, isLeaf, row.Change, row.Reason);
    }

    private sealed record Named<T>(T Row, string Territory, string SalesRep, int Depth);

    private sealed record Position(int PlanVersionKey, bool IsInner, long Key);
}
