using PlanningEngine.Data.Plans;

namespace PlanningEngine.Data.Kpis;

/// <summary>A KPI of a leaf territory in a period. Sum numerators and denominators, then divide; never average values.</summary>
public sealed class KpiValue : PublishedFact
{
    /// <summary>Key, from a sequence.</summary>
    public long KpiValueKey { get; set; }

    /// <summary>Which KPI.</summary>
    public int KpiDefinitionKey { get; set; }

    /// <summary>Numerator of the KPI's formula; additive.</summary>
    public double Numerator { get; set; }

    /// <summary>Denominator of the KPI's formula; additive.</summary>
    public double Denominator { get; set; }

    /// <summary>Numerator / Denominator; null where the denominator is 0.</summary>
    public double? Value { get; set; }

    /// <summary>The value to reach; null where there is none.</summary>
    public double? Target { get; set; }

    /// <summary>OnTrack, AtRisk, OffTrack, or NoData.</summary>
    public string Status { get; set; } = "";
}
