using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Loads;
using PlanningEngine.Data.Plans;
using PlanningEngine.Data.Runs;

namespace PlanningEngine.Data.Writing;

/// <summary>What a purge took away.</summary>
/// <param name="Runs">Old runs looked at; their rows in Runs stay as history.</param>
/// <param name="Versions">Superseded or recalled plan versions whose facts were deleted; their rows in PlanVersions stay.</param>
/// <param name="Rows">Facts deleted.</param>
/// <param name="Checkpoints">Checkpoints deleted.</param>
public sealed record PurgeResult(int Runs, int Versions, long Rows, long Checkpoints);

/// <summary>Keeps the database small: what old runs computed and nobody is shown any more goes.</summary>
/// <param name="contexts">Makes contexts.</param>
/// <param name="gate">The write gate.</param>
/// <param name="clock">Says when versions change.</param>
public sealed class RunRetention(IDbContextFactory<PlanningContext> contexts, IWriteGate gate, TimeProvider clock)
{
    /// <summary>
    /// Deletes checkpoints of ended runs and the facts of their superseded or recalled versions, except for the newest runs of each kind.
    /// A version that lost facts is recalled: it cannot be published again. A published version is never touched, nor is a draft, nor one whose place a load took that may still be reverted. One transaction per version, so that others can write between.
    /// SQLite keeps freed pages for later rows; the file does not shrink.
    /// </summary>
    /// <param name="keepLast">How many ended runs of each kind keep everything, 0 or more.</param>
    /// <param name="ct">Stops between two versions; what was deleted stays deleted.</param>
    public async Task<PurgeResult> PurgeAsync(int keepLast, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keepLast);
        await using var db = contexts.CreateDbContext();
        var old = await OldRunsAsync(db, keepLast, ct);
        var (versions, rows, checkpoints) = (0, 0L, 0L);
        foreach (var run in old)
        {
            checkpoints += await WriteAsync(db, () => db.RunCheckpoints.Where(c => c.RunKey == run).ExecuteDeleteAsync(ct), ct);
            var shelved = await Shelved(db).Where(v => v.RunKey == run).Select(v => v.PlanVersionKey).ToListAsync(ct);
            foreach (var version in shelved)
            {
                var deleted = await WriteAsync(db, () => RecallAsync(db, version, clock.GetUtcNow().UtcDateTime, ct), ct);
                rows += deleted;
                versions += deleted > 0 ? 1 : 0;
            }
        }

        return new(old.Count, versions, rows, checkpoints);
    }

    private static async Task<List<int>> OldRunsAsync(PlanningContext db, int keepLast, CancellationToken ct)
    {
        var ended = await db.Runs.AsNoTracking()
            .Where(r => r.RunKey != 0 && (r.Status == RunStatus.Succeeded || r.Status == RunStatus.Failed || r.Status == RunStatus.Cancelled))
            .Select(r => new { r.RunKey, r.Kind }).ToListAsync(ct);
        return [.. ended.GroupBy(r => r.Kind).SelectMany(kind => kind.OrderByDescending(r => r.RunKey).Skip(keepLast)).Select(r => r.RunKey).Order()];
    }

    private async Task<long> WriteAsync(PlanningContext db, Func<Task<int>> delete, CancellationToken ct)
    {
        await using var pass = await gate.EnterAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var deleted = await delete();
        await transaction.CommitAsync(ct);
        return deleted;
    }

    /// <summary>Versions that nobody is shown, nor needs to take a load back.</summary>
    private static IQueryable<PlanVersion> Shelved(PlanningContext db) => db.PlanVersions.Where(v =>
        (v.Status == PlanVersionStatus.Superseded || v.Status == PlanVersionStatus.Recalled)
        && !db.PlanVersions.Any(next => next.ReplacedPlanVersionKey == v.PlanVersionKey && db.Loads.Any(l => l.LoadKey == next.LoadKey && l.LoadKey != 0 && l.Status == LoadStatus.Committed)));

    private static async Task<int> RecallAsync(PlanningContext db, int version, DateTime now, CancellationToken ct)
    {
        var shelved = Shelved(db).Where(v => v.PlanVersionKey == version);
        // Locks the version, which may have been published again since it was listed.
        if (await shelved.ExecuteUpdateAsync(s => s.SetProperty(v => v.Version, v => v.Version), ct) == 0)
            return 0;
        var deletion = new Deletion(db, version);
        await PlanFacts.VisitAllAsync(deletion, ct);
        if (deletion.Rows > 0)
            await shelved.ExecuteUpdateAsync(s => s.SetProperty(v => v.Status, PlanVersionStatus.Recalled).SetProperty(v => v.ModifiedAt, now).SetProperty(v => v.Version, v => v.Version + 1), ct);
        return deletion.Rows;
    }

    /// <summary>Deletes one set's facts of a version.</summary>
    internal static Task<int> DeleteAsync<T>(IQueryable<T> facts, int version, CancellationToken ct)
        where T : PublishedFact => facts.Where(f => f.PlanVersionKey == version).ExecuteDeleteAsync(ct);

    private sealed class Deletion(PlanningContext db, int version) : IFactVisitor
    {
        public int Rows { get; private set; }

        public async Task VisitAsync<T>(CancellationToken cancellationToken)
            where T : PublishedFact => Rows += await DeleteAsync(db.Set<T>(), version, cancellationToken);
    }
}
