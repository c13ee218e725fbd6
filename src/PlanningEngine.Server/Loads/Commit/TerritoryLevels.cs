using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Planning.Hierarchies;
using PlanningEngine.Planning.Input;

namespace PlanningEngine.Server.Loads.Commit;

/// <summary>Levels and preorder intervals follow from names and parents: they are computed anew for the whole tree, and written where they changed.</summary>
internal static class TerritoryLevels
{
    public static async Task RecomputeAsync(PlanningContext db, DateTime now, CancellationToken ct)
    {
        var territories = await db.Territories.Where(t => t.TerritoryKey != Dimension.UnknownKey).ToListAsync(ct);
        var byKey = territories.ToDictionary(t => t.TerritoryKey);
        var byCode = territories.ToDictionary(t => t.Code, StringComparer.Ordinal);
        var tree = TerritoryTree.Build(territories.Select(t =>
            new TerritoryRow(t.Code, t.Name, t.ParentTerritoryKey is { } parent && byKey.TryGetValue(parent, out var above) ? above.Code : null)));
        foreach (var node in tree.Nodes)
        {
            var territory = byCode[node.Code];
            (territory.Level1, territory.Level2, territory.Level3) = (node.Level1, node.Level2, node.Level3);
            (territory.PreorderFirst, territory.PreorderLast, territory.IsLeaf) = (node.First, node.Last, node.IsLeaf);
            territory.ParentTerritoryKey = node.ParentCode is null ? null : byCode[node.ParentCode].TerritoryKey;
        }

        foreach (var entry in db.ChangeTracker.Entries<Territory>().Where(e => e.State == EntityState.Modified))
        {
            entry.Entity.ModifiedAt = now;
            entry.Entity.Version++;
        }

        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
    }
}
