using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using PlanningEngine.Data;
using PlanningEngine.Data.Loads;
using PlanningEngine.Server.Loads.Commit;
using PlanningEngine.Server.Loads.Rows;

namespace PlanningEngine.Server.Loads.Revert;

/// <summary>Finds out which members that a load created are pointed at, by any version of any fact or by another member.</summary>
internal static class MemberUse
{
    public static async Task<HashSet<int>> FindUsedAsync(PlanningContext db, LoadSet set, int loadKey, CancellationToken ct)
    {
        var used = new HashSet<int>();
        foreach (var sql in Statements(db, set))
            used.UnionWith(await db.ReadNumbersAsync(sql, ct, ("@load", loadKey)));
        return used;
    }

    /// <summary>One statement per column that can point at the set, from the model: a column whose name ends as the set's key.</summary>
    public static IReadOnlyList<string> Statements(PlanningContext db, LoadSet set)
    {
        var dimension = db.Model.GetEntityTypes().Single(e => e.GetTableName() == set.ToString());
        var key = dimension.FindPrimaryKey()!.Properties[0].Name;
        return
        [
            .. from entity in db.Model.GetEntityTypes().OrderBy(e => e.GetTableName(), StringComparer.Ordinal)
               where entity.GetTableName() is not null
               from property in entity.GetProperties().OrderBy(p => p.Name, StringComparer.Ordinal)
               where property.Name.EndsWith(key, StringComparison.Ordinal) && !(entity == dimension && property.Name == key)
               select Statement(entity, property, set),
        ];
    }

    private static string Statement(IEntityType entity, IProperty property, LoadSet set) =>
        $"SELECT DISTINCT CAST(\"{property.Name}\" AS int) FROM \"{entity.GetTableName()}\" WHERE \"{property.Name}\" IN "
        + $"(SELECT \"{nameof(DimensionChange.MemberKey)}\" FROM \"DimensionChanges\" WHERE \"LoadKey\" = @load AND \"Set\" = '{set}' AND \"Before\" = '')";
}
