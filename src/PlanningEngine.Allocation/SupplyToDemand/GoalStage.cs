namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>One step of a lexicographic minimisation.</summary>
/// <param name="IsBreach">Units below minimum fills.</param>
/// <param name="Priority">Units unmet of a priority, or null.</param>
internal sealed record GoalStage(bool IsBreach, int? Priority)
{
    public bool IsMoney => !IsBreach && Priority is null;

    /// <summary>The steps of a problem: breaches of minimum fills, priorities under the strict rule, money.</summary>
    public static IEnumerable<GoalStage> Of(SupplyProblem problem)
    {
        yield return new GoalStage(true, null);
        if (problem.Rule == PriorityRule.Strict)
        {
            foreach (var priority in problem.Demands.Select(demand => demand.Priority).Distinct().Order())
                yield return new GoalStage(false, priority);
        }

        yield return new GoalStage(false, null);
    }
}
