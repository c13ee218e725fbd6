namespace PlanningEngine.Forecasting.Paths;

/// <summary>The distribution of demand summed over lead time and review period: what safety stock is set by.</summary>
/// <param name="Mean">Expectation of the sum.</param>
/// <param name="Levels">Levels of the quantiles, increasing.</param>
/// <param name="Quantiles">Quantile of the sum per level, non-decreasing.</param>
public sealed record LeadTimeDemand(double Mean, IReadOnlyList<double> Levels, IReadOnlyList<double> Quantiles)
{
    /// <summary>Sums paths over one lead time.</summary>
    /// <param name="paths">Paths of <see cref="SamplePaths"/>, one at least.</param>
    /// <param name="buckets">Lead time plus review period, in buckets; 1 to the horizon.</param>
    /// <param name="levels">Levels between 0 and 1, increasing.</param>
    /// <returns>The distribution of the sum over the first buckets.</returns>
    public static LeadTimeDemand Of(IReadOnlyList<double[]> paths, int buckets, IReadOnlyList<double> levels)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count, nameof(paths));
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buckets, paths[0].Length);
        return OfEach([.. paths.Select(p => p[..buckets])], levels)[^1];
    }

    /// <summary>Sums paths over every lead time up to the horizon.</summary>
    /// <param name="paths">Paths of <see cref="SamplePaths"/>, one at least.</param>
    /// <param name="levels">Levels between 0 and 1, increasing.</param>
    /// <returns>Per step the distribution of the sum of all buckets up to it.</returns>
    public static IReadOnlyList<LeadTimeDemand> OfEach(IReadOnlyList<double[]> paths, IReadOnlyList<double> levels)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count, nameof(paths));
        var sums = new double[paths.Count];
        var demands = new LeadTimeDemand[paths[0].Length];
        for (var step = 0; step < demands.Length; step++)
        {
            for (var path = 0; path < sums.Length; path++)
                sums[path] += paths[path][step];
            var sorted = (double[])sums.Clone();
            Array.Sort(sorted);
            demands[step] = new LeadTimeDemand(sorted.Average(), levels, [.. levels.Select(level => QuantileFunctions.OfSorted(sorted, level))]);
        }

        return demands;
    }
}
