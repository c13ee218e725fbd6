using System.Globalization;
using PlanningEngine.Forecasting.Paths;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What made the forecasts of a run add up: the output of the stage <c>reconcile</c>.</summary>
/// <param name="Notes">Which method, and why, and what the distributions of territories and their own forecasts rest on, in sentences.</param>
/// <param name="Means">Means, reconciled and without bias, of the leaf forecasts by their number in the order of the stage <c>forecast</c>; a leaf that is not there stays as it is.</param>
/// <param name="Credibilities">Credibility of the leaves that move, as they are published, by number.</param>
/// <param name="Rollups">Forecasts of the inner territories: their means are the sums of the leaves', their quantiles those of sums of the leaves' paths, and so is their credibility.</param>
/// <param name="Coverage">How often intervals held at later origins, series first, then by level; levels without later origins are not there.</param>
public sealed record CoherentForecasts(
    IReadOnlyList<string> Notes, IReadOnlyDictionary<int, double[]> Means, IReadOnlyDictionary<int, Credibility> Credibilities, IReadOnlyList<LeafForecast> Rollups,
    IReadOnlyList<LevelCoverage> Coverage)
{
    /// <summary>Makes leaf forecasts and those of the inner territories add up.</summary>
    /// <param name="set">The series; those that are not discontinued have one leaf forecast each, in the same order.</param>
    /// <param name="leaves">The leaf forecasts.</param>
    /// <param name="evidence">Per leaf forecast how it did at earlier origins.</param>
    /// <param name="inner">The own forecasts of the inner territories.</param>
    /// <param name="horizon">Number of periods ahead.</param>
    /// <param name="seed">Seed of the paths.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What adds up.</returns>
    public static CoherentForecasts Of(
        SeriesSet set, IReadOnlyList<LeafForecast> leaves, IReadOnlyList<LeafEvidence> evidence, InnerForecasts inner, int horizon, int seed, int threads,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(leaves);
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(inner);
        var reconciliation = LeafReconciliation.Of(set, evidence, inner, horizon, cancellationToken);
        var reconciled = reconciliation.Evidence(evidence, cancellationToken);
        var bias = LeafBias.Of(set, reconciled, horizon);
        var means = bias.Means(reconciliation.Means(leaves, horizon, cancellationToken), leaves);
        var after = bias.Evidence(reconciled);
        var distributions = new RollupDistributions(inner, leaves, after, seed, threads);
        // Other series' pasts hold what belongs to others, such as demand inherited while it is still sold: they are not added up to judge.
        var judged = set.Series.Where(s => s.Treatment != SeriesTreatment.Discontinued).Select(s => set.IsReconciled(s, horizon)).ToList();
        var later = new LaterRollups(set, inner, [.. after.Select((leaf, number) => judged[number] ? leaf : LeafEvidence.None)], distributions).Judge(cancellationToken);

        var published = leaves.Select((leaf, number) => Moved(means, number, leaf)).ToList();
        var baseShares = distributions.BaseShares(horizon, published);
        var sums = distributions.Sums(
            horizon, [.. published.Select(leaf => BySteps(leaf, horizon))], [.. inner.Nodes.Select(n => BySteps(n.Forecast, horizon))],
            RollupDistributions.Paths, cancellationToken);
        return new CoherentForecasts(
            [reconciliation.Note, .. bias.Note is { } moved ? [moved] : Array.Empty<string>(), Text(distributions), .. inner.Notes], means,
            new SortedDictionary<int, Credibility>(means.Keys.ToDictionary(number => number, number => Credibility.Of(after[number].Later))),
            [.. inner.Nodes.Select((node, i) => Rollup(node.Forecast, sums[i], baseShares[i], Credibility.Of([.. later[i].Select(p => p.After)])))],
            [.. Coverages(evidence, after, inner, later)]);
    }

    /// <summary>A leaf forecast as it is published.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="leaf">As it was forecast.</param>
    public LeafForecast Moved(int number, LeafForecast leaf)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        return Moved(Means, number, leaf) with { Credibility = Credibilities.GetValueOrDefault(number, leaf.Credibility) };
    }

    private static LeafForecast Moved(IReadOnlyDictionary<int, double[]> means, int number, LeafForecast leaf) =>
        means.TryGetValue(number, out var own) ? leaf with { Steps = [.. leaf.Steps.Select((step, i) => step.MovedTo(own[i]))] } : leaf;

    /// <summary>Per step of the horizon the distribution; null before a launch and after an end.</summary>
    private static StepDistribution?[] BySteps(LeafForecast forecast, int horizon)
    {
        var steps = new StepDistribution?[horizon];
        foreach (var step in forecast.Steps)
            steps[step.Step - 1] = step.Distribution;
        return steps;
    }

    private static LeafForecast Rollup(LeafForecast own, GroupSum sum, double[] baseShares, Credibility credibility) => own with
    {
        Method = LeafForecast.SumMethod,
        Credibility = credibility,
        Steps = [.. own.Steps.Select((step, i) => step with { Mean = sum.Steps[i].Mean, Quantiles = sum.Steps[i].Quantiles, BaseShare = baseShares[i] })],
    };

    private static IEnumerable<LevelCoverage> Coverages(
        IReadOnlyList<LeafEvidence> before, IReadOnlyList<LeafEvidence> after, InnerForecasts inner, IReadOnlyList<IReadOnlyList<(LaterForecast Before, LaterForecast After)>> later)
    {
        if (LevelCoverage.Of(null, before.Zip(after).SelectMany(leaf => leaf.First.Later.Zip(leaf.Second.Later))) is { } series)
            yield return series;
        foreach (var level in inner.Nodes.Select((node, i) => (node.Node.Level, Points: later[i])).GroupBy(n => n.Level).OrderBy(l => l.Key))
            if (LevelCoverage.Of(level.Key, level.SelectMany(n => n.Points)) is { } coverage)
                yield return coverage;
    }

    private static string Text(RollupDistributions distributions) => distributions.Patterns > 0
        ? string.Create(CultureInfo.InvariantCulture, $"The quantiles of territories are those of {RollupDistributions.Paths} sums of paths of their series, which go together as their errors did at {distributions.Patterns} earlier times and as the width of the territories' own forecasts says")
        : string.Create(CultureInfo.InvariantCulture, $"The quantiles of territories are those of {RollupDistributions.Paths} sums of paths of their series, which go together as the width of the territories' own forecasts says: there are no earlier origins to learn from");
}
