using PlanningEngine.Forecasting.Models.Smoothing;

namespace PlanningEngine.Forecasting.Features;

/// <summary>
/// Cheap numbers that tell what kind of series it is: length, trend and season, memory, noise (Hyndman, Wang, Laptev 2015; Montero-Manso, Athanasopoulos, Hyndman, Talagala 2020).
/// All are finite, and none changes when a history is multiplied by a positive number.
/// </summary>
internal static class SeriesFeatures
{
    private const int Memory = 10;
    private const double Bound = 5;

    /// <summary>Values from which on a history is long: what longer ones teach is not what shorter ones do.</summary>
    private const double LongHistory = 150;

    /// <summary>Logarithm of the deviation over the mean from which on values scatter around zero more than they lie on one side of it.</summary>
    private const double AroundZero = -0.5;

    /// <summary>Names, in the order of the numbers.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        "length", "cycles", "seasonal", "period", "trendStrength", "seasonStrength", "linearity", "curvature", "autocorrelation", "autocorrelations", "changeAutocorrelation",
        "secondChangeAutocorrelation", "remainderAutocorrelation", "seasonAutocorrelation", "spectralEntropy", "lumpiness", "stability", "variation", "noise", "lastMove", "recentSlope", "turns", "tails",
        "longHistory", "aroundZero",
    ];

    /// <summary>Where a feature stands.</summary>
    internal static int IndexOf(string name) => Names.Index().First(n => n.Item == name).Index;

    /// <summary>The features of a history.</summary>
    /// <param name="y">Values without NaN, at least one.</param>
    /// <param name="period">Length of the cycle, 1 for none.</param>
    internal static double[] Of(double[] y, int period)
    {
        var n = y.Length;
        var cycle = period > 1 && n >= 2 * period ? period : 1;
        var (mean, deviation) = MeanAndDeviation(y);
        var result = new double[Names.Count];
        result[0] = Math.Log(n);
        result[1] = period > 1 ? Math.Log((double)n / period) : 0;
        result[2] = period > 1 ? 1 : 0;
        result[3] = Math.Log(period);
        result[23] = Math.Max(0, Math.Log(n / LongHistory));
        if (n < 4 || !(deviation > 1e-9 * Math.Abs(mean)))
            return result;
        var z = Array.ConvertAll(y, v => (v - mean) / deviation);
        var season = cycle > 1 ? ClassicalDecomposition.Indices(z, cycle, multiplicative: false) : [0];
        var adjusted = new double[n];
        for (var t = 0; t < n; t++)
            adjusted[t] = z[t] - season[t % season.Length];
        var trend = Smoothed(adjusted, Math.Max(2, Math.Min(cycle > 1 ? cycle / 2 : 2, n / 4)));
        var remainder = new double[n];
        for (var t = 0; t < n; t++)
            remainder[t] = adjusted[t] - trend[t];
        var noise = Variance(remainder);
        result[4] = Strength(noise, Variance(adjusted));
        result[5] = cycle > 1 ? Strength(noise, Variance([.. remainder.Select((r, t) => r + season[t % cycle])])) : 0;
        (result[6], result[7]) = Shape(adjusted);
        var changes = Changes(adjusted);
        result[8] = Autocorrelation(adjusted, 1);
        for (var lag = 1; lag <= Math.Min(Memory, n / 2); lag++)
            result[9] += Math.Pow(Autocorrelation(adjusted, lag), 2);
        result[10] = Autocorrelation(changes, 1);
        result[11] = Autocorrelation(Changes(changes), 1);
        result[12] = Autocorrelation(remainder, 1);
        result[13] = period > 1 && n > period + 2 ? Autocorrelation(Changes(z), period) : 0;
        result[14] = SpectralEntropy(adjusted);
        (result[15], result[16]) = Tiles(adjusted, cycle > 1 ? cycle : Math.Max(2, Math.Min(10, n / 3)));
        result[17] = Limited(Math.Log((deviation + 1e-12 * Math.Abs(mean)) / (Math.Abs(mean) + 1e-6 * deviation)));
        result[18] = Limited(Math.Log(Math.Max(1e-6, Math.Sqrt(Variance(changes)))));
        var usual = changes.Average(Math.Abs);
        result[19] = usual > 0 ? Limited(Math.Abs(changes[^1]) / usual) : 0;
        result[20] = usual > 0 ? Limited((adjusted[^1] - adjusted[^Math.Min(n, 4)]) / usual * Math.Sign(adjusted[^1] - adjusted[0])) : 0;
        result[21] = Enumerable.Range(1, Math.Max(0, changes.Length - 1)).Count(t => changes[t] * changes[t - 1] < 0) / (double)Math.Max(1, changes.Length - 1);
        result[22] = Limited(Math.Log(Math.Max(1e-3, Kurtosis(changes))));
        result[24] = Math.Clamp(result[17] - AroundZero, 0, 1);
        return result;
    }

    private static double Limited(double value) => Math.Clamp(value, -Bound, Bound);

    private static (double Mean, double Deviation) MeanAndDeviation(double[] y)
    {
        var mean = y.Average();
        return (mean, Math.Sqrt(y.Average(v => (v - mean) * (v - mean))));
    }

    private static double Variance(double[] z)
    {
        if (z.Length == 0)
            return 0;
        var mean = z.Average();
        return z.Average(v => (v - mean) * (v - mean));
    }

    private static double Strength(double noise, double whole) => whole > 1e-12 ? Math.Max(0, 1 - noise / whole) : 0;

    private static double[] Changes(double[] z) => z.Length < 2 ? [0] : [.. Enumerable.Range(1, z.Length - 1).Select(t => z[t] - z[t - 1])];

    /// <summary>Means over a window of up to reach values on either side.</summary>
    private static double[] Smoothed(double[] z, int reach)
    {
        var result = new double[z.Length];
        for (var t = 0; t < z.Length; t++)
        {
            var span = Math.Min(reach, Math.Min(t, z.Length - 1 - t));
            for (var i = t - span; i <= t + span; i++)
                result[t] += z[i] / (2 * span + 1);
        }

        return result;
    }

    /// <summary>Correlations with a straight line and a parabola.</summary>
    private static (double Linear, double Curved) Shape(double[] z)
    {
        var n = z.Length;
        double linear = 0, curved = 0, lines = 0, curves = 0, squares = 0;
        var (middle, meanSquare, mean) = ((n - 1) / 2.0, (n * n - 1) / 12.0, z.Average());
        for (var t = 0; t < n; t++)
        {
            var x = t - middle;
            var parabola = x * x - meanSquare;
            linear += x * (z[t] - mean);
            curved += parabola * (z[t] - mean);
            lines += x * x;
            curves += parabola * parabola;
            squares += (z[t] - mean) * (z[t] - mean);
        }

        return squares > 1e-12 ? (Math.Abs(linear) / Math.Sqrt(lines * squares), curved * Math.Sign(linear) / Math.Sqrt(curves * squares)) : (0, 0);
    }

    private static double Autocorrelation(double[] z, int lag)
    {
        if (z.Length <= lag + 1)
            return 0;
        var mean = z.Average();
        double sum = 0, squares = 0;
        for (var t = 0; t < z.Length; t++)
        {
            squares += (z[t] - mean) * (z[t] - mean);
            sum += t >= lag ? (z[t] - mean) * (z[t - lag] - mean) : 0;
        }

        return squares > 1e-12 ? sum / squares : 0;
    }

    /// <summary>Entropy of a smoothed periodogram over sixteen frequencies, between 0 and 1: how unpredictable it looks.</summary>
    private static double SpectralEntropy(double[] z)
    {
        const int Frequencies = 16;
        var powers = new double[Frequencies];
        var lags = Math.Min(z.Length - 2, 2 * Frequencies);
        var correlations = new double[lags + 1];
        for (var lag = 0; lag <= lags; lag++)
            correlations[lag] = Autocorrelation(z, lag) * (1 - lag / (lags + 1.0));
        for (var f = 0; f < Frequencies; f++)
        {
            powers[f] = correlations[0];
            for (var lag = 1; lag <= lags; lag++)
                powers[f] += 2 * correlations[lag] * Math.Cos(Math.PI * (f + 0.5) / Frequencies * lag);
            powers[f] = Math.Max(1e-6, powers[f]);
        }

        var sum = powers.Sum();
        return -powers.Sum(p => p / sum * Math.Log(p / sum)) / Math.Log(Frequencies);
    }

    /// <summary>How the variances (lumpiness) and the means (stability) of consecutive tiles differ.</summary>
    private static (double Lumpiness, double Stability) Tiles(double[] z, int width)
    {
        var tiles = z.Chunk(width).Where(c => c.Length == width).ToArray();
        if (tiles.Length < 2)
            return (0, 0);
        var variances = Array.ConvertAll(tiles, Variance);
        var mean = variances.Average();
        return (mean > 1e-12 ? Math.Min(Bound, Math.Sqrt(Variance(variances)) / mean) : 0, Variance(Array.ConvertAll(tiles, t => t.Average())));
    }

    private static double Kurtosis(double[] z)
    {
        var (mean, deviation) = MeanAndDeviation(z);
        return deviation > 1e-12 ? z.Average(v => Math.Pow((v - mean) / deviation, 4)) : 3;
    }
}
