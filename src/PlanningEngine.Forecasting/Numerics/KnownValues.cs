namespace PlanningEngine.Forecasting.Numerics;

/// <summary>Sums over values of which some are unknown (NaN).</summary>
internal static class KnownValues
{
    /// <summary>Mean of those that are known; NaN where none is.</summary>
    internal static double Mean(ReadOnlySpan<double> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values)
            (sum, count) = double.IsNaN(value) ? (sum, count) : (sum + value, count + 1);
        return sum / count;
    }
}
