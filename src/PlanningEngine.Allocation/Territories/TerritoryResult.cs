namespace PlanningEngine.Allocation.Territories;

/// <summary>Where an account goes.</summary>
/// <param name="AccountId">Id of the account.</param>
/// <param name="RepId">Id of its rep.</param>
/// <param name="Travel">Travel cost of the pair.</param>
/// <param name="MoveCost">Cost of moving it; 0 when it stays or had no rep.</param>
public sealed record TerritoryAssignment(string AccountId, string RepId, double Travel, double MoveCost);

/// <summary>What a rep carries.</summary>
/// <param name="RepId">Id of the rep.</param>
/// <param name="Accounts">Number of accounts.</param>
/// <param name="Workload">Their workload.</param>
/// <param name="WorkloadTarget">The rep's fair share of workload.</param>
/// <param name="Potential">Their potential.</param>
/// <param name="PotentialTarget">The rep's fair share of potential.</param>
/// <param name="Travel">Travel cost of the rep's accounts.</param>
public sealed record RepTerritory(string RepId, int Accounts, double Workload, double WorkloadTarget, double Potential, double PotentialTarget, double Travel);

/// <summary>A whole alignment.</summary>
/// <param name="Assignments">One per account, in the order of the problem.</param>
/// <param name="Territories">One per rep, in the order of the problem.</param>
/// <param name="Cost">Travel and moves together.</param>
/// <param name="Travel">Travel cost of all accounts.</param>
/// <param name="Moves">Cost of all moves.</param>
public sealed record TerritoryPlan(IReadOnlyList<TerritoryAssignment> Assignments, IReadOnlyList<RepTerritory> Territories, double Cost, double Travel, double Moves);

/// <summary>Price of one end of a rep's band in the linear relaxation, in which accounts may be divided.</summary>
/// <param name="RepId">Id of the rep.</param>
/// <param name="Measure">What is balanced.</param>
/// <param name="Price">Cost saved per unit by which the upper end rises (positive) or the lower end falls (negative price). As accounts are whole, a re-solve can save less or more.</param>
public sealed record BalancePrice(string RepId, BalanceMeasure Measure, double Price);

/// <summary>Why no plan keeps every rule.</summary>
/// <param name="Sentence">The conflict in words, with the smallest relaxation that resolves it.</param>
/// <param name="RepId">Rep whose band is in conflict, or null.</param>
/// <param name="AccountIds">Accounts in conflict.</param>
/// <param name="Tolerance">The smallest tolerance at which this conflict is gone, or null when no tolerance helps.</param>
public sealed record TerritoryConflict(string Sentence, string? RepId, IReadOnlyList<string> AccountIds, double? Tolerance);

/// <summary>Answer to a <see cref="TerritoryProblem"/>.</summary>
/// <param name="Status">How the solve ended.</param>
/// <param name="Plan">The plan. When <see cref="SolveStatus.Infeasible"/> or <see cref="SolveStatus.NoSolutionFound"/>, the plan found that breaks the bands least, or null.</param>
/// <param name="Bound">No plan that keeps every rule costs less; 0 when infeasible.</param>
/// <param name="Prices">Prices of the bands in the linear relaxation: one per rep and balanced measure whose band has a price.</param>
/// <param name="Reasons">Why each account is where it is, in the order of the problem; empty without a plan that keeps every rule.</param>
/// <param name="Conflicts">Why there is no plan; empty when there is one.</param>
/// <param name="Proof">What proves the bound; null stands for the prices of the bands.</param>
public sealed record TerritoryResult(
    SolveStatus Status,
    TerritoryPlan? Plan,
    double Bound,
    IReadOnlyList<BalancePrice> Prices,
    IReadOnlyList<AccountReason> Reasons,
    IReadOnlyList<TerritoryConflict> Conflicts,
    TerritoryProof? Proof = null)
{
    /// <summary>Cost above the bound, as a part of the cost, 0 .. 1; infinite without a plan that keeps every rule.</summary>
    public double Gap => Status is SolveStatus.Optimal or SolveStatus.Feasible && Plan is { } plan
        ? plan.Cost <= Bound ? 0 : (plan.Cost - Bound) / plan.Cost
        : double.PositiveInfinity;
}
