using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Runs;

namespace PlanningEngine.Server.Runs;

/// <summary>The table <c>Runs</c> as a queue: taking up, renewing, handing back, ending.</summary>
internal sealed class RunQueue(RunServices services)
{
    /// <summary>Name of this process in leases.</summary>
    public string Owner { get; } = $"{Environment.MachineName}/{Guid.NewGuid():N}";

    /// <summary>Gives back at once what dead processes held. Only on SQLite: there no other process can be at work.</summary>
    public async Task ReclaimAsync(CancellationToken cancellationToken)
    {
        await services.WriteAsync(async db => db.Provider != DatabaseProvider.Sqlite ? 0 : await db.Runs
            .Where(r => r.Status == RunStatus.Running && r.LeaseOwner != Owner)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.LeaseExpiresAt, (DateTime?)null), cancellationToken), cancellationToken);
    }

    /// <summary>Takes up the oldest run that waits or whose worker fell silent; null when there is none.</summary>
    public async Task<RunLease?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var db = await services.Contexts.CreateDbContextAsync(cancellationToken);
        while (await WaitingAsync(db, cancellationToken) is { } run)
        {
            if (run.Status == RunStatus.Running && run.Attempts >= services.Options.MaxAttempts)
            {
                await EndAsync(new RunLease(run.RunKey, run.FencingToken), RunStatus.Failed,
                    $"The run was taken up {run.Attempts} times and its process died each time in the stage ({run.Stage}) without getting further. Maybe look at the server's log and memory, then create the run again.",
                    cancellationToken);
                continue;
            }

            var (now, lease) = (services.Now, new RunLease(run.RunKey, run.FencingToken + 1));
            var taken = await services.WriteAsync(writer => writer.Runs
                .Where(r => r.RunKey == run.RunKey && r.FencingToken == run.FencingToken && r.Status == run.Status)
                .ExecuteUpdateAsync(s => s
                    .SetProperty(r => r.Status, RunStatus.Running)
                    .SetProperty(r => r.FencingToken, lease.FencingToken)
                    .SetProperty(r => r.Attempts, r => r.Attempts + 1)
                    .SetProperty(r => r.StartedAt, r => r.StartedAt ?? now)
                    .SetProperty(r => r.ModifiedAt, now)
                    .SetProperty(r => r.LeaseOwner, Owner)
                    .SetProperty(r => r.LeaseExpiresAt, now + services.Options.Lease), cancellationToken), cancellationToken);
            if (taken == 1)
            {
                services.Signals.Notify();
                return lease;
            }
        }

        return null;
    }

    /// <summary>Prolongs a lease and looks whether the run is to be cancelled.</summary>
    /// <exception cref="StaleLeaseException">The lease was lost.</exception>
    public async Task<bool> RenewAsync(RunLease lease, CancellationToken cancellationToken)
    {
        var until = services.Now + services.Options.Lease;
        await services.WriteAsync(async db => await Held(db, lease)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.LeaseExpiresAt, until), cancellationToken) == 1
                ? true : throw new StaleLeaseException(lease), cancellationToken);
        return await IsCancelRequestedAsync(lease.RunKey, cancellationToken);
    }

    /// <summary>Whether somebody asked to cancel a run.</summary>
    public async Task<bool> IsCancelRequestedAsync(int runKey, CancellationToken cancellationToken)
    {
        await using var db = await services.Contexts.CreateDbContextAsync(cancellationToken);
        return await db.Runs.AnyAsync(r => r.RunKey == runKey && r.CancelRequested, cancellationToken);
    }

    /// <summary>Hands a run back to the queue; the attempt does not count. Nothing happens under a stale lease.</summary>
    public async Task HandBackAsync(RunLease lease, CancellationToken cancellationToken)
    {
        var now = services.Now;
        await services.WriteAsync(db => Held(db, lease).ExecuteUpdateAsync(s => s
            .SetProperty(r => r.Status, RunStatus.Queued)
            .SetProperty(r => r.Attempts, r => r.Attempts - 1)
            .SetProperty(r => r.ModifiedAt, now)
            .SetProperty(r => r.LeaseOwner, "")
            .SetProperty(r => r.LeaseExpiresAt, (DateTime?)null), cancellationToken), cancellationToken);
        services.Signals.Notify();
    }

    /// <summary>Ends a run without a result and drops what it computed. Nothing happens under a stale lease.</summary>
    public async Task EndAsync(RunLease lease, RunStatus status, string error, CancellationToken cancellationToken)
    {
        var now = services.Now;
        await services.WriteAsync(async db =>
        {
            var ended = await Held(db, lease).ExecuteUpdateAsync(s => s
                .SetProperty(r => r.Status, status)
                .SetProperty(r => r.Error, Cut(error))
                .SetProperty(r => r.FinishedAt, now)
                .SetProperty(r => r.ModifiedAt, now)
                .SetProperty(r => r.LeaseOwner, "")
                .SetProperty(r => r.LeaseExpiresAt, (DateTime?)null), cancellationToken);
            return ended == 0 ? 0 : await db.RunCheckpoints.Where(c => c.RunKey == lease.RunKey).ExecuteDeleteAsync(cancellationToken);
        }, cancellationToken);
        services.Signals.Notify();
    }

    /// <summary>The run's row, while the lease is held.</summary>
    internal static IQueryable<Run> Held(PlanningContext db, RunLease lease) =>
        db.Runs.Where(r => r.RunKey == lease.RunKey && r.FencingToken == lease.FencingToken && r.Status == RunStatus.Running);

    private async Task<Run?> WaitingAsync(PlanningContext db, CancellationToken cancellationToken)
    {
        var now = services.Now;
        return await db.Runs.AsNoTracking()
            .Where(r => r.Status == RunStatus.Queued || (r.Status == RunStatus.Running && (r.LeaseExpiresAt == null || r.LeaseExpiresAt < now)))
            .OrderBy(r => r.RunKey).FirstOrDefaultAsync(cancellationToken);
    }

    private static string Cut(string error) => error.Length <= 4_000 ? error : error[..4_000];
}
