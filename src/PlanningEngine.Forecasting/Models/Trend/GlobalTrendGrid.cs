using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Models.Trend;

/// <summary>One point of the grid with its regression solved.</summary>
/// <param name="LogEvidence">Logarithm of its evidence, without what all points share.</param>
/// <param name="Alpha">Weight of an observation in the level.</param>
/// <param name="Beta">Weight of a change of level in the slope.</param>
/// <param name="Power">Power of the level that growth follows: 0 for a straight line, towards 1 for a share of the level.</param>
/// <param name="SpreadPower">Power of the level that errors follow.</param>
/// <param name="Growth">Growth per bucket at the mean level.</param>
/// <param name="Slope">Share of the local slope that counts.</param>
/// <param name="Variance">Variance of the one-step error at the mean level.</param>
/// <param name="Level">Last level.</param>
/// <param name="LocalSlope">Last local slope.</param>
internal readonly record struct GlobalTrendModel(
    double LogEvidence, double Alpha, double Beta, double Power, double SpreadPower, double Growth, double Slope, double Variance, double Level, double LocalSlope);

/// <summary>
/// Smoothing parameters and powers on a grid. Given them, the next observation less the level is linear in growth and share of the slope, errors are normal, and with a normal and inverse gamma prior
/// the evidence is known in closed form (Bishop 2006, section 3.5).
/// </summary>
internal static class GlobalTrendGrid
{
    /// <summary>
    /// Prior deviation of growth, in mean absolute changes over <see cref="Reach"/> buckets per bucket (noise makes that small, a trend does not) and standard errors: a clean trend is drawn towards none as if four
    /// further buckets had shown none, a noisy one by more. Then that of the share of the slope, with its prior mean.
    /// Found on validation windows inside training rows.
    /// </summary>
    private const double GrowthDeviation = 0.5;
    private const int Reach = 6;
    private const double SmallestDeviation = 0.01;
    private const double SlopeDeviation = 0.5;
    private const double SlopeMean = 0.3;

    private static readonly double[] Alphas = [0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.95];
    private static readonly double[] Betas = [0.02, 0.1, 0.3, 0.6];
    private static readonly double[] Powers = [-0.5, 0, 0.3, 0.6, 0.9];
    private static readonly double[] SpreadPowers = [0, 0.5, 1];

    /// <summary>Solves all points.</summary>
    /// <param name="y">Observations, not all equal; positive where powers of the level are asked for.</param>
    /// <param name="powers">Whether growth and errors may follow powers of the level.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static List<GlobalTrendModel> Solve(double[] y, bool powers, CancellationToken cancellationToken)
    {
        var (growthPowers, spreadPowers) = powers ? (Powers, SpreadPowers) : ([0.0], [0.0]);
        var count = y.Length - 1;
        var (mean, change) = (y.Average(), Enumerable.Range(1, count).Average(t => Math.Abs(y[t] - y[t - 1])));
        var reach = Math.Min(Reach, y.Length / 4 + 1);
        var growthDeviation = Math.Max(GrowthDeviation * Enumerable.Range(reach, y.Length - reach).Average(t => Math.Abs(y[t] - y[t - reach])) / reach / change, SmallestDeviation);
        var (level, slope, target, weighted) = (new double[count], new double[count], new double[count], new double[count]);
        var growths = growthPowers.Select(_ => new double[count]).ToArray();
        var weights = spreadPowers.Select(_ => new double[count]).ToArray();
        var models = new List<GlobalTrendModel>();
        foreach (var alpha in Alphas)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = Levels(y, alpha, level);
            var logs = powers ? Array.ConvertAll(level, l => Math.Log(l / mean)) : new double[count];
            for (var t = 0; t < count; t++)
                target[t] = (y[t + 1] - level[t]) / change;
            for (var i = 0; i < growths.Length; i++)
                Raise(logs, growthPowers[i], growths[i]);
            for (var i = 0; i < weights.Length; i++)
                Raise(logs, -2 * spreadPowers[i], weights[i]);
            var sumOfLogs = logs.Sum();
            var sums = new (double Growth, double GrowthAndTarget)[weights.Length, growths.Length];
            for (var s = 0; s < weights.Length; s++)
                for (var g = 0; g < growths.Length; g++)
                {
                    Multiply(weights[s], growths[g], weighted);
                    sums[s, g] = (LeastSquares.LaneDot(weighted, growths[g]), LeastSquares.LaneDot(weighted, target));
                }

            foreach (var beta in Betas)
            {
                var lastSlope = Slopes(level, last, beta, change, slope);
                for (var s = 0; s < weights.Length; s++)
                {
                    Multiply(weights[s], target, weighted);
                    var (ofTarget, ofTargetAndSlope) = (LeastSquares.LaneDot(weighted, target), LeastSquares.LaneDot(weighted, slope));
                    Multiply(weights[s], slope, weighted);
                    var ofSlope = LeastSquares.LaneDot(weighted, slope);
                    for (var g = 0; g < growths.Length; g++)
                    {
                        var ofGrowthAndSlope = LeastSquares.LaneDot(weighted, growths[g]);
                        var (ofGrowth, ofGrowthAndTarget) = sums[s, g];
                        // The posterior: two coefficients with their precision, then the rate of the inverse gamma.
                        var (a, b, c) = (ofGrowth + 1 / Square(growthDeviation), ofGrowthAndSlope, ofSlope + 1 / Square(SlopeDeviation));
                        var (p, q) = (ofGrowthAndTarget, ofTargetAndSlope + SlopeMean / Square(SlopeDeviation));
                        var determinant = a * c - b * b;
                        var (growth, share) = ((c * p - b * q) / determinant, (a * q - b * p) / determinant);
                        var rate = 0.5 + (ofTarget + Square(SlopeMean / SlopeDeviation) - growth * p - share * q) / 2;
                        var shape = 1 + count / 2.0;
                        var evidence = -Math.Log(determinant) / 2 - shape * Math.Log(rate) - spreadPowers[s] * sumOfLogs;
                        models.Add(new GlobalTrendModel(evidence, alpha, beta, growthPowers[g], spreadPowers[s], growth * change, Math.Clamp(share, -1, 1), rate / shape * change * change, last, lastSlope * change));
                    }
                }
            }
        }

        return models;
    }

    private static double Levels(double[] y, double alpha, double[] level)
    {
        level[0] = y[0];
        for (var t = 1; t < level.Length; t++)
            level[t] = level[t - 1] + alpha * (y[t] - level[t - 1]);
        return level[^1] + alpha * (y[^1] - level[^1]);
    }

    /// <summary>Local slopes in units of the mean change.</summary>
    private static double Slopes(double[] level, double last, double beta, double change, double[] slope)
    {
        slope[0] = 0;
        for (var t = 1; t < slope.Length; t++)
            slope[t] = slope[t - 1] + beta * ((level[t] - level[t - 1]) / change - slope[t - 1]);
        return slope[^1] + beta * ((last - level[^1]) / change - slope[^1]);
    }

    private static void Raise(double[] logs, double power, double[] result)
    {
        for (var t = 0; t < logs.Length; t++)
            result[t] = power == 0 ? 1 : Math.Exp(power * logs[t]);
    }

    private static void Multiply(double[] a, double[] b, double[] result)
    {
        for (var t = 0; t < a.Length; t++)
            result[t] = a[t] * b[t];
    }

    private static double Square(double value) => value * value;
}
