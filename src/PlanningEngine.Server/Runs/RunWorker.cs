using System.Data.Common;
using Microsoft.Extensions.Options;

namespace PlanningEngine.Server.Runs;

/// <summary>Works on the queue as long as the server lives. A stop lets the current batch finish and hands the run back.</summary>
internal sealed class RunWorker(RunProcessor processor, RunQueue queue, RunSignals signals, IHostApplicationLifetime lifetime, IOptions<RunOptions> options, ILogger<RunWorker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Workers == 0)
            return;
        try
        {
            await StartedAsync(stoppingToken);
            await queue.ReclaimAsync(stoppingToken);
            await Task.WhenAll(Enumerable.Range(0, options.Value.Workers).Select(_ => Task.Run(() => WorkAsync(stoppingToken), stoppingToken)));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops, or did not start.
        }
    }

    /// <summary>A start that fails, such as on a port that is taken, takes away what the worker works with: it begins when the server listens.</summary>
    private async Task StartedAsync(CancellationToken stopping)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping);
    }

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var change = signals.Next;
            try
            {
                if (!await processor.ProcessNextAsync(stopping))
                    await signals.WaitAsync(change, options.Value.Poll, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (DbException trouble)
            {
                Log.QueueAway(logger, trouble);
                await signals.WaitAsync(Task.Delay(Timeout.InfiniteTimeSpan, stopping), options.Value.Poll, stopping);
            }
        }
    }
}
