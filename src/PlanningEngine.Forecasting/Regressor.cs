namespace PlanningEngine.Forecasting;

/// <summary>Something that moves demand and is known ahead: a promotion, a price, trading days, a moving holiday.</summary>
/// <param name="Name">Its name, unique within a series; it stands in notes and beside the uplift.</param>
/// <param name="Values">
/// One value per bucket from the first bucket of the series on, and beyond its end as far as the horizon reaches; finite. Since all of them are known ahead,
/// <see cref="TimeSeries.Until"/> keeps them: what is only known afterwards (realised weather, a competitor's price) must not be given as a regressor.
/// </param>
/// <param name="Form">How demand depends on it. Default: <see cref="RegressorForm.Linear"/>.</param>
public sealed record Regressor(string Name, double[] Values, RegressorForm Form = RegressorForm.Linear)
{
    /// <summary>
    /// How far it lies from its usual value, as effects are measured: the difference of values where it is linear, else of their logarithms. The usual value is zero where a linear one is zero in some bucket of
    /// the history (a promotion is usually not held), else the median over the history, of an even number of buckets between the two in the middle.
    /// </summary>
    /// <param name="history">Buckets of the history, at least 1 and at most the number of values.</param>
    /// <returns>One number per value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The history has no bucket, or more of them than there are values.</exception>
    public double[] FromUsual(int history)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(history, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(history, Values.Length);
        var values = Form == RegressorForm.Linear ? Values : Array.ConvertAll(Values, Math.Log);
        var usual = Form == RegressorForm.Linear && Array.IndexOf(values, 0, 0, history) >= 0 ? 0 : QuantileFunctions.Median(values[..history]);
        return Array.ConvertAll(values, v => v - usual);
    }
}

/// <summary>How demand depends on a regressor x.</summary>
public enum RegressorForm
{
    /// <summary>By a factor exp(b x), or by an addend b x where values below zero occur: a promotion, counted days of a holiday.</summary>
    Linear,

    /// <summary>By a factor x^b, b being the elasticity, of which nothing is known beforehand; values above 0: advertising, a competitor's price.</summary>
    Logarithmic,

    /// <summary>Demand is proportional to it, nothing is estimated; values above 0: trading days, or weeks of the months of a 4-4-5 calendar.</summary>
    Proportional,

    /// <summary>
    /// By a factor x^b as <see cref="Logarithmic"/>, x being what the item itself is sold at: the elasticity b lies below 0, and around -2 as far as the history does not show it. Where values below zero occur it is
    /// an addend as that.
    /// </summary>
    Price,
}
