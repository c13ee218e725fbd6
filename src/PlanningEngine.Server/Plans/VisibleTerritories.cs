using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Plans;
using PlanningEngine.Server.Reporting;

namespace PlanningEngine.Server.Plans;

/// <summary>Hides facts of territories that a caller may not see.</summary>
internal sealed class VisibleTerritories(ITerritoryScopeAccessor scopes)
{
    /// <summary>Whether the caller may see the territory at a preorder position.</summary>
    public bool Sees(int preorder, ServerCallContext context)
    {
        var scope = scopes.GetScope(context.GetHttpContext());
        return scope.IsAll || (!scope.IsNone && scope.Ranges.Any(r => r.First <= preorder && preorder <= r.Last));
    }

    /// <summary>The facts that the caller may see.</summary>
    public async Task<IQueryable<T>> FilterAsync<T>(PlanningContext db, IQueryable<T> facts, ServerCallContext context)
        where T : PublishedFact
    {
        var scope = scopes.GetScope(context.GetHttpContext());
        if (scope.IsAll)
            return facts;
        if (scope.IsNone)
            return facts.Where(_ => false);
        var nodes = await db.Territories.Where(t => t.TerritoryKey != 0).Select(t => new { t.TerritoryKey, t.PreorderFirst }).ToListAsync(context.CancellationToken);
        var keys = nodes.Where(n => scope.Ranges.Any(r => r.First <= n.PreorderFirst && n.PreorderFirst <= r.Last)).Select(n => n.TerritoryKey).ToArray();
        return facts.Where(f => keys.Contains(f.TerritoryKey));
    }
}
