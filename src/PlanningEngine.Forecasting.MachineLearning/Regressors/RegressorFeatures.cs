namespace PlanningEngine.Forecasting.MachineLearning.Regressors;

/// <summary>
/// What the trees see of regressors, which are known ahead: of each its value in the bucket that is forecast, how that differs from the buckets just before it (a price that falls), its value in the bucket
/// before (demand that a promotion brought forward), and its means over the windows of the lags. Promotions are taken as they are, prices as logarithms against those of late.
/// </summary>
internal static class RegressorFeatures
{
    /// <summary>Features per regressor.</summary>
    internal const int PerRegressor = 5;

    /// <summary>Regressors that become features; the effects of further ones are pooled all the same.</summary>
    private const int MostRegressors = 12;
    private const int Before = 4;

    /// <summary>What stands for a regressor that a series does not have: below all that are there.</summary>
    private const float Absent = -1000;
    private const double Largest = 999;

    /// <summary>Number of features.</summary>
    internal static int CountFor(PooledEffects effects) => PerRegressor * Math.Min(effects.All.Count, MostRegressors);

    /// <summary>Writes the features of a bucket.</summary>
    /// <param name="demand">The series.</param>
    /// <param name="effects">The regressors of all series.</param>
    /// <param name="index">First index whose demand is not known.</param>
    /// <param name="target">Index that is forecast.</param>
    /// <param name="window">Buckets of the long window.</param>
    /// <param name="row">Receives them.</param>
    internal static void Write(KnownDemand demand, PooledEffects effects, int index, int target, int window, Span<float> row)
    {
        for (var i = 0; i < CountFor(effects) / PerRegressor; i++)
        {
            var features = row.Slice(PerRegressor * i, PerRegressor);
            if (demand.Columns.Length == 0 || demand.Columns[i] is not { } x)
            {
                features.Fill(Absent);
                continue;
            }

            var usual = Mean(x, index, window);
            var origin = effects.All[i].Form is RegressorForm.Logarithmic or RegressorForm.Price ? usual : 0;
            features[0] = Limited(x[target] - origin);
            features[1] = Limited(x[target] - (target > 0 ? Mean(x, target, Before) : origin));
            features[2] = Limited(x[Math.Max(0, target - 1)] - origin);
            features[3] = Limited(Mean(x, index, Before) - origin);
            features[4] = Limited(usual);
        }
    }

    private static double Mean(double[] values, int end, int length)
    {
        var start = Math.Max(0, end - length);
        var sum = 0.0;
        for (var t = start; t < end; t++)
            sum += values[t];
        return end > start ? sum / (end - start) : 0;
    }

    private static float Limited(double value) => (float)Math.Clamp(value, -Largest, Largest);
}
