namespace PlanningEngine.Allocation.Budgets;

/// <summary>The bound a spend stands at.</summary>
public enum BudgetBinding
{
    /// <summary>Between its bounds.</summary>
    None,

    /// <summary>At its least.</summary>
    Least,

    /// <summary>At its most.</summary>
    Most,
}

/// <summary>What one item gets.</summary>
/// <param name="ItemId">Id of the item.</param>
/// <param name="Spend">Money.</param>
/// <param name="Response">What it brings.</param>
/// <param name="Next">Return of its next unit; infinite for power curves at 0.</param>
/// <param name="Last">Return of its last unit; not a number when it gets nothing.</param>
/// <param name="Price">What a unit of money is worth where the item competes: in its innermost group at a limit, otherwise of the whole budget.</param>
/// <param name="Binding">The bound it stands at.</param>
public sealed record ItemBudget(string ItemId, double Spend, double Response, double Next, double Last, double Price, BudgetBinding Binding);

/// <summary>What one group gets.</summary>
/// <param name="GroupId">Id of the group.</param>
/// <param name="Spend">Money of all below it.</param>
/// <param name="Binding">The limit it stands at.</param>
/// <param name="LimitValue">What one unit more of that limit is worth with the budget unchanged: at least 0 at its most, at most 0 at its least.</param>
public sealed record GroupBudget(string GroupId, double Spend, BudgetBinding Binding, double LimitValue);

/// <summary>A one-sided marginal value of the budget.</summary>
/// <param name="PerUnit">Response per unit of money.</param>
/// <param name="HoldsFor">Money for which the rate holds exactly; 0 on smooth curves, where it begins to fall at once, infinite for a budget that is not used up.</param>
public sealed record BudgetValue(double PerUnit, double HoldsFor);

/// <summary>Why an item gets what it gets.</summary>
/// <param name="ItemId">Id of the item.</param>
/// <param name="Sentence">The reason in words a planner reads, invariant number format.</param>
public sealed record BudgetReason(string ItemId, string Sentence);

/// <summary>Least amounts that cannot be met together.</summary>
/// <param name="Subject">Id of the group, or empty for the whole budget.</param>
/// <param name="Required">Money that must be spent there at least.</param>
/// <param name="Available">Money that may be spent there at most.</param>
/// <param name="Sentence">The conflict in words, with the smallest relaxation.</param>
public sealed record BudgetConflict(string Subject, double Required, double Available, string Sentence);

/// <summary>Answer to a <see cref="BudgetProblem"/>.</summary>
/// <param name="Status">Optimal when the gap is at most 1e-9 of the bound; feasible when S-shaped curves leave more; infeasible when least amounts conflict.</param>
/// <param name="Items">One per item in the order of the problem; empty unless a plan was found.</param>
/// <param name="Groups">One per group in the order of the problem.</param>
/// <param name="Spend">Money spent.</param>
/// <param name="Response">What it brings.</param>
/// <param name="Bound">No plan brings more: the value of the dual, of which S-shaped curves enter by their concave envelope, redrawn where the search has divided them.</param>
/// <param name="OneMore">Value of the next unit of budget; null without a plan.</param>
/// <param name="OneLess">Value of the last unit of budget; null without a plan or a budget.</param>
/// <param name="Reasons">Reasons for the first items, as many as the options ask for.</param>
/// <param name="Conflicts">Least amounts that cannot be met; empty unless infeasible.</param>
public sealed record BudgetResult(
    SolveStatus Status,
    IReadOnlyList<ItemBudget> Items,
    IReadOnlyList<GroupBudget> Groups,
    double Spend,
    double Response,
    double Bound,
    BudgetValue? OneMore,
    BudgetValue? OneLess,
    IReadOnlyList<BudgetReason> Reasons,
    IReadOnlyList<BudgetConflict> Conflicts)
{
    /// <summary>Response by which the plan can be below the best one.</summary>
    public double Gap => Math.Max(0, Bound - Response);
}

/// <summary>Limits of one solve.</summary>
public sealed record BudgetSolverOptions
{
    /// <summary>Most items a reason is written for, those first that get the most; at least 0, default 1,000.</summary>
    public int ReasonLimit { get; init; } = 1_000;

    /// <summary>
    /// Most divisions of the budget to close the gap of S-shaped curves; at least 0, default 4,000. With more than 500 items it falls in proportion, to 16 at least: a division looks at every item some sixty times.
    /// The same limit gives the same plan.
    /// </summary>
    public int DivisionLimit { get; init; } = 4_000;
}
