namespace PlanningEngine.Data.Plans;

/// <summary>What an inner node of a plan stands for.</summary>
public enum NodeKind
{
    /// <summary>A territory.</summary>
    Territory = 0,

    /// <summary>The company: all territories together, where none stands above them all.</summary>
    Company = 1,
}
