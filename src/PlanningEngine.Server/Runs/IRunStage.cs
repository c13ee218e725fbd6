namespace PlanningEngine.Server.Runs;

/// <summary>One step of a run. Implementations are singletons without state: a run may be taken up by another process between any two batches.</summary>
public interface IRunStage
{
    /// <summary>Short stable name in lower case, such as <c>prepare</c>; the key of its checkpoints, at most 64 characters.</summary>
    string Name { get; }

    /// <summary>Does the stage's work, batch by batch, through <see cref="RunExecution.BatchAsync{T}"/>. A stage without a checkpoint of its own is executed again after a restart.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Set when the run is cancelled or its lease was lost.</param>
    /// <exception cref="RunFailedException">The input does not allow a result; the message says why and what to do.</exception>
    Task ExecuteAsync(RunExecution run, CancellationToken cancellationToken);
}

/// <summary>A stage whose outputs become facts in the run's one publishing transaction.</summary>
public interface IPublishingStage : IRunStage
{
    /// <summary>Writes facts from the stage's outputs. Called after all stages of the run were executed, in their order; again from the start when the process died in between.</summary>
    /// <param name="run">The run.</param>
    /// <param name="publication">The transaction with its plan versions and its summary.</param>
    /// <param name="cancellationToken">Set when the run is cancelled or its lease was lost.</param>
    Task PublishAsync(RunExecution run, RunPublication publication, CancellationToken cancellationToken);
}
