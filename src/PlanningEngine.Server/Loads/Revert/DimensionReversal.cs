using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Data.Loads;
using PlanningEngine.Server.Loads.Commit;
using PlanningEngine.Server.Loads.Rows;

namespace PlanningEngine.Server.Loads.Revert;

/// <summary>
/// Gives the members that a load wrote their earlier content back, and removes those it created. What a later load changed
/// stays, and goes back past this load when the later one is taken back too. A created member that anything points at stays with its code and name alone, a territory with its place in the tree and a driver
/// with its form too, which give what points at them its meaning. All that stay are reported.
/// </summary>
internal sealed class DimensionReversal(PlanningContext db, int loadKey, DateTime now)
{
    private readonly List<string> _kept = [];

    /// <summary>Takes the load's members back.</summary>
    /// <returns>Members left as they are, as set/code.</returns>
    public async Task<IReadOnlyList<string>> RevertAsync(CancellationToken ct)
    {
        // What points at others goes first, so that it does not keep them.
        foreach (var set in LoadSets.Dimensions.Reverse())
        {
            var changes = await db.DimensionChanges.AsNoTracking().Where(c => c.LoadKey == loadKey && c.Set == set.ToString()).ToDictionaryAsync(c => c.MemberKey, ct);
            if (changes.Count == 0)
                continue;
            switch (set)
            {
                case LoadSet.Territories:
                    await RevertAsync<Territory>(set, changes, t => t.TerritoryKey, (now, before) => (now.Name, now.ParentTerritoryKey) = (before.Name, before.ParentTerritoryKey), ct);
                    await TerritoryLevels.RecomputeAsync(db, now, ct);
                    break;
                case LoadSet.SalesReps:
                    await RevertAsync<SalesRep>(set, changes, r => r.SalesRepKey, SetAll, ct);
                    break;
                case LoadSet.Channels:
                    await RevertAsync<Channel>(set, changes, c => c.ChannelKey, SetAll, ct);
                    break;
                case LoadSet.Products:
                    await RevertAsync<Product>(set, changes, p => p.ProductKey, SetAll, ct);
                    break;
                case LoadSet.Accounts:
                    await RevertAsync<Account>(set, changes, a => a.AccountKey, SetAll, ct);
                    break;
                case LoadSet.Locations:
                    await RevertAsync<Location>(set, changes, l => l.LocationKey, SetAll, ct);
                    break;
                case LoadSet.Drivers:
                    await RevertAsync<Driver>(set, changes, d => d.DriverKey, SetAll, ct);
                    break;
            }
        }

        return [.. _kept.Order(StringComparer.Ordinal)];
    }

    private void SetAll<T>(T member, T before)
        where T : Dimension => db.Entry(member).CurrentValues.SetValues(before);

    private async Task RevertAsync<T>(LoadSet set, Dictionary<int, DimensionChange> changes, Func<T, int> keyOf, Action<T, T> restore, CancellationToken ct)
        where T : Dimension, new()
    {
        var members = await db.Set<T>().Where(m => m.LoadKey == loadKey).ToListAsync(ct);
        var own = members.Where(m => changes.ContainsKey(keyOf(m))).ToDictionary(keyOf);
        var territories = await db.Territories.Select(t => t.TerritoryKey).ToHashSetAsync(ct);
        var reps = await db.SalesReps.Select(r => r.SalesRepKey).ToHashSetAsync(ct);
        var products = await db.Products.Select(p => p.ProductKey).ToHashSetAsync(ct);
        foreach (var (key, member) in own)
        {
            if (changes[key].Before.Length == 0)
                continue;
            var version = member.Version;
            var before = JsonSerializer.Deserialize<T>(changes[key].Before)!;
            restore(member, before);
            Unlink(member, "TerritoryKey", territories);
            Unlink(member, "SalesRepKey", reps);
            Unlink(member, "ProductKey", products);
            (member.LoadKey, member.ModifiedAt, member.Version) = (before.LoadKey, now, version + 1);
        }

        // Parents go back before it is asked who points at whom: a created node may be above a restored one only.
        await db.SaveChangesAsync(ct);
        var remaining = own.Where(m => changes[m.Key].Before.Length == 0).ToDictionary();
        await RemoveUnusedAsync(set, remaining, ct);
        if (remaining.Count > 0 && set is not (LoadSet.Territories or LoadSet.Drivers))
        {
            // What the load said of them goes too, and with it what may have kept others.
            foreach (var member in remaining.Values)
                Empty(member);
            await db.SaveChangesAsync(ct);
            await RemoveUnusedAsync(set, remaining, ct);
        }

        _kept.AddRange(remaining.Values.Select(m => $"{set}/{m.Code}"));
        await KeepLaterAsync<T>(set, changes.Keys.Except(own.Keys), ct);
        await SkipInLaterAsync<T>(set, changes, ct);
        db.ChangeTracker.Clear();
    }

    /// <summary>Leaves code and name of a member.</summary>
    private void Empty<T>(T member)
        where T : Dimension, new()
    {
        var entry = db.Entry(member);
        var bare = new T { Code = member.Code, Name = member.Name, LoadKey = member.LoadKey, ModifiedAt = now, Version = member.Version + 1 };
        foreach (var column in entry.Properties.Where(p => !p.Metadata.IsPrimaryKey()))
            column.CurrentValue = column.Metadata.PropertyInfo!.GetValue(bare);
    }

    /// <summary>A later load that is taken back in its turn must not bring back what this one wrote: what it keeps as the content before it is the content before this one.</summary>
    private async Task SkipInLaterAsync<T>(LoadSet set, Dictionary<int, DimensionChange> changes, CancellationToken ct)
        where T : Dimension
    {
        var name = set.ToString();
        var later = await db.DimensionChanges.Where(c => c.Set == name && c.LoadKey != loadKey && c.Before != ""
            && db.DimensionChanges.Any(own => own.LoadKey == loadKey && own.Set == name && own.MemberKey == c.MemberKey)).ToListAsync(ct);
        foreach (var change in later)
            if (JsonSerializer.Deserialize<T>(change.Before)!.LoadKey == loadKey)
                change.Before = changes[change.MemberKey].Before;
        await db.SaveChangesAsync(ct);
    }

    /// <summary>A member that was pointed at then may be gone since: the column then says Unknown.</summary>
    private void Unlink<T>(T member, string key, HashSet<int> known)
        where T : Dimension
    {
        foreach (var column in db.Entry(member).Properties.Where(p => p.Metadata.Name.EndsWith(key, StringComparison.Ordinal) && !p.Metadata.IsPrimaryKey()))
        {
            if (column.CurrentValue is int target && !known.Contains(target))
                column.CurrentValue = column.Metadata.IsNullable ? null : Dimension.UnknownKey;
        }
    }

    /// <summary>Removes what nothing points at, from the leaves upward, until nothing more can go.</summary>
    private async Task RemoveUnusedAsync<T>(LoadSet set, Dictionary<int, T> created, CancellationToken ct)
        where T : Dimension
    {
        while (created.Count > 0)
        {
            var used = await MemberUse.FindUsedAsync(db, set, loadKey, ct);
            var unused = created.Where(m => !used.Contains(m.Key)).ToList();
            if (unused.Count == 0)
                return;
            foreach (var (key, member) in unused)
            {
                db.Remove(member);
                created.Remove(key);
            }

            await db.SaveChangesAsync(ct);
        }
    }

    private async Task KeepLaterAsync<T>(LoadSet set, IEnumerable<int> keys, CancellationToken ct)
        where T : Dimension
    {
        foreach (var key in keys)
        {
            if (await db.FindAsync<T>([key], ct) is { } member)
                _kept.Add($"{set}/{member.Code}");
        }
    }
}
