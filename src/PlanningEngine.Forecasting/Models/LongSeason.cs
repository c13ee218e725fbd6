using System.Globalization;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Models;

/// <summary>
/// The season of a long cycle, seen only two or three times: a few harmonics beside a straight line, their number by the corrected Akaike criterion;
/// then, of what they leave, the mean by phase, shrunken by the share of it that comes back a cycle later (an empirical Bayes weight).
/// </summary>
/// <param name="Indices">Added season by phase, or null for none.</param>
/// <param name="Note">What was found.</param>
internal sealed record LongSeason(double[]? Indices, string Note)
{
    private const int MostHarmonics = 6;

    /// <summary>Estimates the season of a history.</summary>
    internal static LongSeason Estimate(double[] y, int period)
    {
        if (y.Length < 2 * period)
            return new LongSeason(null, string.Create(CultureInfo.InvariantCulture, $"{y.Length} values are less than two cycles of {period}: no season"));
        var (fitted, harmonics, rest) = Harmonics(y, period);
        var (share, means) = Shrinkage(rest, period);
        if (harmonics == 0 && share == 0)
            return new LongSeason(null, string.Create(CultureInfo.InvariantCulture, $"no season of period {period} was found"));
        var mean = 0.0;
        for (var phase = 0; phase < period; phase++)
        {
            fitted[phase] += share * means[phase];
            mean += fitted[phase] / period;
        }

        for (var phase = 0; phase < period; phase++)
            fitted[phase] -= mean;
        return new LongSeason(fitted, string.Create(CultureInfo.InvariantCulture, $"the season of period {period} was taken out first by {harmonics} harmonics and indices shrunken to {share:0.00}"));
    }

    /// <summary>Season by phase from the best number of harmonics, that number, and what line and season leave.</summary>
    private static (double[] Season, int Count, double[] Remaining) Harmonics(double[] y, int period)
    {
        var n = y.Length;
        var most = Math.Min(MostHarmonics, Math.Min((period - 1) / 2, (n - 4) / 4));
        var width = 2 + 2 * most;
        var design = new double[width][];
        for (var c = 0; c < width; c++)
        {
            design[c] = new double[n];
            for (var t = 0; t < n; t++)
                design[c][t] = c switch
                {
                    0 => 1,
                    1 => (t - (n - 1) / 2.0) / n,
                    _ => Wave(c, t, period),
                };
        }

        double[]? best = null;
        var bestAicc = double.PositiveInfinity;
        for (var k = 0; k <= most; k++)
        {
            var size = 2 + 2 * k;
            var beta = Regress(design, y, size);
            if (beta is null)
                break;
            var squares = 0.0;
            foreach (var r in Remainder(design, y, beta))
                squares += r * r;
            var estimated = size + 1;
            var aicc = n * Math.Log(Math.Max(squares, 1e-300)) + 2.0 * estimated + 2.0 * estimated * (estimated + 1) / Math.Max(1, n - estimated - 1);
            if (aicc < bestAicc)
                (best, bestAicc) = (beta, aicc);
        }

        best ??= [y.Average(), 0];
        var season = new double[period];
        for (var phase = 0; phase < period; phase++)
            for (var c = 2; c < best.Length; c++)
                season[phase] += best[c] * Wave(c, phase, period);
        return (season, (best.Length - 2) / 2, Remainder(design, y, best));
    }

    private static double Wave(int column, int t, int period)
    {
        var angle = 2 * Math.PI * (column / 2) * (t % period) / period;
        return column % 2 == 0 ? Math.Cos(angle) : Math.Sin(angle);
    }

    private static double[]? Regress(double[][] design, double[] y, int size)
    {
        var normal = new double[size * size];
        var beta = new double[size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
                normal[i * size + j] = LeastSquares.Dot(design[i], design[j]);
            beta[i] = LeastSquares.Dot(design[i], y);
        }

        return LeastSquares.Solve(normal, beta) ? beta : null;
    }

    private static double[] Remainder(double[][] design, double[] y, double[] beta)
    {
        var rest = (double[])y.Clone();
        for (var c = 0; c < beta.Length; c++)
            for (var t = 0; t < rest.Length; t++)
                rest[t] -= beta[c] * design[c][t];
        return rest;
    }

    /// <summary>How much of the mean by phase to believe: signal over signal plus noise, the signal being what comes back at the lag of the cycle.</summary>
    private static (double Share, double[] Means) Shrinkage(double[] rest, int period)
    {
        double variance = 0, covariance = 0;
        foreach (var r in rest)
            variance += r * r / rest.Length;
        for (var t = period; t < rest.Length; t++)
            covariance += rest[t] * rest[t - period] / (rest.Length - period);
        var means = new double[period];
        for (var phase = 0; phase < period; phase++)
        {
            var count = 0;
            for (var t = phase; t < rest.Length; t += period, count++)
                means[phase] += rest[t];
            means[phase] /= count;
        }

        var limit = CriticalShare(rest.Length - period) * variance;
        if (variance <= 0 || covariance <= limit)
            return (0, means);
        var cycles = rest.Length / (double)period;
        var noise = Math.Max(0, variance - covariance);
        return (covariance / (covariance + noise / cycles), means);
    }

    /// <summary>One-sided 95 % limit of an autocorrelation over some pairs.</summary>
    private static double CriticalShare(int pairs) => 1.645 / Math.Sqrt(pairs);
}
