namespace PlanningEngine.Server.Runs;

/// <summary>The right to work on a run, until another worker takes it up.</summary>
/// <param name="RunKey">The run.</param>
/// <param name="FencingToken">Grows with each taking up; writes under an older one are refused.</param>
internal sealed record RunLease(int RunKey, long FencingToken);
