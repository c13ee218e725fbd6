using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Evaluation;

/// <summary>Scores of forecasts at many cut-offs, over all steps or at one.</summary>
/// <param name="Accuracy">Errors, continuous ranked probability score and coverage.</param>
/// <param name="Smape">Symmetric mean absolute percentage error of the M competitions, a ratio from 0 to 2; null without buckets.</param>
/// <param name="Owa">Overall weighted average of M4: the mean of sMAPE and MASE, each over that of Naive2; null where one of those is 0.</param>
/// <param name="GainOverNaive">WAPE of seasonal naive minus WAPE: the forecast value added; null as WAPE.</param>
/// <param name="QuantileLosses">Per level of <see cref="ForecastRequest.DefaultLevels"/> twice the sum of pinball losses over the sum of actuals; null as WAPE.</param>
/// <param name="Outside80">Shares of actuals below and above the 80 % interval, 10 % each where it is right.</param>
/// <param name="Outside95">The same of the 95 % interval, 2.5 % each.</param>
public sealed record EvaluationScores(
    AccuracyScores Accuracy, double? Smape, double? Owa, double? GainOverNaive, IReadOnlyList<double?> QuantileLosses, (double Below, double Above)? Outside80, (double Below, double Above)? Outside95)
{
    /// <summary>Tracking signal of one series: sum of errors over their mean size. Beyond 4 or -4 its forecasts lie on one side; of many series together it grows with their number. Null without an error.</summary>
    public double? TrackingSignal => Accuracy.AbsoluteError > 0 ? Accuracy.Error / (Accuracy.AbsoluteError / Accuracy.N) : null;
}

/// <summary>Adds up what <see cref="EvaluationScores"/> are made of.</summary>
internal sealed class EvaluationSums
{
    private static readonly double[] Levels = [.. ForecastRequest.DefaultLevels];
    private static readonly int Low80 = Array.IndexOf(Levels, 0.1), High80 = Array.IndexOf(Levels, 0.9), Low95 = Array.IndexOf(Levels, 0.025), High95 = Array.IndexOf(Levels, 0.975);

    private readonly ScoreSums _scores = new();
    private readonly double[] _pinball = new double[Levels.Length];
    private int _count, _below80, _above80, _below95, _above95;
    private double _percent, _percentOfNaive, _scaled, _scaledOfNaive, _naive;

    /// <summary>Adds a bucket.</summary>
    /// <param name="actual">What came; a number.</param>
    /// <param name="mean">What was expected.</param>
    /// <param name="quantiles">Quantiles at the default levels.</param>
    /// <param name="yardsticks">What Naive2 and seasonal naive said.</param>
    /// <param name="scales">Scales of MASE and RMSSE; 0 for none.</param>
    internal void Add(double actual, double mean, double[] quantiles, (double NaiveTwo, double Seasonal) yardsticks, (double Absolute, double Squared) scales)
    {
        _scores.Add(actual, mean, quantiles, scales.Absolute, scales.Squared);
        _count++;
        _percent += Metrics.SymmetricError(actual, mean);
        _percentOfNaive += Metrics.SymmetricError(actual, yardsticks.NaiveTwo);
        if (scales.Absolute > 0)
        {
            _scaled += Math.Abs(mean - actual) / scales.Absolute;
            _scaledOfNaive += Math.Abs(yardsticks.NaiveTwo - actual) / scales.Absolute;
        }

        _naive += Math.Abs(yardsticks.Seasonal - actual);
        for (var i = 0; i < Levels.Length; i++)
            _pinball[i] += Metrics.QuantileLoss(actual, quantiles[i], Levels[i]);
        _below80 += actual < quantiles[Low80] ? 1 : 0;
        _above80 += actual > quantiles[High80] ? 1 : 0;
        _below95 += actual < quantiles[Low95] ? 1 : 0;
        _above95 += actual > quantiles[High95] ? 1 : 0;
    }

    internal EvaluationScores ToScores()
    {
        var accuracy = _scores.ToScores();
        double? OfActual(double sum) => accuracy.Actual > 0 ? sum / accuracy.Actual : null;
        return new EvaluationScores(
            accuracy, _count > 0 ? _percent / _count : null, _percentOfNaive > 0 && _scaledOfNaive > 0 ? (_percent / _percentOfNaive + _scaled / _scaledOfNaive) / 2 : null,
            OfActual(_naive - accuracy.AbsoluteError), [.. _pinball.Select(p => OfActual(2 * p))], Shares(_below80, _above80), Shares(_below95, _above95));
    }

    private (double Below, double Above)? Shares(int below, int above) => _count > 0 ? (below / (double)_count, above / (double)_count) : null;
}
