namespace PlanningEngine.Allocation;

/// <summary>How a solve ended.</summary>
public enum SolveStatus
{
    /// <summary>The plan is proven optimal: its gap is zero.</summary>
    Optimal,

    /// <summary>The solve was stopped; the plan keeps every rule and its gap says how far it can be from the optimum.</summary>
    Feasible,

    /// <summary>It is proven that no plan keeps every rule; the conflicts name why.</summary>
    Infeasible,

    /// <summary>The solve was stopped before any plan that keeps every rule was found.</summary>
    NoSolutionFound,
}
