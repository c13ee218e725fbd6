namespace PlanningEngine.Forecasting.MachineLearning.Regressors;

/// <summary>A regressor that is the same for all series in each bucket, such as a holiday: nothing but time tells its effect from what all series share there.</summary>
internal sealed class CommonRegressor
{
    private const double SameForAll = 1e-9;

    /// <summary>Values by bucket, NaN where none is known.</summary>
    private readonly double[] _values;

    private CommonRegressor(double[] values) => _values = values;

    /// <summary>The regressor of a number; null where series differ in it.</summary>
    /// <param name="series">Rows of each series.</param>
    /// <param name="number">Which of the columns.</param>
    /// <param name="first">Ordinal of the first bucket.</param>
    /// <param name="buckets">Number of buckets.</param>
    internal static CommonRegressor? Of(IEnumerable<SeriesRows> series, int number, int first, int buckets)
    {
        var values = new double[buckets];
        Array.Fill(values, double.NaN);
        foreach (var one in series)
        {
            if (one.Columns[number] is not { } x)
                return null;
            for (var i = 0; i < x.Length; i++)
            {
                var at = one.Buckets[i] - first;
                if (Math.Abs(values[at] - x[i]) > SameForAll)
                    return null;
                values[at] = x[i];
            }
        }

        return new CommonRegressor(values);
    }

    /// <summary>Regression of the logarithms of what is shared on the regressor; its standard error knows that neighbouring buckets go together (Bartlett 1946). All 0 where it does not vary.</summary>
    /// <param name="shared">What all series share by bucket, positive.</param>
    internal (double Value, double Error, double Spread) SlopeOf(double[] shared)
    {
        var at = Enumerable.Range(0, _values.Length).Where(t => !double.IsNaN(_values[t])).ToArray();
        var (meanX, meanY) = (at.Average(t => _values[t]), at.Average(t => Math.Log(shared[t])));
        var spread = at.Sum(t => (_values[t] - meanX) * (_values[t] - meanX));
        if (!(spread > SameForAll) || at.Length < 3)
            return (0, 0, 0);
        var slope = at.Sum(t => (_values[t] - meanX) * (Math.Log(shared[t]) - meanY)) / spread;
        var left = Array.ConvertAll(at, t => Math.Log(shared[t]) - meanY - slope * (_values[t] - meanX));
        var variance = left.Sum(e => e * e) / (at.Length - 2);
        var together = Memory(Array.ConvertAll(at, t => _values[t] - meanX)) * Memory(left);
        return (slope, Math.Sqrt(variance / spread * (1 + together) / (1 - together)), spread);
    }

    /// <summary>Takes an effect of the regressor from what all series share, in place.</summary>
    internal void TakeFrom(double[] shared, double coefficient)
    {
        for (var t = 0; t < shared.Length; t++)
            shared[t] *= double.IsNaN(_values[t]) ? 1 : Math.Exp(-coefficient * _values[t]);
    }

    /// <summary>Correlation from bucket to bucket, 0 to .99.</summary>
    private static double Memory(double[] values)
    {
        double product = 0, squares = 0;
        for (var i = 0; i < values.Length; i++)
        {
            squares += values[i] * values[i];
            product += i > 0 ? values[i] * values[i - 1] : 0;
        }

        return squares > 0 ? Math.Clamp(product / squares, 0, 0.99) : 0;
    }
}
