namespace PlanningEngine.Server.Runs;

/// <summary>The typed output of a stage: one <typeparamref name="T"/> per batch, kept as JSON in the run's checkpoints.</summary>
/// <typeparam name="T">A record of plain numbers and texts; NaN and infinity are kept.</typeparam>
/// <param name="Stage">Name of the stage that makes it.</param>
public sealed record RunOutput<T>(string Stage);
