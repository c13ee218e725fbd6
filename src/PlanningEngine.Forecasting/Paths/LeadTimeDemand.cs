namespace PlanningEngine.Forecasting.Paths;

/// <summary>The distribution of demand summed over lead time and review period: what safety stock is set by.</summary>
/// <param name="Mean">Expectation of the sum.</param>
/// <param name="Levels">Levels of the quantiles, increasing.</param>
/// <param name="Quantiles">Quantile of the sum per level, non-decreasing.</param>
public sealed record LeadTimeDemand(double Mean, IReadOnlyList<double> Levels, IReadOnlyList<double> Quantiles)
{
    /// <summary>Sums paths.</summary>
    /// <param name="paths">Paths of <see cref="SamplePaths"/>, one at least.</param>
    /// <param name="buckets">Lead time plus review period, in buckets; 1 to the horizon.</param>
    /// <param name="levels">Levels between 0 and 1, increasing.</param>
    /// <returns>The distribution of the sum over the first buckets.</returns>
    public static LeadTimeDemand Of(IReadOnlyList<double[]> paths, int buckets, IReadOnlyList<double> levels)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentOutOfRangeException.ThrowIfZero(paths.Count, nameof(paths));
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buckets, paths[0].Length);
        var sums = paths.Select(p => p.Take(buckets).Sum()).Order().ToArray();
        return new LeadTimeDemand(sums.Average(), levels, [.. levels.Select(level => QuantileFunctions.OfSorted(sums, level))]);
    }
}
