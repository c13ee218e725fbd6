namespace PlanningEngine.Planning.Quotas;

/// <summary>A node while the cascade works on it. Amounts are whole cents per period.</summary>
internal sealed class CascadeNode(QuotaNodeKind kind, string code, CascadeNode? parent, int periods)
{
    public QuotaNodeKind Kind { get; } = kind;

    public string Code { get; } = code;

    public CascadeNode? Parent { get; } = parent;

    public int Level { get; } = parent is null ? 0 : parent.Level + 1;

    public List<CascadeNode> Children { get; } = [];

    /// <summary>Share among the siblings before activity, locks and floors; the siblings' shares need not sum to 1.</summary>
    public double Weight { get; set; }

    /// <summary>Part of each period in which the node works: 1 for territories, active days over days for reps.</summary>
    public double[] Activity { get; } = [.. Enumerable.Repeat(1.0, periods)];

    public decimal OverAssignment { get; set; }

    /// <summary>Amount that a lock gives, or that locked children imply; null where free.</summary>
    public long?[] Fixed { get; } = new long?[periods];

    /// <summary>True where a lock names the node.</summary>
    public bool[] Locked { get; } = new bool[periods];

    /// <summary>Least amount that the locks below need.</summary>
    public long[] Floor { get; } = new long[periods];

    public long[] Amount { get; } = new long[periods];

    /// <summary>What the node hands down in each period.</summary>
    public long[] Budget { get; } = new long[periods];

    public bool IsActive(int period) => Activity[period] > 0;

    /// <summary>How a message names the node.</summary>
    public string Subject => Kind == QuotaNodeKind.Rep ? $"rep {Code}" : $"territory {Code}";
}
