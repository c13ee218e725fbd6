namespace PlanningEngine.Allocation.Quotas;

/// <summary>A node of the quota tree: company, region, territory, rep.</summary>
/// <param name="Code">Identity, unique and not empty.</param>
/// <param name="Parent">Position of the parent in the list of nodes; -1 at the root.</param>
public sealed record QuotaNode(string Code, int Parent)
{
    /// <summary>What a planner calls it, such as "Region North"; empty (the default) for the code.</summary>
    public string Label { get; init; } = "";

    /// <summary>Past sales that belong to the node itself; an inner node also counts those below it. At least 0.</summary>
    public double History { get; init; }

    /// <summary>Market potential or forecast that belongs to the node itself; an inner node also counts that below it. At least 0.</summary>
    public double Potential { get; init; }

    /// <summary>Selling capacity of the node itself; null (the default) for none. An inner node also counts that below it.</summary>
    public SellingCapacity? Capacity { get; init; }

    /// <summary>How much a relative deviation of this node from its reference counts, 0.001 to 1,000; default 1.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Amount the plan must give the node; null (the default) for none.</summary>
    public decimal? Target { get; init; }

    /// <summary>Amount fixed by hand; null (the default) for none. A node has a target or a lock, not both.</summary>
    public decimal? Locked { get; init; }

    /// <summary>
    /// Amounts of single periods of a leaf fixed by hand, one per period and null where free; null (the default) for none. The rest of the quota goes to the other periods; with all of them
    /// fixed, so is the node. Inner nodes have none.
    /// </summary>
    public IReadOnlyList<decimal?>? LockedPeriods { get; init; }

    /// <summary>Least amount; null (the default) for 0.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Most; null (the default) for no limit.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Least change against <see cref="Last"/>: -0.1 allows 10 % less; from -1. Null (the default) for no limit.</summary>
    public double? MinimumChange { get; init; }

    /// <summary>Largest change against <see cref="Last"/>: 0.1 allows 10 % more; from -1. Null (the default) for no limit.</summary>
    public double? MaximumChange { get; init; }

    /// <summary>Share by which the children together exceed the node, from 0 (the default) to below 1; 0.1 is 10 %.</summary>
    public decimal OverAssignment { get; init; }

    /// <summary>Amount in the last version; null (the default) where the node is new.</summary>
    public decimal? Last { get; init; }

    /// <summary>Part of each period in which a leaf works, 0 to 1, one per period; null (the default) for always. Inner nodes have none.</summary>
    public IReadOnlyList<double>? Activity { get; init; }
}

/// <summary>What a seller or a team can carry, as it grows into the job and as people leave.</summary>
/// <remarks>In period p = 0, 1, ...: PerPeriod x min(1, max(0, TenurePeriods + p + 1/2) / RampPeriods) x (1 - AttritionPerPeriod)^(p + 1/2), times the activity of the node.</remarks>
/// <param name="PerPeriod">Amount carried in one period when fully productive, at least 0.</param>
/// <param name="TenurePeriods">Periods on the job when the first period begins; negative for a later start. Default 1,000: long on the job.</param>
/// <param name="RampPeriods">Periods from start to full productivity, at least 0; default 0.</param>
/// <param name="AttritionPerPeriod">Part that leaves in a period, 0 (the default) to below 1.</param>
public sealed record SellingCapacity(double PerPeriod, double TenurePeriods = 1_000, double RampPeriods = 0, double AttritionPerPeriod = 0)
{
    /// <summary>Part of full productivity in a period, 0 to 1.</summary>
    /// <param name="period">Period, from 0.</param>
    public double Share(int period)
    {
        var served = Math.Max(0, TenurePeriods + period + 0.5);
        var ramp = served == 0 ? 0 : RampPeriods <= served ? 1 : served / RampPeriods;
        return ramp * Math.Pow(1 - AttritionPerPeriod, period + 0.5);
    }
}
