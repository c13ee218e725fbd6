using PlanningEngine.Forecasting.Evaluation;
using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Benchmarks;

/// <summary>How a combination did on a window: buckets compared, errors, shares inside the intervals, mean of (forecast - actual) over the spread.</summary>
internal readonly record struct LearningScore(int Points, double SmapePercent, double Mase, double Inside80, double Inside95, double Msis, double Bias)
{
    internal static readonly string[] Header = ["windows of", "number", "sMAPE equal", "sMAPE %", "MASE equal", "MASE", "in 80 %", "in 95 %", "MSIS", "bias"];

    private const double FarthestOwn = 5;

    internal static LearningScore Of(LearningExample example, double[] weights, SpreadCalibration spread)
    {
        var (actual, combined, known) = (example.End.Actual, example.Combined(weights), example.Window.Known);
        var table = CalibrationTable.ReferenceFor(spread, known);
        var inner = BacktestOfSeries.Scores(example.Inner, weights, example.Pattern);
        double[] own = [.. inner.Values.Select((v, i) => Math.Min(FarthestOwn, Math.Abs(v) / table.MeanAbsolute(example.Pattern.Class, inner.Steps[i])))];
        var factor = table.OwnFactor(own.Length == 0 ? 1 : own.Average(), own.Length);
        double[] At(double level) => [.. combined.Mean.Select((m, step) => m + factor * combined.Spread[step] * table.Quantile(example.Pattern.Class, step, level))];
        var (low, high) = (At(0.025), At(0.975));
        return new LearningScore(
            actual.Length, 100 * (Metrics.Smape(actual, combined.Mean) ?? 0), Metrics.Mase(actual, combined.Mean, example.End.Scale) ?? 0, Metrics.Coverage(actual, At(0.1), At(0.9))!.Value,
            Metrics.Coverage(actual, low, high)!.Value, Metrics.Msis(actual, low, high, 0.95, example.End.Scale) ?? 0,
            combined.Mean.Select((m, step) => combined.Spread[step] > 0 ? Math.Clamp((m - actual[step]) / combined.Spread[step], -FarthestOwn, FarthestOwn) : 0).Average());
    }

    /// <summary>The same weight for every method.</summary>
    internal static double[] Equal(double[] weights) => [.. weights.Select(_ => 1.0 / weights.Length)];

    /// <summary>sMAPE pooled over buckets, in percent.</summary>
    internal static double Smape(IEnumerable<(LearningExample Example, double[] Weights)> weighed)
    {
        var (sum, points) = (0.0, 0);
        foreach (var (example, weights) in weighed)
        {
            sum += 100 * (Metrics.Smape(example.End.Actual, example.Combined(weights).Mean) ?? 0) * example.End.Actual.Length;
            points += example.End.Actual.Length;
        }

        return sum / points;
    }

    /// <summary>A row of a table of windows, beside equal weights.</summary>
    internal static IReadOnlyList<string> Row(string name, IReadOnlyList<(LearningExample Example, double[] Weights)> weighed, SpreadCalibration spread)
    {
        LearningScore[] scores = [.. weighed.Select(w => Of(w.Example, w.Weights, spread))];
        LearningScore[] equal = [.. weighed.Select(w => Of(w.Example, Equal(w.Weights), spread))];
        double points = scores.Sum(s => s.Points);
        double Pooled(LearningScore[] of, Func<LearningScore, double> number) => of.Sum(s => number(s) * s.Points) / points;
        return
        [
            name, $"{scores.Length}", $"{Pooled(equal, s => s.SmapePercent):0.000}", $"{Pooled(scores, s => s.SmapePercent):0.000}", $"{equal.Average(s => s.Mase):0.0000}", $"{scores.Average(s => s.Mase):0.0000}",
            $"{IntervalCoverage.Of(0.8, [.. scores.Select(s => (s.Points, s.Inside80))])}", $"{IntervalCoverage.Of(0.95, [.. scores.Select(s => (s.Points, s.Inside95))])}",
            $"{scores.Average(s => s.Msis):0.00}", $"{Pooled(scores, s => s.Bias):0.000}",
        ];
    }
}
