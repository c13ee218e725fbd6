namespace PlanningEngine.Forecasting.Selection;

/// <summary>Scores of forecast distributions F over matched actuals A, with e = F - A. The sums add up over series, the ratios do not.</summary>
/// <param name="N">Number of compared buckets.</param>
/// <param name="AbsoluteError">Sum |e|, in units.</param>
/// <param name="Error">Sum e, in units: positive is too high.</param>
/// <param name="Actual">Sum A, in units.</param>
/// <param name="QuantileLoss">Sum of twice the pinball loss integrated over the levels, which is the continuous ranked probability score (Gneiting and Ranjan 2011); in units.</param>
/// <param name="Mase">Mean |e| over the in-sample seasonal naive error known at the origin; null when that is zero.</param>
/// <param name="Rmsse">Root of the mean of e^2 over the in-sample mean squared one-step difference (M5); null when that is zero.</param>
/// <param name="Msis">Mean 95 % interval score over the scale of MASE (M4); null as MASE.</param>
/// <param name="Coverage80">Share of actuals inside the 80 % interval; null without buckets.</param>
/// <param name="Coverage95">The same at 95 %.</param>
public sealed record AccuracyScores(
    int N, double AbsoluteError, double Error, double Actual, double QuantileLoss, double? Mase, double? Rmsse, double? Msis, double? Coverage80, double? Coverage95)
{
    /// <summary>Of no bucket at all.</summary>
    public static AccuracyScores None { get; } = new(0, 0, 0, 0, 0, null, null, null, null, null);

    /// <summary>Sum |e| / sum A; null when the actuals do not sum to more than zero.</summary>
    public double? Wape => OfActual(AbsoluteError);

    /// <summary>Sum e / sum A; null as WAPE.</summary>
    public double? Bias => OfActual(Error);

    /// <summary>Weighted quantile loss: quantile loss / sum A; null as WAPE. That of a point forecast is its WAPE.</summary>
    public double? Wql => OfActual(QuantileLoss);

    private double? OfActual(double sum) => Actual > 0 ? sum / Actual : null;
}

/// <summary>Adds up scores, bucket by bucket. Quantiles are at <see cref="ForecastRequest.DefaultLevels"/>.</summary>
internal sealed class ScoreSums
{
    private const double Outside95 = 0.05;
    private static readonly double[] Levels = [.. ForecastRequest.DefaultLevels];
    private static readonly (int Low, int High) Ends80 = (Array.IndexOf(Levels, 0.1), Array.IndexOf(Levels, 0.9));
    private static readonly (int Low, int High) Ends95 = (Array.IndexOf(Levels, 0.025), Array.IndexOf(Levels, 0.975));

    private int _count, _inside80, _inside95, _withScale, _withSquaredScale;
    private double _absolute, _signed, _actual, _quantileLoss, _scaled, _squares, _intervals;

    /// <summary>Adds a bucket.</summary>
    /// <param name="actual">What happened; a number.</param>
    /// <param name="mean">What was expected.</param>
    /// <param name="quantiles">Quantiles at the default levels.</param>
    /// <param name="scale">In-sample seasonal naive error; 0 where there is none.</param>
    /// <param name="squaredScale">In-sample mean squared one-step difference; 0 where there is none.</param>
    internal void Add(double actual, double mean, ReadOnlySpan<double> quantiles, double scale, double squaredScale)
    {
        var error = mean - actual;
        _count++;
        _absolute += Math.Abs(error);
        _signed += error;
        _actual += actual;
        _quantileLoss += QuantileLoss(actual, quantiles);
        _inside80 += quantiles[Ends80.Low] <= actual && actual <= quantiles[Ends80.High] ? 1 : 0;
        _inside95 += quantiles[Ends95.Low] <= actual && actual <= quantiles[Ends95.High] ? 1 : 0;
        if (scale > 0)
        {
            var (low, high) = (quantiles[Ends95.Low], quantiles[Ends95.High]);
            _withScale++;
            _scaled += Math.Abs(error) / scale;
            _intervals += (high - low + 2 / Outside95 * (Math.Max(0, low - actual) + Math.Max(0, actual - high))) / scale;
        }

        if (squaredScale > 0)
        {
            _withSquaredScale++;
            _squares += error * error / squaredScale;
        }
    }

    internal AccuracyScores ToScores() => new(
        _count, _absolute, _signed, _actual, _quantileLoss, Mean(_scaled, _withScale), _withSquaredScale > 0 ? Math.Sqrt(_squares / _withSquaredScale) : null, Mean(_intervals, _withScale),
        Mean(_inside80, _count), Mean(_inside95, _count));

    /// <summary>Twice the pinball loss integrated over all levels, exactly for quantiles that are linear between the given levels and flat outside them.</summary>
    private static double QuantileLoss(double actual, ReadOnlySpan<double> quantiles)
    {
        var sum = Integral((0, quantiles[0]), (Levels[0], quantiles[0]), actual) + Integral((Levels[^1], quantiles[^1]), (1, quantiles[^1]), actual);
        for (var i = 1; i < Levels.Length; i++)
        {
            var (from, to) = ((Levels[i - 1], quantiles[i - 1]), (Levels[i], quantiles[i]));
            if (quantiles[i - 1] < actual && actual < quantiles[i])
            {
                var kink = (Levels[i - 1] + (actual - quantiles[i - 1]) / (quantiles[i] - quantiles[i - 1]) * (Levels[i] - Levels[i - 1]), actual);
                sum += Integral(from, kink, actual) + Integral(kink, to, actual);
            }
            else
            {
                sum += Integral(from, to, actual);
            }
        }

        return sum;
    }

    /// <summary>Simpson's rule, exact where the loss has no kink.</summary>
    private static double Integral((double Level, double Quantile) from, (double Level, double Quantile) to, double actual)
    {
        var middle = ((from.Level + to.Level) / 2, (from.Quantile + to.Quantile) / 2);
        return (to.Level - from.Level) / 3 * (Pinball(from) + 4 * Pinball(middle) + Pinball(to));

        double Pinball((double Level, double Quantile) at) => Math.Max(at.Level * (actual - at.Quantile), (at.Level - 1) * (actual - at.Quantile));
    }

    private static double? Mean(double sum, int count) => count > 0 ? sum / count : null;
}
