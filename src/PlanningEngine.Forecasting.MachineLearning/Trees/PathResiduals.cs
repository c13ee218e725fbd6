using PlanningEngine.Forecasting.MachineLearning.Regressors;

namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>Residuals of whole paths at some origins of the held-out series: what a model that goes on from its own answers errs by at each step.</summary>
internal static class PathResiduals
{
    private const int MostOrigins = 8;
    private const int MostSeries = 400;

    /// <summary>Quantiles of standardised residuals per step.</summary>
    /// <param name="model">A model with trees.</param>
    /// <param name="demand">All series in the order they were trained in.</param>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static double[][] Of(CutoffModel model, KnownDemand[] demand, int seed, CancellationToken cancellationToken)
    {
        var numbers = Enumerable.Range(0, demand.Length).ToLookup(s => TrainingRows.IsHeldOut(seed, s, demand.Length));
        var residuals = new StepResiduals(model.Horizon);
        foreach (var (step, residual) in Spread(numbers[true]).SelectMany(s => Residuals(model, demand[s], cancellationToken)))
            residuals.Add(step, residual);
        return residuals.Quantiles(() => Spread(numbers[false]).SelectMany(s => Residuals(model, demand[s], cancellationToken)).Select(r => r.Residual).DefaultIfEmpty());
    }

    private static IEnumerable<(int Step, double Residual)> Residuals(CutoffModel model, KnownDemand demand, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (features, series) = (new TreeFeatures(demand, model.Context), demand.Base);
        var first = features.FirstKnown + TrainingRows.FewestBefore;
        foreach (var index in Enumerable.Range(0, MostOrigins).Select(i => first + i * Math.Max(0, series.Length - first) / MostOrigins).Distinct())
        {
            if (index >= series.Length || features.At(index) is not { Level: > 0 } reference || (model.Context.Season is not null && reference.Season is null))
                continue;
            var path = TreePaths.Of(model, features, index, reference, Math.Min(model.Horizon, series.Length - index), cancellationToken);
            for (var step = 0; step < path.Length; step++)
                if (!double.IsNaN(series.Values[index + step]))
                    yield return (step, (series.Values[index + step] - path[step]) / reference.Deviation);
        }
    }

    private static IEnumerable<int> Spread(IEnumerable<int> numbers)
    {
        var all = numbers.ToArray();
        return Enumerable.Range(0, Math.Min(MostSeries, all.Length)).Select(i => all[(int)((long)i * all.Length / Math.Min(MostSeries, all.Length))]);
    }
}
