using PlanningEngine.Data.Plans;

namespace PlanningEngine.Data.Quotas;

/// <summary>What leaf quotas and inner nodes have in common.</summary>
public abstract class QuotaFact : PublishedFact
{
    /// <summary>The rep or manager; 0 where the node is a territory.</summary>
    public int SalesRepKey { get; set; }

    /// <summary>Length of the period in months, 1 to 12.</summary>
    public int PeriodMonths { get; set; }

    /// <summary>The quota, in the company currency, whole cents.</summary>
    public decimal Amount { get; set; }

    /// <summary>True where the amount was fixed by hand and the cascade went around it.</summary>
    public bool Locked { get; set; }

    /// <summary>Share by which the children's sum exceeds the amount: 0.1 is 10 %.</summary>
    public double OverAssignment { get; set; }

    /// <summary>The amount less that of the version before for the same node and period; 0 where there is none.</summary>
    public decimal Change { get; set; }

    /// <summary>Why the amount is what it is, and why it changed, in words.</summary>
    public string Reason { get; set; } = "";
}

/// <summary>A leaf of the quota tree: rep x territory x period x version.</summary>
public sealed class Quota : QuotaFact
{
    /// <summary>Key, from a sequence.</summary>
    public long QuotaKey { get; set; }
}

/// <summary>An inner node of the quota tree; kept apart so that the sum over Quotas counts nothing twice.</summary>
public sealed class QuotaNode : QuotaFact
{
    /// <summary>Key, from a sequence.</summary>
    public long QuotaNodeKey { get; set; }

    /// <summary>Depth in the tree, 0 at the company or at the only root.</summary>
    public int Level { get; set; }

    /// <summary>A territory, or the company as a whole above several roots: its TerritoryKey is 0, and so its Territory the unknown one.</summary>
    public NodeKind Node { get; set; }
}
