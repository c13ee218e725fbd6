using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Kpis;
using KpiDefinition = PlanningEngine.Planning.Kpis.KpiDefinition;

namespace PlanningEngine.Server.Kpis;

/// <summary>A KPI of a territory in a month as numerator and denominator, both additive.</summary>
/// <param name="Code">Code of the KPI.</param>
/// <param name="TerritoryKey">Territory.</param>
/// <param name="DateKey">First day of the month.</param>
/// <param name="Numerator">Numerator.</param>
/// <param name="Denominator">Denominator.</param>
public sealed record KpiFigure(string Code, int TerritoryKey, int DateKey, double Numerator, double Denominator)
{
    /// <summary>The figure divided and judged by the catalogue's definition.</summary>
    public KpiValue ToValue() => KpiValue.Of(KpiCatalogue.All.First(d => d.Code == Code), Numerator, Denominator);
}

/// <summary>Adds figures up per KPI, territory and month.</summary>
internal sealed class KpiSums
{
    private readonly SortedDictionary<(string Code, int TerritoryKey, int Month), (double Numerator, double Denominator)> _sums =
        new(Comparer<(string Code, int TerritoryKey, int Month)>.Create((a, b) =>
            string.CompareOrdinal(a.Code, b.Code) is var code and not 0 ? code
            : a.TerritoryKey != b.TerritoryKey ? a.TerritoryKey.CompareTo(b.TerritoryKey) : a.Month.CompareTo(b.Month)));

    /// <summary>Adds to a figure.</summary>
    /// <param name="definition">The KPI.</param>
    /// <param name="territoryKey">Territory.</param>
    /// <param name="month">Ordinal of the month.</param>
    /// <param name="numerator">Added to the numerator.</param>
    /// <param name="denominator">Added to the denominator.</param>
    public void Add(KpiDefinition definition, int territoryKey, int month, double numerator, double denominator)
    {
        if (!double.IsFinite(numerator) || !double.IsFinite(denominator))
            return;
        var key = (definition.Code, territoryKey, month);
        var sum = _sums.GetValueOrDefault(key);
        _sums[key] = (sum.Numerator + numerator, sum.Denominator + denominator);
    }

    /// <summary>All figures in the order of KPI, territory and month.</summary>
    public IReadOnlyList<KpiFigure> ToList() =>
        [.. _sums.Select(s => new KpiFigure(s.Key.Code, s.Key.TerritoryKey, FiscalCalendar.DateKey(TimeBucket.Month.StartOf(s.Key.Month)), s.Value.Numerator, s.Value.Denominator))];
}
