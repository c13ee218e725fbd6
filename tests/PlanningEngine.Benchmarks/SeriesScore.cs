using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Evaluation;

namespace PlanningEngine.Benchmarks;

/// <summary>Scores of one series: sMAPE in percent, MASE, shares of test points inside the 80 and 95 % intervals, MSIS at 95 %.</summary>
internal readonly record struct SeriesScore(int Points, double Smape, double? Mase, double Inside80, double Inside95, double? Msis)
{
    /// <summary>Scores a forecast.</summary>
    /// <param name="train">What the method saw.</param>
    /// <param name="test">What happened.</param>
    /// <param name="forecast">What the method said.</param>
    /// <param name="scalePeriod">Cycle of the differences that errors are scaled by.</param>
    internal static SeriesScore Of(double[] train, double[] test, Forecast forecast, int scalePeriod)
    {
        double[] At(double level) => [.. Enumerable.Range(0, forecast.Horizon).Select(step => forecast.Quantile(step, level))];
        return Of(train, test, forecast.Mean, (At(0.1), At(0.9)), (At(0.025), At(0.975)), scalePeriod);
    }

    /// <summary>Scores numbers.</summary>
    internal static SeriesScore Of(double[] train, double[] test, double[] mean, (double[] Low, double[] High) in80, (double[] Low, double[] High) in95, int scalePeriod)
    {
        var scale = Metrics.SeasonalNaiveError(train, scalePeriod);
        return new SeriesScore(
            test.Length, 100 * (Metrics.Smape(test, mean) ?? 0), Metrics.Mase(test, mean, scale), Metrics.Coverage(test, in80.Low, in80.High)!.Value,
            Metrics.Coverage(test, in95.Low, in95.High)!.Value, Metrics.Msis(test, in95.Low, in95.High, 0.95, scale));
    }

    /// <summary>sMAPE over all test points, in percent.</summary>
    internal static double PooledSmape(IReadOnlyCollection<SeriesScore> scores) => scores.Sum(s => s.Smape * s.Points) / scores.Sum(s => s.Points);

    internal static IntervalCoverage In80(IReadOnlyCollection<SeriesScore> scores) => IntervalCoverage.Of(0.8, [.. scores.Select(s => (s.Points, s.Inside80))]);

    internal static IntervalCoverage In95(IReadOnlyCollection<SeriesScore> scores) => IntervalCoverage.Of(0.95, [.. scores.Select(s => (s.Points, s.Inside95))]);

    internal static double MeanMsis(IReadOnlyCollection<SeriesScore> scores) => scores.Average(s => s.Msis) ?? double.NaN;
}
