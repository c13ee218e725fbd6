using PlanningEngine.Data.Dimensions;

namespace PlanningEngine.Data.Kpis;

/// <summary>What a KPI means.</summary>
public sealed class KpiDefinition : Dimension
{
    /// <summary>Key; 0 is the Unknown member.</summary>
    public int KpiDefinitionKey { get; set; }

    /// <summary>Unit of the value, such as ratio.</summary>
    public string Unit { get; set; } = "";

    /// <summary>Numerator / denominator in words.</summary>
    public string Formula { get; set; } = "";

    /// <summary>True where more is better.</summary>
    public bool HigherIsBetter { get; set; }

    /// <summary>The value to reach; null where there is none.</summary>
    public double? Target { get; set; }

    /// <summary>Active or Retired.</summary>
    public string Status { get; set; } = "Active";
}
