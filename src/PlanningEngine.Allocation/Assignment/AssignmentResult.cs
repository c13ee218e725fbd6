namespace PlanningEngine.Allocation.Assignment;

/// <summary>Answer to an <see cref="AssignmentProblem"/>.</summary>
/// <param name="Status">How the solve ended.</param>
/// <param name="AgentOfJob">Agent of every job; empty when there is no plan.</param>
/// <param name="Objective">Total cost or profit of the plan; 0 without one.</param>
/// <param name="Bound">No plan is better than this: at most the objective when minimising, at least when maximising. 0 when infeasible.</param>
/// <param name="Conflicts">Why there is no plan, in words; empty unless <see cref="SolveStatus.Infeasible"/>.</param>
/// <param name="Nodes">Work done, in nodes of the branch and bound.</param>
public sealed record AssignmentResult(
    SolveStatus Status,
    IReadOnlyList<int> AgentOfJob,
    long Objective,
    long Bound,
    IReadOnlyList<string> Conflicts,
    long Nodes)
{
    /// <summary>Distance of objective and bound over the size of the objective, 0 .. infinity; 0 when optimal, infinite without a plan.</summary>
    public double Gap => AgentOfJob.Count == 0 ? double.PositiveInfinity
        : Objective == Bound ? 0
        : Math.Abs((double)Objective - Bound) / Math.Max(1, Math.Abs((double)Objective));
}
