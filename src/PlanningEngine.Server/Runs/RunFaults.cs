namespace PlanningEngine.Server.Runs;

/// <summary>Named points at which a test or a soak may break a run. The default does nothing.</summary>
/// <remarks>
/// Points, with the stage's name and the batch's number: <c>prepare/0/start</c>, <c>prepare/0/computed</c>, <c>prepare/0/written</c> (before the commit), <c>prepare/0/done</c>;
/// <c>publish/start</c>, <c>publish/written</c> (before the commit), <c>publish/done</c>.
/// </remarks>
public class RunFaults
{
    /// <summary>Called at each point; throws to break the run there.</summary>
    /// <param name="point">Name of the point.</param>
    /// <param name="cancellationToken">Ends a fault that waits.</param>
    /// <exception cref="ProcessDeathException">To stand for the death of the process.</exception>
    public virtual Task AtAsync(string point, CancellationToken cancellationToken) => Task.CompletedTask;
}
