using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Runs;

namespace PlanningEngine.Server.Runs;

/// <summary>Takes up one run and brings it to an end: all stages, then one publication.</summary>
internal sealed class RunProcessor(RunServices services, RunQueue queue, RunStages stages, ILogger<RunProcessor> logger)
{
    /// <summary>Works on the next run of the queue.</summary>
    /// <param name="stopping">Set when the server stops: the run is handed back after the current batch.</param>
    /// <returns>False when no run waits.</returns>
    public async Task<bool> ProcessNextAsync(CancellationToken stopping)
    {
        if (await queue.TakeAsync(stopping) is not { } lease)
            return false;
        Log.TakenUp(logger, lease.RunKey, lease.FencingToken);
        using var ending = new CancellationTokenSource();
        var heartbeat = HeartbeatAsync(lease, ending);
        try
        {
            await ExecuteAsync(lease, stopping, ending.Token);
        }
        catch (ProcessDeathException death)
        {
            Log.Died(logger, lease.RunKey, death.Message);
        }
        catch (StaleLeaseException)
        {
            await StopAsync(lease);
        }
        catch (RunHandedBackException)
        {
            await queue.HandBackAsync(lease, CancellationToken.None);
            Log.HandedBack(logger, lease.RunKey);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            await StopAsync(lease);
        }
        catch (DbException passing) when (passing.IsTransient)
        {
            Log.DatabaseAway(logger, lease.RunKey, passing);
        }
        catch (RunFailedException failure)
        {
            await EndAsync(lease, RunStatus.Failed, failure.Message);
        }
        catch (Exception failure)
        {
            Log.Failed(logger, lease.RunKey, failure);
            await EndAsync(lease, RunStatus.Failed, $"The run failed unexpectedly: {failure.GetBaseException().Message} Maybe look for run {lease.RunKey} in the server's log.");
        }
        finally
        {
            await ending.CancelAsync();
            await heartbeat;
        }

        return true;
    }

    private async Task ExecuteAsync(RunLease lease, CancellationToken stopping, CancellationToken cancellationToken)
    {
        await using var db = await services.Contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Runs.AsNoTracking().SingleAsync(r => r.RunKey == lease.RunKey, cancellationToken);
        if (row.CancelRequested)
        {
            await EndAsync(lease, RunStatus.Cancelled, "");
            return;
        }

        using var activity = RunTelemetry.Source.StartActivity("run");
        activity?.SetTag("run.key", lease.RunKey).SetTag("run.kind", row.Kind);
        var ofKind = stages.Of(row.Kind);
        if (ofKind.Count == 0)
            throw new RunFailedException($"This server cannot compute runs of the kind ({row.Kind}). Maybe start a server of the version that created the run.");
        var run = new RunExecution(services, lease, row, ofKind, stopping);
        for (var position = 0; position < ofKind.Count; position++)
        {
            run.Enter(position);
            await ofKind[position].ExecuteAsync(run, cancellationToken);
        }

        if (stopping.IsCancellationRequested)
            throw new RunHandedBackException();
        await PublishAsync(run, ofKind, cancellationToken);
        Log.Succeeded(logger, lease.RunKey);
        RunTelemetry.End(row.Kind, nameof(RunStatus.Succeeded));
    }

    private async Task PublishAsync(RunExecution run, IReadOnlyList<IRunStage> ofKind, CancellationToken cancellationToken)
    {
        await run.FaultAsync("publish/start", cancellationToken);
        var now = services.Now;
        await services.WriteAsync(async db =>
        {
            var publication = new RunPublication(db, run, now);
            foreach (var stage in ofKind.OfType<IPublishingStage>())
                await stage.PublishAsync(run, publication, cancellationToken);
            var resultHash = await publication.CompleteAsync(cancellationToken);
            var summary = SummaryText.Write(publication.Summary);
            // The fence comes last here: the row stays unlocked, and so readable, while the facts are written.
            var ended = await RunQueue.Held(db, run.Lease).Where(r => !r.CancelRequested).ExecuteUpdateAsync(s => s
                .SetProperty(r => r.Status, RunStatus.Succeeded)
                .SetProperty(r => r.Stage, "")
                .SetProperty(r => r.Progress, 1.0)
                .SetProperty(r => r.ResultHash, resultHash)
                .SetProperty(r => r.Summary, summary)
                .SetProperty(r => r.FinishedAt, now)
                .SetProperty(r => r.ModifiedAt, now)
                .SetProperty(r => r.LeaseOwner, "")
                .SetProperty(r => r.LeaseExpiresAt, (DateTime?)null), cancellationToken);
            if (ended != 1)
                throw new StaleLeaseException(run.Lease);
            await db.RunCheckpoints.Where(c => c.RunKey == run.RunKey).ExecuteDeleteAsync(cancellationToken);
            await run.FaultAsync("publish/written", cancellationToken);
            return ended;
        }, cancellationToken);
        services.Signals.Notify();
        await run.FaultAsync("publish/done", cancellationToken);
    }

    /// <summary>Ends a run that is to be cancelled; otherwise the lease was lost, and the run is another worker's.</summary>
    private async Task StopAsync(RunLease lease)
    {
        if (await queue.IsCancelRequestedAsync(lease.RunKey, CancellationToken.None))
            await EndAsync(lease, RunStatus.Cancelled, "");
        else
            Log.LeaseLost(logger, lease.RunKey, lease.FencingToken);
    }

    private async Task EndAsync(RunLease lease, RunStatus status, string error)
    {
        await queue.EndAsync(lease, status, error, CancellationToken.None);
        Log.Ended(logger, lease.RunKey, status, error);
        RunTelemetry.End("", status.ToString());
    }

    /// <summary>Renews the lease; ends the work when the run is to be cancelled, or when the lease is lost.</summary>
    private async Task HeartbeatAsync(RunLease lease, CancellationTokenSource ending)
    {
        var renewed = services.Clock.GetTimestamp();
        try
        {
            while (!ending.IsCancellationRequested)
            {
                var change = services.Signals.Next;
                await services.Signals.WaitAsync(change, services.Options.Poll, ending.Token);
                bool cancel;
                if (services.Clock.GetElapsedTime(renewed) >= services.Options.Lease / 3)
                {
                    cancel = await queue.RenewAsync(lease, ending.Token);
                    renewed = services.Clock.GetTimestamp();
                }
                else
                {
                    cancel = await queue.IsCancelRequestedAsync(lease.RunKey, ending.Token);
                }

                if (cancel)
                    await ending.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended, or is about to.
        }
        catch (StaleLeaseException)
        {
            await ending.CancelAsync();
        }
        catch (DbException trouble)
        {
            // The next transaction of the run meets the same trouble and decides; without renewals the lease runs out.
            Log.HeartbeatFailed(logger, lease.RunKey, trouble);
        }
    }
}
