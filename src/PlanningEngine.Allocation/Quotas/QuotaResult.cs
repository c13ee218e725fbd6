namespace PlanningEngine.Allocation.Quotas;

/// <summary>Answer to a <see cref="QuotaProblem"/>.</summary>
/// <param name="Status">How the solve ended. <see cref="SolveStatus.NoSolutionFound"/> does not occur: a plan within all limits needs one pass over the tree.</param>
/// <param name="Plan">The plan; when <see cref="SolveStatus.Infeasible"/>, the one with the smallest weighted relaxation.</param>
/// <param name="Certificate">Proof of the continuous solution; null when infeasible.</param>
/// <param name="Reasons">Why each amount is what it is and what changed, in the order of the nodes; empty when infeasible.</param>
/// <param name="Conflicts">Limits that cannot hold together; empty unless infeasible.</param>
/// <param name="Relaxations">The smallest weighted relaxation, in the order of the nodes; empty unless infeasible.</param>
/// <param name="Work">Breakpoints merged.</param>
public sealed record QuotaResult(
    SolveStatus Status,
    QuotaPlan Plan,
    QuotaCertificate? Certificate,
    IReadOnlyList<QuotaReason> Reasons,
    IReadOnlyList<QuotaConflict> Conflicts,
    IReadOnlyList<QuotaRelaxation> Relaxations,
    long Work);

/// <summary>Amounts that add up exactly.</summary>
/// <param name="Nodes">One per node of the problem, in its order.</param>
public sealed record QuotaPlan(IReadOnlyList<NodeQuota> Nodes);

/// <summary>The quota of one node.</summary>
/// <param name="Code">Code of the node.</param>
/// <param name="Amount">The quota, a whole multiple of the unit.</param>
/// <param name="HandedDown">Sum of its children: <paramref name="Amount"/> x (1 + over-assignment) when that is whole, else a neighbouring whole amount; 0 at a leaf.</param>
/// <param name="Continuous">The solution before rounding, in money.</param>
/// <param name="Periods">The quota per period, summing to <paramref name="Amount"/>.</param>
public sealed record NodeQuota(string Code, decimal Amount, decimal HandedDown, double Continuous, IReadOnlyList<decimal> Periods);

/// <summary>Limits that cannot hold together: what a node may hand down lies outside what its children may take.</summary>
/// <param name="Code">Code of the node where they meet.</param>
/// <param name="HandedDown">What the node can hand down at most, or at least, over-assignment included.</param>
/// <param name="Needed">What its children need at least, or can take at most.</param>
/// <param name="Members">Codes of the nodes below whose limits make up <paramref name="Needed"/>.</param>
/// <param name="Sentence">The conflict in words.</param>
public sealed record QuotaConflict(string Code, decimal HandedDown, decimal Needed, IReadOnlyList<string> Members, string Sentence);

/// <summary>How far one limit must give way.</summary>
/// <param name="Code">Code of the node.</param>
/// <param name="Limit">The limit.</param>
/// <param name="From">The limit as it is.</param>
/// <param name="To">The limit as it would have to be.</param>
public sealed record QuotaRelaxation(string Code, QuotaLimit Limit, decimal From, decimal To);

/// <summary>What holds an amount where it is.</summary>
public enum QuotaLimit
{
    /// <summary>Nothing: the amount follows from reference, fairness and the limits of others.</summary>
    None,

    /// <summary>An amount the plan must give.</summary>
    Target,

    /// <summary>An amount fixed by hand.</summary>
    Lock,

    /// <summary>A least amount.</summary>
    Minimum,

    /// <summary>A largest amount.</summary>
    Maximum,

    /// <summary>A least change against the last version.</summary>
    MinimumChange,

    /// <summary>A largest change against the last version.</summary>
    MaximumChange,

    /// <summary>Every node below is fixed.</summary>
    FixedBelow,

    /// <summary>Periods fixed by hand: the node gets at least what they sum to.</summary>
    LockedPeriods,
}
