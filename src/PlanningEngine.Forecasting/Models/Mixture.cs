namespace PlanningEngine.Forecasting.Models;

/// <summary>Several fitted models as one, weighted by their Akaike weights (Burnham and Anderson 2002).</summary>
internal static class Mixture
{
    private const double SmallestWeight = 0.01;

    /// <summary>exp(-difference / 2), small ones dropped, summing to 1.</summary>
    internal static double[] Weights(IReadOnlyCollection<double> criteria)
    {
        var best = criteria.Min();
        double[] kept = [.. criteria.Select(c => Math.Exp(-(c - best) / 2)).Select(w => w < SmallestWeight ? 0 : w)];
        var sum = kept.Sum();
        return Array.ConvertAll(kept, w => w / sum);
    }

    /// <summary>Mean and standard deviation of the mixture: the spread within the models and between them.</summary>
    internal static (double[] Mean, double[] Sigma) Of((double[] Mean, double[] Sigma)[] parts, double[] weights, int horizon)
    {
        var (mean, sigma) = (new double[horizon], new double[horizon]);
        for (var step = 0; step < horizon; step++)
        {
            for (var i = 0; i < parts.Length; i++)
                mean[step] += weights[i] * parts[i].Mean[step];
            var variance = 0.0;
            for (var i = 0; i < parts.Length; i++)
            {
                var apart = parts[i].Mean[step] - mean[step];
                variance += weights[i] * (parts[i].Sigma[step] * parts[i].Sigma[step] + apart * apart);
            }

            sigma[step] = Math.Sqrt(variance);
        }

        return (mean, sigma);
    }
}
