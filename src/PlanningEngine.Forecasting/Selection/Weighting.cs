namespace PlanningEngine.Forecasting.Selection;

/// <summary>
/// Weights of a combination from losses on inner origins. Without losses each method has its prior weight; losses move the weights away from it, the more so
/// the more buckets they rest on, since a choice by few buckets mostly follows noise.
/// </summary>
internal static class Weighting
{
    private const double Sharpness = 3;
    private const double PriorBuckets = 12;
    private const double SmallestShare = 0.02;

    /// <summary>Weights that sum to 1.</summary>
    /// <param name="priors">Prior weight per method.</param>
    /// <param name="losses">Mean absolute error per method.</param>
    /// <param name="buckets">Number of buckets behind each loss; 0 gives the priors.</param>
    internal static double[] Of(ReadOnlySpan<double> priors, ReadOnlySpan<double> losses, int buckets)
    {
        double total = 0, typical = 0;
        for (var i = 0; i < priors.Length; i++)
        {
            total += priors[i];
            typical += priors[i] * losses[i];
        }

        typical /= total;
        var trust = buckets / (buckets + PriorBuckets);
        var weights = new double[priors.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = priors[i] * (buckets == 0 || typical == 0 ? 1 : Math.Exp(-Sharpness * trust * (losses[i] / typical - 1)));
        Normalise(weights);
        for (var i = 0; i < weights.Length; i++)
            weights[i] = weights[i] < SmallestShare ? 0 : weights[i];
        Normalise(weights);
        return weights;
    }

    private static void Normalise(double[] weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        for (var i = 0; i < weights.Length; i++)
            weights[i] /= sum;
    }
}
