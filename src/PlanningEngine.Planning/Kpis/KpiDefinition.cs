namespace PlanningEngine.Planning.Kpis;

/// <summary>What a KPI means and how it is judged.</summary>
/// <param name="Code">Stable code, kebab-case.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Unit">Unit of the value, "ratio" for all that are built in (0.95 is 95 %).</param>
/// <param name="Formula">Formula in words, numerator over denominator.</param>
/// <param name="HigherIsBetter">True when a value at or above target is on track; false when at or below.</param>
/// <param name="Target">Default target in <paramref name="Unit"/>; null when none.</param>
public sealed record KpiDefinition(string Code, string Name, string Unit, string Formula, bool HigherIsBetter, double? Target)
{
    /// <summary>True when the sign does not matter and the size is judged, as for bias. Default false.</summary>
    public bool JudgedBySize { get; init; }

    /// <summary>Value above which the KPI is off whatever its target, for example 1 for utilisation. Default none.</summary>
    public double? Ceiling { get; init; }

    /// <summary>How far from target still counts as at risk, as a share of the target. Default 0.1.</summary>
    public double RiskMargin { get; init; } = 0.1;

    /// <summary>Judges a value against a target.</summary>
    /// <param name="value">The value; null when the denominator was 0.</param>
    /// <param name="target">The target; null takes <see cref="Target"/>.</param>
    public KpiStatus Judge(double? value, double? target = null)
    {
        if ((target ?? Target) is not { } goal || value is not { } signed || double.IsNaN(signed))
            return KpiStatus.NotJudged;
        var size = JudgedBySize ? Math.Abs(signed) : signed;
        if (size > Ceiling)
            return KpiStatus.Off;
        var shortfall = HigherIsBetter ? goal - size : size - goal;
        if (shortfall <= 0)
            return KpiStatus.OnTrack;
        return shortfall <= RiskMargin * Math.Abs(goal) ? KpiStatus.AtRisk : KpiStatus.Off;
    }
}

/// <summary>How a KPI stands against its target.</summary>
public enum KpiStatus
{
    /// <summary>There is no value or no target.</summary>
    NotJudged,

    /// <summary>The target is met.</summary>
    OnTrack,

    /// <summary>The target is missed by at most the risk margin.</summary>
    AtRisk,

    /// <summary>The target is missed by more.</summary>
    Off,
}
