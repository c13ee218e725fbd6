using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Effects;

/// <summary>
/// What is known of the elasticity of an item's own price before its sales are looked at: the means of published ones are -1.76 (367 of 220 brands and markets; Tellis 1988) and -2.62 (1,851 of 81 studies;
/// Bijmolt, van Heerde and Pieters 2005). It counts as one observation of the given spread does, and less the more the sales show by themselves. Demand does not rise with the price: a normal
/// distribution cut off at 0.
/// </summary>
internal static class ElasticityPrior
{
    /// <summary>Elasticity of an item of which nothing is known.</summary>
    internal const double Mean = -2;

    /// <summary>Its standard deviation from item to item.</summary>
    internal const double Deviation = 1.2;

    /// <summary>The share that what is known beforehand has in an elasticity.</summary>
    /// <param name="standardError">Standard error of the elasticity with it; null where sales show nothing.</param>
    internal static double ShareOf(double? standardError) => Math.Min(1, (standardError ?? Deviation) * (standardError ?? Deviation) / (Deviation * Deviation));

    /// <summary>What is known with what sales show.</summary>
    /// <param name="elasticity">What sales show by themselves.</param>
    /// <param name="standardError">Its standard error; infinite where they show nothing.</param>
    /// <returns>Expectation and standard deviation.</returns>
    internal static (double Elasticity, double StandardError) With(double elasticity, double standardError)
    {
        if (double.IsPositiveInfinity(standardError))
            return Negative(Mean, Deviation);
        var (known, shown) = (1 / (Deviation * Deviation), 1 / Math.Max(standardError * standardError, 1e-12));
        return Negative((known * Mean + shown * elasticity) / (known + shown), 1 / Math.Sqrt(known + shown));
    }

    /// <summary>Mean and standard deviation of a normal variable that is known to lie below 0.</summary>
    internal static (double Elasticity, double StandardError) Negative(double mean, double deviation)
    {
        if (!(deviation > 0))
            return (Math.Min(mean, 0), 0);
        var z = mean / deviation;
        // Far above 0 next to nothing is left below it (the inverse Mills ratio's expansion).
        if (z > 6)
            return (-deviation / z, deviation / z);
        var ratio = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / NormalDistribution.Cumulative(-z);
        return (mean - deviation * ratio, deviation * Math.Sqrt(Math.Max(0, 1 - ratio * (ratio - z))));
    }
}
