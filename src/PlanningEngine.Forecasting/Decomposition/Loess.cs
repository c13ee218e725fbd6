namespace PlanningEngine.Forecasting.Decomposition;

/// <summary>Local regression on evenly spaced observations (Cleveland 1979), with the tricube weights and the edges of STL.</summary>
internal static class Loess
{
    /// <summary>Smooths at every <paramref name="jump"/>-th position and joins those by straight lines.</summary>
    /// <param name="y">Observations at positions 0 to n - 1.</param>
    /// <param name="weights">Robustness weight per observation; empty for 1.</param>
    /// <param name="window">Number of neighbours that count, at least 3.</param>
    /// <param name="degree">0 or 1.</param>
    /// <param name="jump">Distance of the positions that are fitted, at least 1.</param>
    /// <param name="result">Receives one value per observation.</param>
    internal static void Smooth(ReadOnlySpan<double> y, ReadOnlySpan<double> weights, int window, int degree, int jump, Span<double> result)
    {
        var n = y.Length;
        if (n < 2)
        {
            y.CopyTo(result);
            return;
        }

        jump = Math.Min(jump, n - 1);
        var last = 0;
        for (var t = 0; ; t = Math.Min(t + jump, n - 1))
        {
            result[t] = At(y, weights, window, degree, t);
            for (var i = last + 1; i < t; i++)
                result[i] = result[last] + (result[t] - result[last]) * (i - last) / (t - last);
            last = t;
            if (t == n - 1)
                return;
        }
    }

    /// <summary>The local fit at one position, which may lie one outside the observations.</summary>
    internal static double At(ReadOnlySpan<double> y, ReadOnlySpan<double> weights, int window, int degree, int position)
    {
        var n = y.Length;
        var left = Math.Clamp(position - window / 2, 0, Math.Max(0, n - window));
        var right = Math.Min(n, left + window) - 1;
        double reach = Math.Max(position - left, right - position);
        if (window > n)
            reach += (window - n) / 2;
        double sum = 0, mean = 0, centre = 0;
        var count = right - left + 1;
        var w = count <= 512 ? stackalloc double[count] : new double[count];
        for (var i = 0; i < count; i++)
        {
            double distance = Math.Abs(left + i - position);
            if (distance > 0.999 * reach)
                continue;
            var cube = distance / reach;
            cube = cube * cube * cube;
            w[i] = distance <= 0.001 * reach ? 1 : (1 - cube) * (1 - cube) * (1 - cube);
            if (!weights.IsEmpty)
                w[i] *= weights[left + i];
            sum += w[i];
        }

        if (sum <= 0)
            return y[Math.Clamp(position, 0, n - 1)];
        for (var i = 0; i < count; i++)
        {
            w[i] /= sum;
            mean += w[i] * y[left + i];
            centre += w[i] * (left + i);
        }

        if (degree == 0)
            return mean;
        double square = 0, slope = 0;
        for (var i = 0; i < count; i++)
        {
            var x = left + i - centre;
            square += w[i] * x * x;
            slope += w[i] * x * y[left + i];
        }

        return Math.Sqrt(square) > 0.001 * (n - 1) ? mean + slope / square * (position - centre) : mean;
    }
}
