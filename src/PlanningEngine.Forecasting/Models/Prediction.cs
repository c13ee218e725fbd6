using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Models;

/// <summary>What a method says before the contract's invariants are established.</summary>
/// <param name="Mean">Expectation per step.</param>
/// <param name="Quantiles">Quantiles per step and level.</param>
internal sealed record Prediction(double[] Mean, double[][] Quantiles)
{
    /// <summary>A normal distribution per step.</summary>
    internal static Prediction Normal(double[] mean, double[] sigma, IReadOnlyList<double> levels)
    {
        var standard = levels.Select(NormalDistribution.Quantile).ToArray();
        var quantiles = new double[mean.Length][];
        for (var step = 0; step < mean.Length; step++)
        {
            quantiles[step] = new double[standard.Length];
            for (var i = 0; i < standard.Length; i++)
                quantiles[step][i] = mean[step] + standard[i] * sigma[step];
        }

        return new Prediction(mean, quantiles);
    }
}
