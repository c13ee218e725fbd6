namespace PlanningEngine.Planning.Kpis;

/// <summary>The KPI formulas as pure functions. Spans of one call have one length; pairs in which either side is NaN are left out.</summary>
public static class KpiFormulas
{
    /// <summary>Credited bookings over quota; the caller prorates the quota to the period.</summary>
    public static KpiValue QuotaAttainment(double credited, double quota, double? target = null) =>
        KpiValue.Of(KpiCatalogue.QuotaAttainment, credited, quota, target);

    /// <summary>Growth on the same period a year before: (current - previous) / previous.</summary>
    public static KpiValue YearOverYear(double current, double previous, double? target = null) =>
        KpiValue.Of(KpiCatalogue.YearOverYear, current - previous, previous, target);

    /// <summary>Sum of absolute errors over the sum of actuals.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static KpiValue Wape(ReadOnlySpan<double> actuals, ReadOnlySpan<double> forecasts, double? target = null)
    {
        var sums = Sums(actuals, forecasts);
        return KpiValue.Of(KpiCatalogue.Wape, sums.Absolute, sums.Actual, target);
    }

    /// <summary>Sum of signed errors (forecast minus actual) over the sum of actuals.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static KpiValue Bias(ReadOnlySpan<double> actuals, ReadOnlySpan<double> forecasts, double? target = null)
    {
        var sums = Sums(actuals, forecasts);
        return KpiValue.Of(KpiCatalogue.Bias, sums.Signed, sums.Actual, target);
    }

    /// <summary>WAPE of the naive forecast minus WAPE of the model, over the points where all three are known.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static KpiValue ForecastValueAdded(ReadOnlySpan<double> actuals, ReadOnlySpan<double> naive, ReadOnlySpan<double> model, double? target = null)
    {
        RequireSameLength(actuals.Length, naive.Length);
        RequireSameLength(actuals.Length, model.Length);
        var (gain, actual) = (0.0, 0.0);
        for (var i = 0; i < actuals.Length; i++)
        {
            var difference = Math.Abs(naive[i] - actuals[i]) - Math.Abs(model[i] - actuals[i]);
            if (double.IsNaN(difference))
                continue;
            gain += difference;
            actual += actuals[i];
        }

        return KpiValue.Of(KpiCatalogue.ForecastValueAdded, gain, actual, target);
    }

    /// <summary>Actual over plan.</summary>
    public static KpiValue PlanAttainment(double actual, double plan, double? target = null) =>
        KpiValue.Of(KpiCatalogue.PlanAttainment, actual, plan, target);

    /// <summary>Units shipped from stock over units ordered.</summary>
    public static KpiValue FillRate(double shipped, double ordered, double? target = null) =>
        KpiValue.Of(KpiCatalogue.FillRate, shipped, ordered, target);

    /// <summary>Load over available capacity.</summary>
    public static KpiValue CapacityUtilisation(double load, double available, double? target = null) =>
        KpiValue.Of(KpiCatalogue.CapacityUtilisation, load, available, target);

    private static (double Absolute, double Signed, double Actual) Sums(ReadOnlySpan<double> actuals, ReadOnlySpan<double> forecasts)
    {
        RequireSameLength(actuals.Length, forecasts.Length);
        var (absolute, signed, actual) = (0.0, 0.0, 0.0);
        for (var i = 0; i < actuals.Length; i++)
        {
            var error = forecasts[i] - actuals[i];
            if (double.IsNaN(error))
                continue;
            absolute += Math.Abs(error);
            signed += error;
            actual += actuals[i];
        }

        return (absolute, signed, actual);
    }

    private static void RequireSameLength(int actuals, int forecasts)
    {
        if (actuals != forecasts)
            throw new ArgumentException($"The forecasts ({forecasts}) must be as many as the actuals ({actuals}).");
    }
}
