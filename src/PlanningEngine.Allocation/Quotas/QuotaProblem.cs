namespace PlanningEngine.Allocation.Quotas;

/// <summary>A company target to be divided down a tree in whole units of money.</summary>
/// <remarks>
/// Where targets stand decides the direction: at the root it is top-down, at the leaves bottom-up, at a level between middle-out; at least one node has one.
/// Amounts of nodes above a target follow from it, those below it and beside it are divided by the reference.
/// </remarks>
/// <param name="Nodes">The tree; exactly one root, at most <see cref="QuotaProblemValidator.MostLevels"/> levels, in any order.</param>
public sealed record QuotaProblem(IReadOnlyList<QuotaNode> Nodes)
{
    /// <summary>What the reference shares are drawn from. Default: history and potential alike.</summary>
    public QuotaBlend Blend { get; init; } = new(0.5, 0.5, 0);

    /// <summary>Weight of equal quota per potential against the reference, 0 (default) to 1: 1 asks for the same ratio of quota to potential everywhere.</summary>
    public double Fairness { get; init; }

    /// <summary>Relative size of each period, not negative, at least one above 0; null (the default) is one period.</summary>
    public IReadOnlyList<double>? Seasonality { get; init; }

    /// <summary>Smallest amount of money, above 0; every amount is a whole multiple. Default 0.01.</summary>
    public decimal Unit { get; init; } = 0.01m;

    /// <summary>What one unit of money of relaxation weighs when no plan keeps all limits.</summary>
    public RelaxationWeights Relaxation { get; init; } = new(1, 2, 4);
}

/// <summary>Weights of the measures in a reference share; a measure that is 0 for all siblings counts for none of them, and with none left the siblings share equally.</summary>
/// <param name="History">Weight of history, at least 0.</param>
/// <param name="Potential">Weight of potential, at least 0.</param>
/// <param name="Capacity">Weight of selling capacity, at least 0. One of the three is above 0.</param>
public sealed record QuotaBlend(double History, double Potential, double Capacity);

/// <summary>What one unit of money of relaxation weighs; each above 0 and at most 1,000.</summary>
/// <param name="Bound">Beyond a minimum or maximum.</param>
/// <param name="Lock">Away from a lock.</param>
/// <param name="Target">Away from a target.</param>
public sealed record RelaxationWeights(double Bound, double Lock, double Target);
