using PlanningEngine.Forecasting.Paths;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Server.Forecasts;

/// <summary>Sums of leaves as they would have been published at the later origins, beside what happened. Learned from inner origins alone.</summary>
/// <param name="set">The series.</param>
/// <param name="inner">The own forecasts of the inner territories.</param>
/// <param name="leaves">Per leaf forecast what it said at the later origins, as published; nothing where it does not count.</param>
/// <param name="distributions">How leaves go together.</param>
internal sealed class LaterRollups(SeriesSet set, InnerForecasts inner, IReadOnlyList<LeafEvidence> leaves, RollupDistributions distributions)
{
    /// <summary>Judges.</summary>
    /// <returns>Per territory and compared period its own forecast and the sum of its leaves, both beside the actuals of the leaves that were forecast.</returns>
    public IReadOnlyList<IReadOnlyList<(LaterForecast Before, LaterForecast After)>> Judge(CancellationToken cancellationToken)
    {
        var judged = inner.Nodes.Select(_ => new List<(LaterForecast Before, LaterForecast After)>()).ToArray();
        foreach (var cutoff in set.LaterOrigins)
        {
            var actuals = inner.Nodes.Select(_ => new double?[set.OriginHorizon]).ToArray();
            for (var leaf = 0; leaf < leaves.Count; leaf++)
                foreach (var group in distributions.Above(leaf))
                    foreach (var point in leaves[leaf].Later)
                        if (point.Cutoff == cutoff)
                            actuals[group][point.Step] = (actuals[group][point.Step] ?? 0) + point.Actual;

            var sums = distributions.Sums(
                set.OriginHorizon, [.. leaves.Select(l => At(l.Later, cutoff))], [.. inner.Nodes.Select(n => At(n.Later, cutoff))], RollupDistributions.JudgedPaths, cancellationToken);
            for (var group = 0; group < judged.Length; group++)
                foreach (var own in inner.Nodes[group].Later)
                    if (own.Cutoff == cutoff && actuals[group][own.Step] is { } actual)
                        judged[group].Add((own with { Actual = actual }, own with { Actual = actual, Mean = sums[group].Steps[own.Step].Mean, Quantiles = sums[group].Steps[own.Step].Quantiles }));
        }

        return judged;
    }

    private StepDistribution?[] At(IReadOnlyList<LaterForecast> later, int cutoff)
    {
        var steps = new StepDistribution?[set.OriginHorizon];
        foreach (var point in later)
            if (point.Cutoff == cutoff)
                steps[point.Step] = new StepDistribution(point.Mean, point.Quantiles);
        return steps;
    }
}
