namespace PlanningEngine.Planning.Kpis;

/// <summary>The KPIs that the engine computes, and their formulas. A is actual, F forecast, e = F - A.</summary>
public static class KpiCatalogue
{
    /// <summary>Credited bookings over quota.</summary>
    public static KpiDefinition QuotaAttainment { get; } =
        new("quota-attainment", "Quota attainment", "ratio", "credited bookings / quota (prorated)", true, 1.0);

    /// <summary>Growth on the same period a year before.</summary>
    public static KpiDefinition YearOverYear { get; } =
        new("yoy", "Growth year over year", "ratio", "(A_t - A_(t-12)) / A_(t-12)", true, 0.0);

    /// <summary>Weighted absolute percentage error.</summary>
    public static KpiDefinition Wape { get; } =
        new("wape", "Forecast error (WAPE)", "ratio", "sum |F - A| / sum A", false, 0.3);

    /// <summary>Signed forecast error: positive when the forecast was too high.</summary>
    public static KpiDefinition Bias { get; } =
        new("bias", "Forecast bias", "ratio", "sum (F - A) / sum A", false, 0.05) { JudgedBySize = true };

    /// <summary>Forecast value added: how much error the model took away from the naive forecast.</summary>
    public static KpiDefinition ForecastValueAdded { get; } =
        new("fva", "Forecast value added", "ratio", "(sum |F_naive - A| - sum |F - A|) / sum A = WAPE(naive) - WAPE(model)", true, 0.0);

    /// <summary>Actual over plan.</summary>
    public static KpiDefinition PlanAttainment { get; } =
        new("plan-attainment", "Plan attainment", "ratio", "actual / plan", true, 1.0);

    /// <summary>Units shipped from stock over units ordered.</summary>
    public static KpiDefinition FillRate { get; } =
        new("fill-rate", "Unit fill rate", "ratio", "shipped from stock / ordered", true, 0.95);

    /// <summary>Load over available capacity; above 1 is overload.</summary>
    public static KpiDefinition CapacityUtilisation { get; } =
        new("capacity-utilisation", "Capacity utilisation", "ratio", "load / available", true, 0.8) { Ceiling = 1.0 };

    /// <summary>Every definition, in the order shown.</summary>
    public static IReadOnlyList<KpiDefinition> All { get; } =
        [QuotaAttainment, YearOverYear, Wape, Bias, ForecastValueAdded, PlanAttainment, FillRate, CapacityUtilisation];
}
