namespace PlanningEngine.Planning.Quotas;

/// <summary>The quota of one node in one period, or over all of them.</summary>
/// <param name="Kind">Territory or rep.</param>
/// <param name="Level">0 at the company, one more with each step down.</param>
/// <param name="Code">Code of the territory or rep; "*" at a company node that was added over several roots; empty for the part of a leaf territory that no rep carries.</param>
/// <param name="ParentCode">Code of the territory above; null at the company.</param>
/// <param name="PeriodStart">First day of the period; null for the sum over all periods.</param>
/// <param name="Amount">The quota in whole cents.</param>
/// <param name="Share">Part of what the parent hands down, 0 to 1; 1 at the company; 0 when nothing is handed down.</param>
/// <param name="Locked">True when a lock named the node in this period or as a whole.</param>
/// <param name="OverAssignment">Over-assignment from this node to the nodes below it; 0 at a rep.</param>
public sealed record QuotaNode(
    QuotaNodeKind Kind,
    int Level,
    string Code,
    string? ParentCode,
    DateOnly? PeriodStart,
    decimal Amount,
    double Share,
    bool Locked,
    decimal OverAssignment);

/// <summary>What a quota node is.</summary>
public enum QuotaNodeKind
{
    /// <summary>A node of the sales tree.</summary>
    Territory,

    /// <summary>A rep.</summary>
    Rep,
}

/// <summary>A cascade's outcome: quotas, or every reason why there are none.</summary>
/// <param name="Nodes">Per node and period, parents before children; empty when infeasible. A rep has no node in a period in which they do not work.</param>
/// <param name="Totals">Per node over all periods, in the same order.</param>
/// <param name="Violations">What is wrong with the request or which locks conflict; all of them.</param>
/// <param name="Notes">What the cascade had to assume, for example equal shares for want of history.</param>
public sealed record QuotaCascadeResult(
    IReadOnlyList<QuotaNode> Nodes,
    IReadOnlyList<QuotaNode> Totals,
    IReadOnlyList<Violation> Violations,
    IReadOnlyList<string> Notes)
{
    /// <summary>True when the quotas hold.</summary>
    public bool IsFeasible => Violations.Count == 0;
}
