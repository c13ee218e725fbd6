namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>Autoregressions of all orders up to a limit at once, by the smallest forward and backward errors (Burg 1975). They are stationary by construction.</summary>
internal static class Burg
{
    /// <summary>Fits.</summary>
    /// <param name="z">Observations around their mean.</param>
    /// <param name="most">Largest order, below the number of observations.</param>
    /// <returns>Per order its coefficients, the nearest lag first, and the variance of its one-step error.</returns>
    internal static (double[] Coefficients, double Variance)[] Fit(ReadOnlySpan<double> z, int most)
    {
        var n = z.Length;
        double[] forward = z.ToArray(), backward = z.ToArray();
        var variance = 0.0;
        foreach (var value in z)
            variance += value * value / n;
        var orders = new (double[] Coefficients, double Variance)[most + 1];
        orders[0] = ([], variance);
        for (var order = 1; order <= most; order++)
        {
            double product = 0, squares = 0;
            for (var t = order; t < n; t++)
            {
                product += forward[t] * backward[t - 1];
                squares += forward[t] * forward[t] + backward[t - 1] * backward[t - 1];
            }

            // Its size is at most 1: what rounding adds, where values follow each other exactly, would make the variance negative.
            var reflection = squares > 0 ? Math.Clamp(2 * product / squares, -1, 1) : 0;
            var before = orders[order - 1].Coefficients;
            var now = new double[order];
            now[order - 1] = reflection;
            for (var i = 0; i < order - 1; i++)
                now[i] = before[i] - reflection * before[order - 2 - i];
            for (var t = n - 1; t >= order; t--)
            {
                var error = forward[t];
                forward[t] = error - reflection * backward[t - 1];
                backward[t] = backward[t - 1] - reflection * error;
            }

            variance *= 1 - reflection * reflection;
            orders[order] = (now, variance);
        }

        return orders;
    }
}
