namespace PlanningEngine.Forecasting.Paths;

/// <summary>The sum of the series of one group.</summary>
/// <param name="Steps">Per step its distribution; the mean is the sum of the series' means.</param>
/// <param name="Cumulative">Per step the distribution of the sum of all steps up to it.</param>
public sealed record GroupSum(IReadOnlyList<StepDistribution> Steps, IReadOnlyList<StepDistribution> Cumulative);

/// <summary>Sums the paths of series over the groups of a tree and over steps, a few series at a time.</summary>
public static class GroupSums
{
    private const int SeriesAtATime = 32;
    private const int NumbersAtATime = 8_000_000;

    /// <summary>Sums.</summary>
    /// <param name="paths">What series share, with the groups.</param>
    /// <param name="series">The series; each counts in its group and all above it. Enumerated once per 8 million numbers of groups x steps x paths.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One per group; a group of a single series has the distributions of that series.</returns>
    public static IReadOnlyList<GroupSum> Of(JointPaths paths, IReadOnlyCollection<JointSeries> series, int threads = 1, CancellationToken cancellationToken = default) =>
        Of(paths, series, threads, NumbersAtATime, cancellationToken);

    /// <summary>Sums with room for so many numbers of groups x steps x paths; the result does not depend on it.</summary>
    internal static IReadOnlyList<GroupSum> Of(JointPaths paths, IReadOnlyCollection<JointSeries> series, int threads, int numbers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(series);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var atATime = Math.Max(1, numbers / (paths.Steps * paths.Count));
        return [.. Enumerable.Range(0, paths.Groups.Count).Chunk(atATime).SelectMany(groups => Of(paths, series, groups[0], groups.Length, parallel))];
    }

    private static GroupSum[] Of(JointPaths paths, IReadOnlyCollection<JointSeries> series, int first, int count, ParallelOptions parallel)
    {
        var (sums, means) = (new double[count][][], new double[count][]);
        for (var i = 0; i < count; i++)
            (sums[i], means[i]) = ([.. Enumerable.Range(0, paths.Steps).Select(_ => new double[paths.Count])], new double[paths.Steps]);
        var inside = series.Select(s => (Series: s, Groups: paths.Groups.Above(s.Group).Where(g => g >= first && g < first + count).Select(g => g - first).ToArray())).Where(s => s.Groups.Length > 0);
        foreach (var part in inside.Chunk(SeriesAtATime))
        {
            var drawn = new double[part.Length][][];
            Parallel.For(0, part.Length, parallel, i => drawn[i] = paths.Draw(part[i].Series));
            // Each group adds its series in their order, whatever thread does it.
            Parallel.For(0, count, parallel, group =>
            {
                for (var i = 0; i < part.Length; i++)
                    if (part[i].Groups.Contains(group))
                        Add(sums[group], means[group], drawn[i], part[i].Series);
            });
        }

        var lone = Lone(inside.Where(s => s.Series.Steps.Any(d => d is not null && !d.IsZero)), count);
        var result = new GroupSum[count];
        Parallel.For(0, count, parallel, group => result[group] = Read(sums[group], means[group], lone[group]));
        return result;
    }

    private static void Add(double[][] sums, double[] means, double[][] paths, JointSeries series)
    {
        for (var step = 0; step < series.Steps.Count; step++)
        {
            if (series.Steps[step] is not { } distribution)
                continue;
            means[step] += distribution.Mean;
            for (var path = 0; path < paths[step].Length; path++)
                sums[step][path] += paths[step][path];
        }
    }

    /// <summary>Per group the series that is alone in it; else null.</summary>
    private static JointSeries?[] Lone(IEnumerable<(JointSeries Series, int[] Groups)> inside, int count)
    {
        var (lone, seen) = (new JointSeries?[count], new int[count]);
        foreach (var (series, groups) in inside)
            foreach (var group in groups)
                lone[group] = seen[group]++ == 0 ? series : null;
        return lone;
    }

    private static GroupSum Read(double[][] sums, double[] means, JointSeries? lone)
    {
        var (steps, cumulative) = (new StepDistribution[means.Length], new StepDistribution[means.Length]);
        var (total, mean) = (new double[sums[0].Length], 0.0);
        for (var step = 0; step < means.Length; step++)
        {
            steps[step] = lone is not null && step < lone.Steps.Count && lone.Steps[step] is { } own ? own : new StepDistribution(means[step], Quantiles(sums[step]));
            mean += means[step];
            for (var path = 0; path < total.Length; path++)
                total[path] += sums[step][path];
            cumulative[step] = new StepDistribution(mean, Quantiles(total));
        }

        return new GroupSum(steps, cumulative);
    }

    private static double[] Quantiles(double[] values)
    {
        var sorted = (double[])values.Clone();
        Array.Sort(sorted);
        return [.. ForecastRequest.DefaultLevels.Select(level => QuantileFunctions.OfSorted(sorted, level))];
    }
}
