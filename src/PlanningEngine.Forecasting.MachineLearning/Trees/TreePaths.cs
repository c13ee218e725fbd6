namespace PlanningEngine.Forecasting.MachineLearning.Trees;

/// <summary>What the trees of a cut-off say of the buckets ahead: each step by itself, a few steps and on from their own answers, or the mean of both.</summary>
internal static class TreePaths
{
    /// <summary>Steps that the recursive trees answer before their answers are taken for known.</summary>
    internal const int Block = 4;

    /// <summary>How far above anything seen answers may go that are built on answers.</summary>
    private const double LargestGrowth = 10;

    /// <summary>Expectation per step without effects of regressors.</summary>
    /// <param name="model">A model that has trees.</param>
    /// <param name="features">The series.</param>
    /// <param name="index">First index that is not known.</param>
    /// <param name="reference">What the features say of the index; its level is positive.</param>
    /// <param name="horizon">Steps; those beyond what the direct trees know are answered as the last at the same place of the cycle.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static double[] Of(CutoffModel model, TreeFeatures features, int index, TreeFeatures.Reference reference, int horizon, CancellationToken cancellationToken)
    {
        var direct = model.Direct is { } trees ? Direct(model, trees, features, index, reference, horizon) : null;
        var recursive = model.Recursive is { } again ? Recursive(model, again, features, index, reference, horizon, cancellationToken) : null;
        if (direct is null || recursive is null)
            return direct ?? recursive!;
        for (var step = 0; step < horizon; step++)
            direct[step] = (direct[step] + recursive[step]) / 2;
        return direct;
    }

    private static double[] Direct(CutoffModel model, TreeEnsemble trees, TreeFeatures features, int index, TreeFeatures.Reference reference, int horizon)
    {
        var row = new float[TreeFeatures.CountFor(model.Context)];
        var path = new double[horizon];
        for (var step = 0; step < horizon; step++)
        {
            var trained = Math.Min(step, model.Horizon - 1);
            var scored = trained < step && features.Period > 1 ? SamePhase(step, model.Horizon, features.Period) : trained;
            var baseValue = features.BaseOf(scored, reference);
            features.Write(index, scored, reference, baseValue, row, target: index + step);
            path[step] = model.Labels.Value(trees.Score(row), baseValue, reference.Level);
        }

        return path;
    }

    private static double[] Recursive(
        CutoffModel model, TreeEnsemble trees, TreeFeatures features, int index, TreeFeatures.Reference reference, int horizon, CancellationToken cancellationToken)
    {
        var row = new float[TreeFeatures.CountFor(model.Context)];
        var path = new double[horizon];
        var most = LargestGrowth * features.Largest(index);
        var assumed = features.Until(index, horizon);
        for (var from = 0; from < horizon; from += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (from > 0)
                reference = assumed.At(index + from) is { Level: > 0 } now ? now : reference;
            var to = Math.Min(horizon, from + Block);
            for (var step = from; step < to; step++)
            {
                var baseValue = assumed.BaseOf(step - from, reference);
                assumed.Write(index + from, step - from, reference, baseValue, row, target: index + step);
                path[step] = Math.Clamp(model.Labels.Value(trees.Score(row), baseValue, reference.Level), -most, most);
            }

            for (var step = from; step < to; step++)
                assumed.Assume(index + step, path[step]);
        }

        return path;
    }

    /// <summary>The last trained step at the same place in the cycle, or the last step when the horizon is shorter than the cycle.</summary>
    private static int SamePhase(int step, int trained, int period)
    {
        while (step >= trained && step >= period)
            step -= period;
        return Math.Min(step, trained - 1);
    }
}
