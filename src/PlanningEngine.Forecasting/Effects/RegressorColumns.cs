namespace PlanningEngine.Forecasting.Effects;

/// <summary>The regressors of a series as columns over history and future, each measured from its usual value.</summary>
/// <param name="Names">Names of the regressors whose effect is estimated.</param>
/// <param name="Columns">Their columns.</param>
/// <param name="Size">Product of the proportional regressors over its mean in the history; 1 in every bucket where there are none.</param>
internal sealed record RegressorColumns(string[] Names, double[][] Columns, double[] Size)
{
    /// <summary>Builds the columns.</summary>
    /// <param name="regressors">The regressors.</param>
    /// <param name="length">Buckets of the history.</param>
    /// <param name="horizon">Buckets of the future.</param>
    internal static RegressorColumns Of(IReadOnlyList<Regressor> regressors, int length, int horizon)
    {
        var size = new double[length + horizon];
        Array.Fill(size, 1);
        var names = new List<string>();
        var columns = new List<double[]>();
        foreach (var regressor in regressors)
        {
            if (regressor.Form == RegressorForm.Proportional)
            {
                var mean = regressor.Values.Take(length).Average();
                for (var t = 0; t < size.Length; t++)
                    size[t] *= regressor.Values[t] / mean;
                continue;
            }

            names.Add(regressor.Name);
            columns.Add(regressor.FromUsual(length)[..size.Length]);
        }

        return new RegressorColumns([.. names], [.. columns], size);
    }
}
