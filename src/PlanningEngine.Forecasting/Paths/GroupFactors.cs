namespace PlanningEngine.Forecasting.Paths;

/// <summary>
/// What the series of a group share beside what those of the groups above share: one factor per group of a tree, as strong as makes the sum of the group's series spread as widely as the
/// group's own forecast does. Immutable, safe for concurrent use.
/// </summary>
public sealed class GroupFactors
{
    private readonly int[] _parents;
    private readonly double[][] _shares;

    private GroupFactors(int[] parents, double[][] shares) => (_parents, _shares) = (parents, shares);

    /// <summary>No groups.</summary>
    public static GroupFactors None { get; } = new([], []);

    /// <summary>Number of groups.</summary>
    public int Count => _parents.Length;

    /// <summary>Fits the factors.</summary>
    /// <param name="parents">Per group the one above it, -1 for none; a parent comes before its children.</param>
    /// <param name="steps">Number of steps, at least 1.</param>
    /// <param name="series">Per series its lowest group, -1 for none, and its standard deviation per step, 0 where it is not forecast.</param>
    /// <param name="deviations">Per group the standard deviation of its own forecast per step; NaN where there is none, and the series then share nothing there.</param>
    /// <returns>The factors.</returns>
    /// <exception cref="ArgumentException">The groups are no tree, or the numbers do not fit them.</exception>
    public static GroupFactors Of(IReadOnlyList<int> parents, int steps, IEnumerable<(int Group, double[] Deviations)> series, IReadOnlyList<double[]> deviations)
    {
        ArgumentNullException.ThrowIfNull(parents);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(deviations);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (parents.Where((parent, group) => parent < -1 || parent >= group).Any())
            throw new ArgumentException("A group's parent must come before it. Maybe order the groups from the top.", nameof(parents));
        if (deviations.Count != parents.Count || deviations.Any(d => d.Length != steps))
            throw new ArgumentException($"There must be {steps} deviations for each of {parents.Count} groups.", nameof(deviations));

        // Of the series and groups right below a group: sum of deviations, sum of their squares, and the variance of the sum if parts shared nothing.
        var (sums, squares, variances) = (Zeros(parents.Count, steps), Zeros(parents.Count, steps), Zeros(parents.Count, steps));
        foreach (var (group, own) in series)
            for (var step = 0; group >= 0 && step < steps; step++)
            {
                sums[group][step] += own[step];
                squares[group][step] += own[step] * own[step];
                variances[group][step] += own[step] * own[step];
            }

        var shares = Zeros(parents.Count, steps);
        for (var group = parents.Count - 1; group >= 0; group--)
            for (var step = 0; step < steps; step++)
            {
                var (variance, deviation) = (variances[group][step], deviations[group][step]);
                var together = sums[group][step] * sums[group][step] - squares[group][step];
                if (together > 0 && deviation * deviation > variance)
                    shares[group][step] = Math.Min(1, (deviation * deviation - variance) / together);
                if (parents[group] is not (>= 0 and var parent))
                    continue;
                sums[parent][step] += sums[group][step];
                squares[parent][step] += sums[group][step] * sums[group][step];
                variances[parent][step] += variance + shares[group][step] * together;
            }

        // What is shared above is shared below too.
        for (var group = 0; group < parents.Count; group++)
            for (var step = 0; parents[group] >= 0 && step < steps; step++)
                shares[group][step] = Math.Max(shares[group][step], shares[parents[group]][step]);
        return new GroupFactors([.. parents], shares);
    }

    /// <summary>A group and all above it, from the lowest.</summary>
    internal IEnumerable<int> Above(int group)
    {
        for (; group >= 0; group = _parents[group])
            yield return group;
    }

    /// <summary>Share of the variance of a series that this group's factor explains, 0 to 1; over a group and all above it the sum is at most 1.</summary>
    internal double Share(int group, int step) => _shares[group][step] - (_parents[group] >= 0 ? _shares[_parents[group]][step] : 0);

    private static double[][] Zeros(int groups, int steps) => [.. Enumerable.Range(0, groups).Select(_ => new double[steps])];
}
