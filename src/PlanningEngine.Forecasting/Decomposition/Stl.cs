namespace PlanningEngine.Forecasting.Decomposition;

/// <summary>A history as the sum of trend, season and remainder.</summary>
/// <param name="Trend">Trend per observation.</param>
/// <param name="Season">Season per observation.</param>
/// <param name="Remainder">What is left.</param>
internal sealed record StlComponents(double[] Trend, double[] Season, double[] Remainder);

/// <summary>Seasonal-trend decomposition by local regression (Cleveland, Cleveland, McRae, Terpenning 1990), with the usual defaults of R's <c>stl</c>.</summary>
internal static class Stl
{

    /// <summary>Decomposes.</summary>
    /// <param name="y">Observations without NaN, at least two cycles.</param>
    /// <param name="period">Length of the cycle, at least 2.</param>
    /// <param name="seasonalWindow">Cycles that count for a phase, odd and at least 7; a large number makes the season the same in every cycle.</param>
    /// <param name="robustPasses">Passes that give outliers less weight; 0 for none.</param>
    /// <exception cref="ArgumentException">There are less than two cycles.</exception>
    internal static StlComponents Decompose(double[] y, int period, int seasonalWindow, int robustPasses = 0)
    {
        if (period < 2 || y.Length < 2 * period)
            throw new ArgumentException($"Observations ({y.Length}) must be two cycles of {period} at least.", nameof(y));
        var n = y.Length;
        var trendWindow = Odd((int)Math.Ceiling(1.5 * period / (1 - 1.5 / seasonalWindow)));
        var lowPassWindow = Odd(period);
        var (trend, season, weights) = (new double[n], new double[n], Array.Empty<double>());
        var innerPasses = robustPasses > 0 ? 1 : 2;
        var buffers = new Buffers(n, period);
        for (var pass = 0; ; pass++)
        {
            for (var inner = 0; inner < innerPasses; inner++)
            {
                SmoothPhases(y, trend, weights, period, seasonalWindow, buffers);
                LowPass(buffers, n, period, lowPassWindow);
                for (var t = 0; t < n; t++)
                {
                    season[t] = buffers.Extended[t + period] - buffers.Low[t];
                    buffers.Work[t] = y[t] - season[t];
                }

                Loess.Smooth(buffers.Work.AsSpan(0, n), weights, trendWindow, 1, Jump(trendWindow), trend);
            }

            if (pass == robustPasses)
                break;
            weights = Robustness(y, trend, season);
        }

        var remainder = new double[n];
        for (var t = 0; t < n; t++)
            remainder[t] = y[t] - trend[t] - season[t];
        return new StlComponents(trend, season, remainder);
    }

    /// <summary>Smooths the observations of each phase and goes one cycle beyond both ends.</summary>
    private static void SmoothPhases(double[] y, double[] trend, double[] weights, int period, int window, Buffers buffers)
    {
        var n = y.Length;
        for (var phase = 0; phase < period; phase++)
        {
            var count = (n - 1 - phase) / period + 1;
            var values = buffers.Phase.AsSpan(0, count);
            var own = weights.Length == 0 ? [] : buffers.PhaseWeights.AsSpan(0, count);
            var smooth = buffers.Smooth.AsSpan(0, count);
            for (var i = 0; i < count; i++)
            {
                values[i] = y[phase + i * period] - trend[phase + i * period];
                if (weights.Length > 0)
                    own[i] = weights[phase + i * period];
            }

            Loess.Smooth(values, own, window, 0, Jump(window), smooth);
            buffers.Extended[phase] = Loess.At(values, own, window, 0, -1);
            for (var i = 0; i < count; i++)
                buffers.Extended[phase + (i + 1) * period] = smooth[i];
            buffers.Extended[phase + (count + 1) * period] = Loess.At(values, own, window, 0, count);
        }
    }

    /// <summary>Moving averages over a cycle twice and over three, then a local regression: what of the phases is no season.</summary>
    private static void LowPass(Buffers buffers, int n, int period, int window)
    {
        Average(buffers.Extended.AsSpan(0, n + 2 * period), period, buffers.Work);
        Average(buffers.Work.AsSpan(0, n + period + 1), period, buffers.Low);
        Average(buffers.Low.AsSpan(0, n + 2), 3, buffers.Work);
        Loess.Smooth(buffers.Work.AsSpan(0, n), [], window, 1, Jump(window), buffers.Low);
    }

    /// <summary>Moving averages.</summary>
    /// <param name="values">At least as many as the window is long.</param>
    /// <param name="window">Values in each average.</param>
    /// <param name="result">Receives one average for each place of the window, the first values' first.</param>
    internal static void Average(ReadOnlySpan<double> values, int window, Span<double> result)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            sum += values[i] - (i >= window ? values[i - window] : 0);
            if (i >= window - 1)
                result[i - window + 1] = sum / window;
        }
    }

    /// <summary>Bisquare weights of the remainders, zero from six times their median size on.</summary>
    private static double[] Robustness(double[] y, double[] trend, double[] season)
    {
        var sizes = new double[y.Length];
        for (var t = 0; t < y.Length; t++)
            sizes[t] = Math.Abs(y[t] - trend[t] - season[t]);
        var sorted = (double[])sizes.Clone();
        Array.Sort(sorted);
        var bound = 3 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
        return Array.ConvertAll(sizes, size =>
        {
            if (size <= 0.001 * bound)
                return 1;
            if (size > 0.999 * bound)
                return 0;
            var share = 1 - (size / bound) * (size / bound);
            return share * share;
        });
    }

    private static int Odd(int value) => value % 2 == 0 ? value + 1 : value;

    private static int Jump(int window) => (window + 9) / 10;

    /// <summary>Room that the passes share.</summary>
    private sealed class Buffers(int n, int period)
    {
        internal double[] Extended { get; } = new double[n + 2 * period];

        internal double[] Work { get; } = new double[n + 2 * period];

        internal double[] Low { get; } = new double[n + 2 * period];

        internal double[] Phase { get; } = new double[n / period + 1];

        internal double[] PhaseWeights { get; } = new double[n / period + 1];

        internal double[] Smooth { get; } = new double[n / period + 1];
    }
}
