namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>Standardised residuals of held-out series by step, and their quantiles.</summary>
internal sealed class StepResiduals(int horizon)
{
    private const int Enough = 50;
    private const double InSampleWidening = 1.25;
    private readonly List<double>[] _bySteps = [.. Enumerable.Range(0, horizon).Select(_ => new List<double>())];

    internal void Add(int step, double residual) => _bySteps[step].Add(residual);

    /// <summary>Quantiles per step at <see cref="CutoffModel.ResidualLevels"/>: of its own residuals, of those of all steps where it has few, of the training rows' where all have few.</summary>
    /// <param name="inSample">Residuals of the training rows, which are too small.</param>
    internal double[][] Quantiles(Func<IEnumerable<double>> inSample)
    {
        var all = _bySteps.SelectMany(r => r).ToList();
        if (all.Count < Enough)
            all = [.. inSample().Select(r => InSampleWidening * r)];
        return [.. _bySteps.Select(r => Quantiles(r.Count >= Enough ? r : all))];
    }

    private static double[] Quantiles(List<double> residuals)
    {
        var sorted = residuals.ToArray();
        Array.Sort(sorted);
        return [.. CutoffModel.ResidualLevels.Select(level => QuantileFunctions.OfSorted(sorted, level))];
    }
}
