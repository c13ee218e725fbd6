using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Evaluation;

namespace PlanningEngine.Benchmarks;

/// <summary>Scores of one series: sMAPE in percent, MASE, shares of test points inside the 80 and 95 % intervals, MSIS at 95 %.</summary>
internal readonly record struct SeriesScore(int Points, double Smape, double? Mase, double Inside80, double Inside95, double? Msis)
{
    /// <summary>Scores a method on many series, as many at once as there are cores.</summary>
    /// <param name="method">The method.</param>
    /// <param name="all">The series.</param>
    /// <param name="periods">Cycles that the method is told.</param>
    /// <param name="scalePeriod">Cycle of the differences that errors are scaled by.</param>
    /// <param name="ct">Stops the work.</param>
    /// <param name="treatment">What the method is to do about outliers and level shifts.</param>
    internal static SeriesScore[] OfAll(IForecaster method, IReadOnlyList<ScoredSeries> all, int[] periods, int scalePeriod, CancellationToken ct, Treatment treatment = Treatment.None)
    {
        var scores = new SeriesScore[all.Count];
        Parallel.For(0, scores.Length, new ParallelOptions { CancellationToken = ct }, i =>
        {
            var known = new TimeSeries(all[i].Id, all[i].Train, periods[0]) { FurtherPeriods = periods[1..] };
            scores[i] = Of(all[i].Train, all[i].Test, method.Forecast(known, new ForecastRequest(all[i].Test.Length) { Treatment = treatment }, ct), scalePeriod);
        });
        return scores;
    }

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
