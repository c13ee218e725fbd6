namespace PlanningEngine.Planning.Kpis;

/// <summary>One KPI as a ratio that can be rolled up: add numerators and denominators, then divide.</summary>
/// <param name="Code">Code of the definition.</param>
/// <param name="Numerator">Additive numerator.</param>
/// <param name="Denominator">Additive denominator.</param>
/// <param name="Value">Numerator over denominator; null when the denominator is 0 or either part is not finite.</param>
/// <param name="Target">Target that the status was judged by; null when none.</param>
/// <param name="Status">How the value stands against the target.</param>
public sealed record KpiValue(string Code, double Numerator, double Denominator, double? Value, double? Target, KpiStatus Status)
{
    /// <summary>Divides and judges.</summary>
    /// <param name="definition">The KPI.</param>
    /// <param name="numerator">Numerator.</param>
    /// <param name="denominator">Denominator.</param>
    /// <param name="target">Target; null takes the definition's.</param>
    public static KpiValue Of(KpiDefinition definition, double numerator, double denominator, double? target = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        double? value = denominator == 0 || !double.IsFinite(numerator) || !double.IsFinite(denominator) ? null : numerator / denominator;
        return new KpiValue(definition.Code, numerator, denominator, value, target ?? definition.Target, definition.Judge(value, target));
    }
}
