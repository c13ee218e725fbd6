using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Paths;

/// <summary>A series whose paths are drawn beside those of others.</summary>
/// <param name="Number">Its number, at least 0: with the seed it gives what the series has for itself.</param>
/// <param name="Group">Its lowest group; -1 for none.</param>
/// <param name="Steps">Its distribution per step, from the first; null where it is not forecast. May be fewer than those of the paths.</param>
/// <param name="Errors">Its errors at the origins that the dependence was learned from; none: it goes as the average series.</param>
public sealed record JointSeries(int Number, int Group, IReadOnlyList<StepDistribution?> Steps, IReadOnlyList<OriginError> Errors);

/// <summary>
/// Paths of many series that go together: at each step and series they are spread as its quantiles say, and over series and steps their ranks go together as errors did (a Gaussian copula: Sklar 1959,
/// its correlations those of <see cref="ErrorDependence"/> and <see cref="GroupFactors"/>). One series is drawn at a time, from random numbers that all share, so
/// that sums of any series are sums of their paths and nothing is held but those shared. Immutable, safe for concurrent use.
/// </summary>
public sealed class JointPaths
{
    private const int Pattern = 1;
    private const int Factor = 2;
    private const int Own = 3;

    /// <summary>Numbers of factors that are held; of more groups they are drawn anew for each series, which gives the same.</summary>
    private const int MostHeld = 8_000_000;

    private readonly ErrorDependence _dependence;
    private readonly GroupFactors _groups;
    private readonly double _weight;
    private readonly double[][][] _patterns;
    private readonly double[][][]? _factors;
    private readonly int _seed;

    /// <summary>Draws what series share.</summary>
    /// <param name="dependence">How errors go together.</param>
    /// <param name="groups">How groups go together.</param>
    /// <param name="steps">Number of steps, at least 1.</param>
    /// <param name="count">Number of paths, 2 at least; see <see cref="SamplePaths.Draw"/>.</param>
    /// <param name="seed">Same seed, same paths.</param>
    public JointPaths(ErrorDependence dependence, GroupFactors groups, int steps, int count, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(dependence);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        (_dependence, _groups, Steps, Count, _seed) = (dependence, groups, steps, count, seed);
        _weight = groups.Count == 0 ? 1 : dependence.Weight;
        _patterns = [.. Enumerable.Range(0, dependence.Patterns).Select(i => Scores(Pattern, i, dependence.CommonPersistence))];
        if ((long)groups.Count * steps * count <= MostHeld)
            _factors = [.. Enumerable.Range(0, groups.Count).Select(FactorOf)];
    }

    /// <summary>Number of paths.</summary>
    public int Count { get; }

    /// <summary>Number of steps.</summary>
    public int Steps { get; }

    /// <summary>The groups.</summary>
    public GroupFactors Groups => _groups;

    /// <summary>Draws the paths of one series.</summary>
    /// <param name="series">The series.</param>
    /// <returns><c>paths[step][path]</c>, 0 where the series is not forecast. At each step, sorted, they are the quantile function, moved to the mean: see <see cref="StepDistribution"/>.</returns>
    /// <exception cref="ArgumentException">The series has more steps than the paths, or a group that is none.</exception>
    public double[][] Draw(JointSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.Steps.Count > Steps || series.Group >= _groups.Count)
            throw new ArgumentException($"Series ({series.Number}) has {series.Steps.Count} steps and group {series.Group}; there are {Steps} steps and {_groups.Count} groups.", nameof(series));
        var paths = new double[Steps][];
        var loadings = Array.ConvertAll(_dependence.Loadings(series.Errors), l => Math.Sqrt(_weight) * l);
        var own = Scores(Own, series.Number, _dependence.OwnPersistence);
        (int Group, double[][] Scores)[] factors = [.. _groups.Above(series.Group).Select(group => (group, _factors?[group] ?? FactorOf(group)))];
        var (scores, ranked) = (new double[Count], new int[Count]);
        for (var step = 0; step < Steps; step++)
        {
            paths[step] = new double[Count];
            if (step >= series.Steps.Count || series.Steps[step] is not { } distribution || distribution.IsZero)
                continue;
            Mix(scores, step, loadings, factors, own[step]);
            for (var path = 0; path < Count; path++)
                ranked[path] = path;
            Array.Sort(scores, ranked);
            var values = distribution.ValuesForSums(Count);
            for (var rank = 0; rank < Count; rank++)
                paths[step][ranked[rank]] = values[rank];
        }

        return paths;
    }

    /// <summary>Normal scores of one step: patterns of errors, factors of groups, and what is left for the series itself, of variance 1 together.</summary>
    private void Mix(double[] scores, int step, double[] loadings, (int Group, double[][] Scores)[] factors, double[] own)
    {
        Array.Clear(scores);
        var left = 1.0;
        for (var i = 0; i < loadings.Length; i++)
            left -= Add(scores, _patterns[i][step], loadings[i]);
        foreach (var (group, factor) in factors)
            left -= Add(scores, factor[step], Math.Sqrt((1 - _weight) * _groups.Share(group, step)));
        Add(scores, own, Math.Sqrt(Math.Max(0, left)));
    }

    private double[][] FactorOf(int group) => Scores(Factor, group, _dependence.CommonPersistence);

    private static double Add(double[] scores, double[] further, double loading)
    {
        for (var path = 0; path < scores.Length; path++)
            scores[path] += loading * further[path];
        return loading * loading;
    }

    /// <summary>Standard normal numbers per step and path: a level that stays, and what passes from step to step.</summary>
    private double[][] Scores(int kind, int number, double persistence)
    {
        var random = new SplitMix(_seed, kind, number);
        var (stays, passes, fresh) = (Math.Sqrt(_dependence.Level), Math.Sqrt(1 - _dependence.Level), Math.Sqrt(1 - persistence * persistence));
        var (level, passing) = (new double[Count], new double[Count]);
        for (var path = 0; path < Count; path++)
            (level[path], passing[path]) = (stays * NormalDistribution.Quantile(random.Next()), NormalDistribution.Quantile(random.Next()));
        var scores = new double[Steps][];
        for (var step = 0; step < Steps; step++)
        {
            scores[step] = new double[Count];
            for (var path = 0; path < Count; path++)
            {
                if (step > 0)
                    passing[path] = persistence * passing[path] + fresh * NormalDistribution.Quantile(random.Next());
                scores[step][path] = level[path] + passes * passing[path];
            }
        }

        return scores;
    }
}
