namespace PlanningEngine.Benchmarks;

/// <summary>Quantiles of numbers that count differently.</summary>
internal static class WeightedQuantiles
{
    /// <summary>Shares of the weight that distributions are kept at, ascending.</summary>
    internal static double[] Levels { get; } = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.975, 0.99, 0.995];

    /// <summary>The smallest number at which each of <see cref="Levels"/> is reached.</summary>
    /// <param name="scores">Numbers and weights; sorted.</param>
    internal static double[] Of((double Score, double Weight)[] scores)
    {
        Array.Sort(scores);
        var (total, sum, quantiles) = (scores.Sum(s => s.Weight), 0.0, new List<double>());
        foreach (var (score, weight) in scores)
        {
            sum += weight;
            while (quantiles.Count < Levels.Length && sum >= Levels[quantiles.Count] * total)
                quantiles.Add(score);
        }

        return [.. quantiles];
    }
}
