namespace PlanningEngine.Allocation.Headcount;

/// <summary>Answer to a <see cref="HeadcountProblem"/>.</summary>
/// <param name="Status">How the solve ended.</param>
/// <param name="Plan">The plan; when <see cref="SolveStatus.Infeasible"/>, the cheapest among those that miss the least hard capacity in total; null when <see cref="SolveStatus.NoSolutionFound"/>.</param>
/// <param name="Bound">No plan costs less; when infeasible, no plan that misses as little. Not a number without a plan.</param>
/// <param name="Prices">What capacity required costs, by work and month; empty unless optimal.</param>
/// <param name="Reasons">Why the hires and shortfalls are as they are, in words.</param>
/// <param name="Conflicts">Hard requirements that cannot be met; empty unless infeasible.</param>
public sealed record HeadcountResult(
    SolveStatus Status,
    HeadcountPlan? Plan,
    double Bound,
    IReadOnlyList<CapacityPrice> Prices,
    IReadOnlyList<HeadcountReason> Reasons,
    IReadOnlyList<HeadcountConflict> Conflicts)
{
    /// <summary>Money by which the plan can be above the cheapest one; 0 when optimal, not a number without a plan.</summary>
    public double Gap => Plan is null ? double.NaN : Status == SolveStatus.Optimal ? 0 : Math.Max(0, Plan.Objective - Bound);
}

/// <summary>What one unit of required capacity costs in one month.</summary>
/// <param name="WorkId">Id of the work.</param>
/// <param name="Month">Index of the month, from 0.</param>
/// <param name="LinearPrice">Price in the linear relaxation, where fractions of people can be hired: a guide, not a promise.</param>
/// <param name="OneMore">Money by which the whole problem, solved again with one unit more required, costs more; infinite when that cannot be met; null when not solved again.</param>
/// <param name="OneLess">Money saved by one unit less (all of it where less than one is required); null when not solved again.</param>
public sealed record CapacityPrice(string WorkId, int Month, double LinearPrice, double? OneMore, double? OneLess);

/// <summary>Why something is hired, or missing.</summary>
/// <param name="Code">HIRED, SHORT_BY_COST or SHORT_BY_LIMIT.</param>
/// <param name="Subject">Id of the role hired, or of the work that is short.</param>
/// <param name="Month">Index of the month, from 0.</param>
/// <param name="Sentence">The reason in words a planner reads, invariant number format.</param>
public sealed record HeadcountReason(string Code, string Subject, int Month, string Sentence);

/// <summary>A hard requirement that cannot be met.</summary>
/// <param name="WorkId">Id of the work.</param>
/// <param name="Month">Index of the month, from 0.</param>
/// <param name="Required">Capacity required.</param>
/// <param name="Reachable">Most capacity the work can have that month, whatever else is given up.</param>
/// <param name="Relaxation">Capacity by which the requirement gives way in the smallest total relaxation.</param>
/// <param name="Sentence">The conflict in words.</param>
public sealed record HeadcountConflict(string WorkId, int Month, double Required, double Reachable, double Relaxation, string Sentence);

/// <summary>Limits of one solve.</summary>
public sealed record HeadcountSolverOptions
{
    /// <summary>Most nodes of the branch-and-bound search, at least 1; default 20,000. Solving again for a price may take a tenth of it. The same limit gives the same plan.</summary>
    public long NodeLimit { get; init; } = 20_000;

    /// <summary>Most requirements for which the problem is solved again with one unit more and one less, the dearest first; at least 0, default 12.</summary>
    public int RevaluedRequirements { get; init; } = 12;
}
