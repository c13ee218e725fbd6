namespace PlanningEngine.Allocation.Assignment;

/// <summary>Limits of one solve; the same limits and seed give the same answer on any machine.</summary>
public sealed record AssignmentSolverOptions
{
    /// <summary>Most nodes of the branch and bound, at least 0; null (the default) is no limit.</summary>
    public long? NodeLimit { get; init; }

    /// <summary>Seed of the local search.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Agent of every job in an earlier plan, where the local search starts too; null for none. It need not be feasible.</summary>
    public IReadOnlyList<int>? WarmStart { get; init; }
}
