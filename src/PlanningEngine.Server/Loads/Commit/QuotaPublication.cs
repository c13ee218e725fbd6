using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Quotas;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Loads.Rows;

namespace PlanningEngine.Server.Loads.Commit;

/// <summary>What identifies a leaf quota within a version.</summary>
internal readonly record struct QuotaKey(int SalesRepKey, int TerritoryKey, int DateKey, int PeriodMonths)
{
    public static QuotaKey Of(Quota q) => new(q.SalesRepKey, q.TerritoryKey, q.DateKey, q.PeriodMonths);
}

/// <summary>Publishes versions of the default quota plan in the base scenario, inside the caller's transaction.</summary>
internal sealed class QuotaPublication(PlanningContext db, int loadKey, string author, DateTime now)
{
    /// <summary>The published version, tracked; null while there is none.</summary>
    public Task<PlanVersion?> FindPublishedAsync(CancellationToken ct) =>
        (from version in db.PublishedDefaults()
         join plan in db.Plans on version.PlanKey equals plan.PlanKey
         where plan.Kind == PlanKind.Quota
         select version).SingleOrDefaultAsync(ct);

    /// <summary>Leaf quotas of a version by what identifies them; none for null.</summary>
    public async Task<Dictionary<QuotaKey, Quota>> ReadAsync(PlanVersion? version, CancellationToken ct)
    {
        if (version is null)
            return [];
        var rows = await db.Quotas.AsNoTracking().Where(q => q.PlanVersionKey == version.PlanVersionKey).OrderBy(q => q.QuotaKey).ToListAsync(ct);
        var byKey = new Dictionary<QuotaKey, Quota>(rows.Count);
        foreach (var row in rows)
            byKey[QuotaKey.Of(row)] = row;
        return byKey;
    }

    /// <summary>
    /// Publishes a version that holds the given leaves, and of the inner nodes of the version before those whose periods no changed
    /// leaf touches: a node must not contradict its leaves.
    /// </summary>
    public async Task PublishAsync(PlanVersion? before, IReadOnlyCollection<Quota> leaves, IReadOnlySet<int> changedDates, CancellationToken ct)
    {
        var plan = await db.Plans.AsNoTracking().SingleAsync(p => p.Kind == PlanKind.Quota && p.IsDefault, ct);
        var number = 1 + (await db.PlanVersions.Where(v => v.PlanKey == plan.PlanKey && v.ScenarioKey == Scenario.BaseKey).MaxAsync(v => (int?)v.Number, ct) ?? 0);
        var nodes = before is null ? [] : await db.QuotaNodes.AsNoTracking().Where(n => n.PlanVersionKey == before.PlanVersionKey).OrderBy(n => n.QuotaNodeKey).ToListAsync(ct);
        nodes.RemoveAll(n => changedDates.Contains(n.DateKey));
        var version = new PlanVersion
        {
            PlanVersionKey = checked((int)await KeySequences.ReserveAsync(db, "PlanVersions", 1, ct)),
            Code = FormattableString.Invariant($"{plan.Code}/{Scenario.BaseCode}/{number}"),
            Name = FormattableString.Invariant($"{plan.Name} {number}"),
            PlanKey = plan.PlanKey,
            ScenarioKey = Scenario.BaseKey,
            Number = number,
            Status = PlanVersionStatus.Published,
            Author = author,
            CreatedAt = now,
            PublishedAt = now,
            ReplacedPlanVersionKey = before?.PlanVersionKey ?? 0,
            ModifiedAt = now,
            LoadKey = loadKey,
        };
        await WriteAsync(version, [.. leaves], nodes, ct);
        if (before is not null)
        {
            before.Supersede(now);
            await db.SaveChangesAsync(ct);
        }

        db.Add(version);
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
    }

    private async Task WriteAsync(PlanVersion version, List<Quota> leaves, List<QuotaNode> nodes, CancellationToken ct)
    {
        var payload = new Payload();
        var key = await KeySequences.ReserveAsync(db, "Quotas", leaves.Count, ct);
        foreach (var leaf in leaves)
        {
            leaf.QuotaKey = key++;
            Stamp(leaf, version, payload);
        }

        key = await KeySequences.ReserveAsync(db, "QuotaNodes", nodes.Count, ct);
        foreach (var node in nodes)
        {
            node.QuotaNodeKey = key++;
            Stamp(node, version, payload.Add(node.Level));
        }

        version.ContentHash = payload.TakeText();
        await BulkWriter.WriteAsync(db, leaves, ct);
        await BulkWriter.WriteAsync(db, nodes, ct);
    }

    private void Stamp(QuotaFact fact, PlanVersion version, Payload payload)
    {
        (fact.PlanVersionKey, fact.ScenarioKey, fact.ModifiedAt) = (version.PlanVersionKey, version.ScenarioKey, now);
        payload.Add(fact.SalesRepKey).Add(fact.TerritoryKey).Add(fact.DateKey).Add(fact.PeriodMonths).Add(fact.Amount).Add(fact.Locked ? 1 : 0).Add(fact.OverAssignment);
    }
}
