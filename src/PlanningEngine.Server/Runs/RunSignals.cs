namespace PlanningEngine.Server.Runs;

/// <summary>Tells waiting workers and watchers of this process that some run changed; other processes are noticed by polling.</summary>
internal sealed class RunSignals(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = NewSource();

    /// <summary>The next change. Take it before looking, then wait for it: so no change is missed.</summary>
    public Task Next
    {
        get
        {
            lock (_gate)
                return _next.Task;
        }
    }

    /// <summary>Wakes all that wait.</summary>
    public void Notify()
    {
        TaskCompletionSource woken;
        lock (_gate)
        {
            woken = _next;
            _next = NewSource();
        }

        woken.SetResult();
    }

    /// <summary>Waits for a change, at most for a time.</summary>
    public async Task WaitAsync(Task change, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(change, Task.Delay(atMost, clock, ending.Token));
        await ending.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
