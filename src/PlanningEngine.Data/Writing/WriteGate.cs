namespace PlanningEngine.Data.Writing;

/// <summary>Lets one write transaction at a time through where the database can only take one.</summary>
public interface IWriteGate
{
    /// <summary>
    /// Waits for its turn. Every write transaction is begun inside and ended before the gate is left. Not re-entrant: a method
    /// that is called inside must not enter again.
    /// </summary>
    /// <param name="ct">Gives up waiting.</param>
    /// <returns>Leaves the gate when disposed.</returns>
    ValueTask<IAsyncDisposable> EnterAsync(CancellationToken ct);
}

/// <summary>The gates of the two databases.</summary>
public static class WriteGate
{
    /// <summary>On SQLite a gate for one at a time in order of arrival; on SQL Server one that is always open.</summary>
    /// <param name="provider">The database.</param>
    public static IWriteGate For(DatabaseProvider provider) => provider == DatabaseProvider.Sqlite ? new OneAtATime() : new AlwaysOpen();

    private sealed class OneAtATime : IWriteGate, IDisposable
    {
        private readonly SemaphoreSlim _turn = new(1, 1);

        public async ValueTask<IAsyncDisposable> EnterAsync(CancellationToken ct)
        {
            await _turn.WaitAsync(ct);
            return new Pass(_turn);
        }

        public void Dispose() => _turn.Dispose();
    }

    /// <summary>Leaves once, however often it is disposed.</summary>
    private sealed class Pass(SemaphoreSlim turn) : IAsyncDisposable
    {
        private SemaphoreSlim? _turn = turn;

        public ValueTask DisposeAsync()
        {
            Interlocked.Exchange(ref _turn, null)?.Release();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class AlwaysOpen : IWriteGate
    {
        public ValueTask<IAsyncDisposable> EnterAsync(CancellationToken ct)
        {
            ct.ThrowIfCancellationRequested();
            return new(new Nothing());
        }
    }

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
