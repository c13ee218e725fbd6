using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Models.Pretrained;

/// <summary>
/// What the network sees of a history, free of its unit: the history without its season, as distances from its last level in usual changes from bucket to bucket; and what it corrects, the Theta line.
/// </summary>
/// <param name="Values">Inputs of the network, <see cref="Count"/> numbers.</param>
/// <param name="Level">Smoothed level at the end of the history without its season.</param>
/// <param name="Scale">Mean absolute change from bucket to bucket of late, positive.</param>
/// <param name="Line">The Theta line of the next <see cref="Steps"/> buckets, in scales from the level.</param>
/// <param name="Season">The season that was taken out.</param>
internal sealed record NetworkInput(float[] Values, double Level, double Scale, double[] Line, SeasonalAdjustment Season)
{
    /// <summary>Steps ahead that the network was taught.</summary>
    internal const int Steps = 18;

    /// <summary>Numbers that the network sees.</summary>
    internal const int Count = Lags + Steps + Facts;

    /// <summary>Fewer values carry no network.</summary>
    internal const int FewestValues = 6;

    private const int Lags = 24;
    private const int Facts = 16;
    private const int Recent = 3 * Lags;
    private const double Farthest = 20;
    private static readonly double[] Weights = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99];
    private static readonly int[] Windows = [4, 8, 16];
    private static readonly int[] ShownSteps = [0, 5, 17];

    /// <summary>Inputs at the end of a history; null where it is too short or its values without season do not change.</summary>
    /// <param name="values">Values without NaN.</param>
    /// <param name="period">Length of the cycle, 1 for none.</param>
    internal static NetworkInput? Of(double[] values, int period) => Of(values, SeasonalAdjustment.Shrunken(values, period), period);

    /// <summary>The same with a season that was estimated elsewhere.</summary>
    internal static NetworkInput? Of(double[] values, SeasonalAdjustment season, int period)
    {
        var n = values.Length;
        if (n < FewestValues)
            return null;
        var y = season.Remove(values);
        var scale = MeanAbsoluteChange(y, Recent);
        if (!(scale > 0) || !double.IsFinite(scale))
            return null;
        var (alpha, level, error) = Smoothed(y);
        var slope = LeastSquares.Line(y).Slope;
        var line = new double[Steps];
        for (var step = 0; step < Steps; step++)
            line[step] = slope / 2 * (step + (1 - Math.Pow(1 - alpha, n)) / alpha) / scale;

        var inputs = new float[Count];
        for (var lag = 0; lag < Math.Min(Lags, n); lag++)
            inputs[lag] = Drawn((y[n - 1 - lag] - level) / scale);
        if (period > 1)
            for (var step = 0; step < Steps; step++)
                inputs[Lags + step] = Drawn(LeftOfSeason(y, n + step - (period * (1 + step / period)), period) / scale);

        var size = MeanAbsolute(y);
        double[] facts =
        [
            Math.Log(n), Math.Log(size / scale + 1e-3), Math.Log(1 + SeasonSize(values, y, period) / scale), Math.Log(period), alpha, error / scale, 5 * slope / scale,
            .. Windows.Select((window, i) => (2 + i) * SlopeOver(y, window) / scale), season.Multiplies ? 1 : 0, Math.Log(MeanAbsoluteChange(y, 6) / scale + 1e-2),
            .. ShownSteps.Select(step => line[step] / 3), Math.Log(1.0 + n / (double)period),
        ];
        for (var i = 0; i < facts.Length; i++)
            inputs[Lags + Steps + i] = (float)Math.Clamp(facts[i], -Farthest, Farthest);
        return new NetworkInput(inputs, level, scale, line, season);
    }

    /// <summary>Signed logarithm: far values are drawn in, near ones kept.</summary>
    private static float Drawn(double value) => (float)Math.CopySign(Math.Log(1 + Math.Min(Farthest, Math.Abs(value))), value);

    /// <summary>Simple exponential smoothing by the weight that errs least one step ahead.</summary>
    private static (double Alpha, double Level, double Error) Smoothed(double[] y)
    {
        var start = y.AsSpan(0, 4);
        var first = (start[0] + start[1] + start[2] + start[3]) / 4;
        var (least, best, end) = (double.PositiveInfinity, 0.0, 0.0);
        foreach (var weight in Weights)
        {
            var (level, squares) = (first, 0.0);
            for (var t = 0; t < y.Length; t++)
            {
                var error = y[t] - level;
                if (t >= 2)
                    squares += error * error;
                level += weight * error;
            }

            if (squares < least)
                (least, best, end) = (squares, weight, level);
        }

        return (best, end, Math.Sqrt(least / (y.Length - 2)));
    }

    /// <summary>How far a value lies from the mean of the cycle around it: what the season left there; 0 before the history.</summary>
    private static double LeftOfSeason(double[] y, int t, int period)
    {
        if (t < 0)
            return 0;
        var (low, high) = (Math.Max(0, t - (period / 2)), Math.Min(y.Length, t + (period / 2) + 1));
        var sum = 0.0;
        for (var i = low; i < high; i++)
            sum += y[i];
        return y[t] - (sum / (high - low));
    }

    /// <summary>Mean absolute size of the season over the last cycle.</summary>
    private static double SeasonSize(double[] values, double[] y, int period)
    {
        var count = Math.Min(period, y.Length);
        var sum = 0.0;
        for (var t = y.Length - count; t < y.Length; t++)
            sum += Math.Abs(values[t] - y[t]);
        return sum / count;
    }

    private static double MeanAbsolute(double[] y)
    {
        var count = Math.Min(Recent, y.Length);
        var sum = 0.0;
        for (var t = y.Length - count; t < y.Length; t++)
            sum += Math.Abs(y[t]);
        return sum / count;
    }

    private static double MeanAbsoluteChange(double[] y, int last)
    {
        var count = Math.Min(last, y.Length - 1);
        var sum = 0.0;
        for (var t = y.Length - count; t < y.Length; t++)
            sum += Math.Abs(y[t] - y[t - 1]);
        return sum / count;
    }

    private static double SlopeOver(double[] y, int window) => LeastSquares.Line(y.AsSpan(y.Length - Math.Min(window, y.Length))).Slope;
}
