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
    /// <param name="multipliers">What features of the series make of each prior.</param>
    /// <param name="losses">Mean absolute error per method.</param>
    /// <param name="buckets">Number of buckets behind each loss; 0 gives the priors.</param>
    internal static double[] Of(ReadOnlySpan<double> priors, ReadOnlySpan<double> multipliers, ReadOnlySpan<double> losses, int buckets)
    {
        var weights = LogarithmsOfLosses(priors, losses, buckets);
        for (var i = 0; i < weights.Length; i++)
            weights[i] = priors[i] * multipliers[i] * Math.Exp(weights[i]);
        Settle(weights);
        return weights;
    }

    /// <summary>How a series' own losses move the logarithm of each weight.</summary>
    internal static double[] LogarithmsOfLosses(ReadOnlySpan<double> priors, ReadOnlySpan<double> losses, int buckets)
    {
        double total = 0, typical = 0;
        for (var i = 0; i < priors.Length; i++)
        {
            total += priors[i];
            typical += priors[i] * losses[i];
        }

        typical /= total;
        var trust = buckets / (buckets + PriorBuckets);
        var logarithms = new double[priors.Length];
        for (var i = 0; i < logarithms.Length; i++)
            logarithms[i] = buckets == 0 || typical == 0 ? 0 : -Sharpness * trust * (losses[i] / typical - 1);
        return logarithms;
    }

    /// <summary>Weights moved by what features of the history say now, beside what they said when the weights were made.</summary>
    /// <param name="weights">Weights of the chosen methods; changed.</param>
    /// <param name="then">Multipliers that are in the weights.</param>
    /// <param name="now">Multipliers that should be.</param>
    internal static void Update(double[] weights, ReadOnlySpan<double> then, ReadOnlySpan<double> now)
    {
        for (var i = 0; i < weights.Length; i++)
            weights[i] *= now[i] / then[i];
        Settle(weights);
    }

    /// <summary>Makes weights sum to 1 and drops small ones.</summary>
    private static void Settle(double[] weights)
    {
        Normalise(weights);
        for (var i = 0; i < weights.Length; i++)
            weights[i] = weights[i] < SmallestShare ? 0 : weights[i];
        Normalise(weights);
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
