using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Loads;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Loads.Rows;

namespace PlanningEngine.Server.Loads.Commit;

/// <summary>
/// Writes the members of one dimension by code: new ones in bulk, changed ones with an image of what they were, unchanged
/// ones not at all. The Unknown member is never written.
/// </summary>
internal sealed class DimensionWriter(PlanningContext db, CodeBook codes, int loadKey, DateTime now)
{
    /// <summary>Writes members.</summary>
    /// <param name="set">The dimension.</param>
    /// <param name="rows">Row by code.</param>
    /// <param name="make">A member of a key.</param>
    /// <param name="keyOf">The key of a member.</param>
    /// <param name="apply">Gives a member the columns of a row; all codes of this set are in the code book by then.</param>
    /// <param name="ct">Ends the write.</param>
    public async Task<RowCounts> WriteAsync<T, TRow>(
        LoadSet set, Dictionary<string, TRow> rows, Func<int, T> make, Func<T, int> keyOf, Action<T, TRow> apply, CancellationToken ct)
        where T : Dimension
    {
        var known = await db.Set<T>().AsNoTracking().ToDictionaryAsync(m => m.Code, StringComparer.Ordinal, ct);
        var created = rows.Keys.Where(code => !known.ContainsKey(code)).ToList();
        var key = checked((int)await KeySequences.ReserveAsync(db, set.ToString(), created.Count, ct));
        foreach (var code in created)
            codes.Add(set, code, key++);

        var changes = new List<DimensionChange>();
        var inserts = new List<T>(created.Count);
        foreach (var (code, row) in rows)
        {
            if (known.TryGetValue(code, out var member))
            {
                if (Change(member, row, apply) is { } before)
                    changes.Add(new DimensionChange { LoadKey = loadKey, Set = set.ToString(), MemberKey = keyOf(member), Before = JsonSerializer.Serialize(before) });
                continue;
            }

            var added = make(codes.Resolve(set, code));
            (added.Code, added.LoadKey, added.ModifiedAt) = (code, loadKey, now);
            apply(added, row);
            inserts.Add(added);
            changes.Add(new DimensionChange { LoadKey = loadKey, Set = set.ToString(), MemberKey = keyOf(added) });
        }

        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        await BulkWriter.WriteAsync(db, inserts, ct);
        await BulkWriter.WriteAsync(db, changes, ct);
        var corrected = changes.Count - inserts.Count;
        return new RowCounts(inserts.Count, corrected, rows.Count - changes.Count);
    }

    /// <summary>The member as it was where the row changes it, else null.</summary>
    private T? Change<T, TRow>(T member, TRow row, Action<T, TRow> apply)
        where T : Dimension
    {
        var entry = db.Attach(member);
        apply(member, row);
        entry.DetectChanges();
        if (entry.State == EntityState.Unchanged)
        {
            entry.State = EntityState.Detached;
            return null;
        }

        var before = (T)entry.OriginalValues.ToObject();
        (member.LoadKey, member.ModifiedAt) = (loadKey, now);
        member.Version++;
        return before;
    }
}
