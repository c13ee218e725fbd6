using PlanningEngine.Forecasting.Paths;

namespace PlanningEngine.Server.Forecasts;

/// <summary>
/// Distributions of the inner territories as sums of paths of their leaves. How leaves go together is learned from their errors at the inner origins, and from how widely each territory's own forecast
/// spreads.
/// </summary>
internal sealed class RollupDistributions
{
    /// <summary>Paths behind what is published.</summary>
    public const int Paths = 1000;

    /// <summary>Paths behind what is judged: the share of actuals inside needs fewer.</summary>
    public const int JudgedPaths = 500;

    private readonly InnerForecasts _inner;
    private readonly int[] _parents;
    private readonly int[] _groups;
    private readonly IReadOnlyList<LeafEvidence> _evidence;
    private readonly ErrorDependence _dependence;
    private readonly int _seed;
    private readonly int _threads;

    /// <summary>Learns.</summary>
    /// <param name="inner">The own forecasts of the inner territories: groups in this order.</param>
    /// <param name="leaves">The leaf forecasts.</param>
    /// <param name="evidence">Per leaf forecast how it does as published.</param>
    /// <param name="seed">Seed of the paths.</param>
    /// <param name="threads">Threads; results do not depend on them.</param>
    public RollupDistributions(InnerForecasts inner, IReadOnlyList<LeafForecast> leaves, IReadOnlyList<LeafEvidence> evidence, int seed, int threads)
    {
        (_inner, _evidence, _seed, _threads) = (inner, evidence, seed, threads);
        _dependence = ErrorDependence.Of([.. evidence.Select(e => e.Errors)]);
        _parents = [.. inner.Nodes.Select((node, i) => Lowest(i, other => other != node && other.Node.Holds(node.Node)))];
        _groups = [.. leaves.Select(leaf => Lowest(inner.Nodes.Count, node => node.Node.Holds(leaf.TerritoryKey, inner.Positions)))];
    }

    /// <summary>Number of times at which errors showed how leaves go together.</summary>
    public int Patterns => _dependence.Patterns;

    /// <summary>Groups that a leaf counts in, from the lowest.</summary>
    /// <param name="leaf">Number of the leaf forecast.</param>
    public IEnumerable<int> Above(int leaf)
    {
        for (var group = _groups[leaf]; group >= 0; group = _parents[group])
            yield return group;
    }

    /// <summary>What is expected with every driver of demand at its usual value, as a share of what is expected: of sums over leaves. A leaf without drivers counts as it is.</summary>
    /// <param name="steps">Number of steps.</param>
    /// <param name="leaves">The leaf forecasts.</param>
    /// <returns>Per territory one share per step; 1 where nothing is expected.</returns>
    public IReadOnlyList<double[]> BaseShares(int steps, IReadOnlyList<LeafForecast> leaves)
    {
        var sums = _inner.Nodes.Select(_ => (Usual: new double[steps], All: new double[steps])).ToArray();
        for (var leaf = 0; leaf < leaves.Count; leaf++)
            foreach (var group in Above(leaf))
                foreach (var step in leaves[leaf].Steps)
                {
                    sums[group].Usual[step.Step - 1] += step.BaseMean;
                    sums[group].All[step.Step - 1] += step.Mean;
                }

        return Array.ConvertAll(sums, s => s.Usual.Zip(s.All, (usual, all) => all > 0 ? usual / all : 1).ToArray());
    }

    /// <summary>Sums of distributions of the leaves.</summary>
    /// <param name="steps">Number of steps.</param>
    /// <param name="leaves">Per leaf its distributions, null where it has none.</param>
    /// <param name="own">Per territory its own distributions, null where it has none; they are moved to the sums before they are looked at.</param>
    /// <param name="paths">Number of paths.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One per territory.</returns>
    public IReadOnlyList<GroupSum> Sums(int steps, IReadOnlyList<StepDistribution?[]> leaves, IReadOnlyList<StepDistribution?[]> own, int paths, CancellationToken cancellationToken)
    {
        var means = own.Select(_ => new double[steps]).ToArray();
        for (var leaf = 0; leaf < leaves.Count; leaf++)
            foreach (var group in Above(leaf))
                for (var step = 0; step < leaves[leaf].Length; step++)
                    means[group][step] += leaves[leaf][step]?.Mean ?? 0;
        var deviations = own.Select((steps, group) => steps.Select((s, step) => s?.MovedTo(means[group][step]).Deviation() ?? double.NaN).ToArray()).ToList();
        var ofLeaves = leaves.Select((l, leaf) => (_groups[leaf], Enumerable.Range(0, steps).Select(step => step < l.Length ? l[step]?.Deviation() ?? 0 : 0).ToArray()));
        var joint = new JointPaths(_dependence, GroupFactors.Of(_parents, steps, ofLeaves, deviations), steps, paths, _seed);
        return GroupSums.Of(joint, [.. leaves.Select((l, leaf) => new JointSeries(leaf, _groups[leaf], l, _evidence[leaf].Errors))], _threads, cancellationToken);
    }

    /// <summary>The deepest of the first nodes that meets a condition; nodes stand in the order of a walk from the top.</summary>
    private int Lowest(int first, Func<InnerForecast, bool> holds)
    {
        for (var i = first - 1; i >= 0; i--)
            if (holds(_inner.Nodes[i]))
                return i;
        return -1;
    }
}
