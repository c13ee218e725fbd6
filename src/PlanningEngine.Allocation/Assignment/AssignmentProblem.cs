namespace PlanningEngine.Allocation.Assignment;

/// <summary>Whether the total is to be small or large.</summary>
public enum AssignmentGoal
{
    /// <summary>The total cost is made as small as possible.</summary>
    Minimise,

    /// <summary>The total profit is made as large as possible.</summary>
    Maximise,
}

/// <summary>The generalised assignment problem: every job goes to exactly one agent, and no agent takes more than its capacity.</summary>
/// <remarks>Whole numbers throughout, so that bounds are exact; multiply decimals beforehand. A job with a load above an agent's capacity cannot go there.</remarks>
/// <param name="Agents">Number of agents, at least 1.</param>
/// <param name="Jobs">Number of jobs, at least 1.</param>
/// <param name="Cost">Cost (or profit) of each pair, job by job for the first agent, then for the next: <c>Cost[agent * Jobs + job]</c>; at most 1e12 in size, and 1e15 over all jobs.</param>
/// <param name="Load">What a job takes from an agent, laid out as <paramref name="Cost"/>; 0 .. 1e15.</param>
/// <param name="Capacity">What an agent has, one per agent; 0 .. 1e15.</param>
/// <param name="Goal">Whether <paramref name="Cost"/> is minimised or maximised.</param>
public sealed record AssignmentProblem(
    int Agents,
    int Jobs,
    IReadOnlyList<long> Cost,
    IReadOnlyList<long> Load,
    IReadOnlyList<long> Capacity,
    AssignmentGoal Goal = AssignmentGoal.Minimise);
