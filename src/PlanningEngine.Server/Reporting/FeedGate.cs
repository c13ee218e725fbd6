using Microsoft.Extensions.Options;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting;

/// <summary>Lets a limited number of requests read the database at once; the others wait a while.</summary>
internal sealed class FeedGate(IOptions<ReportingOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(options.Value.MaxConcurrentQueries);

    /// <summary>Waits for a turn, which ends when the result is disposed.</summary>
    /// <exception cref="FeedException">503 when no turn came in time.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancel)
    {
        if (!await _turns.WaitAsync(TimeSpan.FromSeconds(options.Value.QueueSeconds), cancel))
            throw new FeedException(StatusCodes.Status503ServiceUnavailable, "Busy", "Too many queries run at once. Maybe try again after the time in Retry-After, or raise Reporting:MaxConcurrentQueries.");
        return new Turn(_turns);
    }

    public void Dispose() => _turns.Dispose();

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
