namespace PlanningEngine.Benchmarks;

/// <summary>Quantiles of numbers that count differently.</summary>
internal static class WeightedQuantiles
{
    /// <summary>The smallest number at which each share of the weight is reached.</summary>
    /// <param name="levels">Shares, ascending.</param>
    /// <param name="scores">Numbers and weights; sorted.</param>
    internal static double[] At(double[] levels, (double Score, double Weight)[] scores)
    {
        Array.Sort(scores);
        var (total, sum, quantiles) = (scores.Sum(s => s.Weight), 0.0, new List<double>());
        foreach (var (score, weight) in scores)
        {
            sum += weight;
            while (quantiles.Count < levels.Length && sum >= levels[quantiles.Count] * total)
                quantiles.Add(score);
        }

        return [.. quantiles];
    }
}
