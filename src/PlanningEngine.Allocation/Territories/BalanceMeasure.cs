namespace PlanningEngine.Allocation.Territories;

/// <summary>What is balanced between reps.</summary>
public enum BalanceMeasure
{
    /// <summary>Time the accounts take.</summary>
    Workload,

    /// <summary>What can be sold to the accounts.</summary>
    Potential,
}
