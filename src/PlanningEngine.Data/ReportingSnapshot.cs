using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Writing;

namespace PlanningEngine.Data;

/// <summary>
/// One state of everything reporting shows: actuals up to a commit, and a published version per kind of plan. A page walk that keeps
/// it sees the same state to its end, whatever is committed or published meanwhile.
/// </summary>
/// <param name="LastCommit">Number of the last commit; 0 before the first. An actual belongs to the state when KnownFrom &lt;= LastCommit &lt; KnownTo.</param>
/// <param name="PublishedVersions">Key of the published version of each kind's default plan in scenario Base; a kind without one is absent.</param>
public sealed record ReportingSnapshot(int LastCommit, IReadOnlyDictionary<PlanKind, int> PublishedVersions)
{
    /// <summary>The published version of a kind; 0, the Unknown version, which has no facts, where there is none.</summary>
    /// <param name="kind">What the plan holds.</param>
    public int VersionOf(PlanKind kind) => PublishedVersions.GetValueOrDefault(kind);

    /// <summary>Reads the current state in one statement, so that nothing can be committed between its parts.</summary>
    /// <param name="db">A context.</param>
    /// <param name="ct">Cancels the query.</param>
    public static async Task<ReportingSnapshot> CaptureAsync(PlanningContext db, CancellationToken ct)
    {
        var rows = await Query(db).ToListAsync(ct);
        return new(
            checked((int)((rows.FirstOrDefault()?.NextCommit ?? 1) - 1)),
            rows.Where(r => r.PlanVersionKey is not null).ToDictionary(r => r.Kind, r => r.PlanVersionKey!.Value));
    }

    internal static IQueryable<SnapshotRow> Query(PlanningContext db) =>
        from plan in db.Plans
        where plan.IsDefault
        join version in db.PublishedDefaults() on plan.PlanKey equals version.PlanKey into versions
        from published in versions.DefaultIfEmpty()
        orderby plan.Kind
        select new SnapshotRow(
            plan.Kind,
            published == null ? null : published.PlanVersionKey,
            db.KeySequences.Where(s => s.Name == KeySequence.Commits).Select(s => (long?)s.Next).FirstOrDefault());

    internal sealed record SnapshotRow(PlanKind Kind, int? PlanVersionKey, long? NextCommit);
}
