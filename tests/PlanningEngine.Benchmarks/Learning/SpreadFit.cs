using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Benchmarks;

/// <summary>
/// Fits how much wider than the models' spread errors are, and their distribution, by the quantile equations (Koenker and Bassett 1978) of standardised errors: every window counts the same whatever its spread and its length.
/// What windows that end together have in common is taken off: first their shift, then, for the shape of the distribution, their width. Such shocks come and go with the years: with the shifts in it a calibration of older
/// windows is too wide for younger ones, and calm and restless years in one heap have longer tails than either.
/// The part of a series' own errors is fitted in turns with what is usual, since it is relative to that.
/// </summary>
internal static class SpreadFit
{
    private const int Epochs = 15;
    private const int Batch = 2000;
    private const int Seed = 2;
    private const int Turns = 3;
    private const double Farthest = 20;
    private const double Low = 0.1;
    private const double High = 0.9;
    private const double FarthestOwn = 5;
    private static readonly double[] LevelsOfScale = [0.025, 0.05, 0.1, 0.9, 0.95, 0.975];

    /// <summary>Fits to combinations made by weights that did not see their window.</summary>
    internal static SpreadCalibration Of(IEnumerable<(LearningExample Example, double[] Weights)> weighed, CancellationToken ct)
    {
        Window[] windows = [.. weighed.Select(w => Window.Of(w.Example, w.Weights))];
        var common = windows.GroupBy(w => w.Together).ToDictionary(g => g.Key, g => Median([.. g.SelectMany(w => w.Outer.Values)]));
        var fitted = new SpreadCalibration(SpreadCalibration.Names, new double[SpreadCalibration.Names.Count], 0, WeightedQuantiles.Levels, [.. WeightedQuantiles.Levels.Select(NormalDistribution.Quantile)]);
        for (var turn = 0; turn < Turns; turn++)
        {
            ct.ThrowIfCancellationRequested();
            var usual = fitted;
            fitted = Fit([.. windows.SelectMany(w => w.Points(usual, common[w.Together]))]);
        }

        return fitted;
    }

    private static SpreadCalibration Fit(Point[] points)
    {
        var count = SpreadCalibration.Names.Count;
        // Scale: coefficients and the share of own errors, then the quantiles.
        double[] parameters = [.. new double[count + 1], .. LevelsOfScale.Select(NormalDistribution.Quantile)];
        var gradient = new double[parameters.Length];
        var order = Enumerable.Range(0, points.Length).ToArray();
        var random = new Random(Seed);
        var adam = new Adam(parameters.Length, Epochs * ((order.Length + Batch - 1) / Batch));
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var batch in order.Chunk(Batch))
            {
                Array.Clear(gradient);
                var total = batch.Sum(i => points[i].Weight);
                foreach (var i in batch)
                    AddGradient(points[i], parameters, gradient, total);
                adam.Step(parameters, gradient);
                parameters[count] = Math.Clamp(parameters[count], 0, 1);
            }
        }

        double[] coefficients = [.. parameters[..count].Select(Rounded)];
        var own = Rounded(parameters[count]);
        double[] scale = [.. coefficients, own];
        var scaled = points.GroupBy(p => p.Together).Select(g => g.Select(p => (Score: p.Score / Factor(p, scale), p.Weight)).ToArray()).ToArray();
        var shape = UnitWidth(WeightedQuantiles.Of([.. scaled.SelectMany(together => Divided(together, Width(WeightedQuantiles.Of(together))))]));
        // The constant takes what makes the distribution as wide as a normal one between 10 and 90 %.
        coefficients[0] = Rounded(coefficients[0] + Math.Log(Width(WeightedQuantiles.Of([.. scaled.SelectMany(s => s)]))));
        return new SpreadCalibration(SpreadCalibration.Names, coefficients, own, WeightedQuantiles.Levels, Array.ConvertAll(shape, Rounded));
    }

    private static IEnumerable<(double Score, double Weight)> Divided((double Score, double Weight)[] scores, double width) => scores.Select(s => (s.Score / width, s.Weight));

    private static double[] UnitWidth(double[] quantiles)
    {
        var width = Width(quantiles);
        return Array.ConvertAll(quantiles, q => q / width);
    }

    /// <summary>Distance between the quantiles of 10 and 90 %, that of a normal distribution being 1.</summary>
    private static double Width(double[] quantiles) => (quantiles[Array.IndexOf(WeightedQuantiles.Levels, High)] - quantiles[Array.IndexOf(WeightedQuantiles.Levels, Low)]) / (2 * NormalDistribution.Quantile(High));

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length == 0 ? 0 : values[values.Length / 2];
    }

    private static void AddGradient(Point point, double[] parameters, double[] gradient, double total)
    {
        var scaled = point.Score / Factor(point, parameters);
        var ofScale = 0.0;
        var first = point.Features.Length + 1;
        for (var l = 0; l < LevelsOfScale.Length; l++)
        {
            var quantile = parameters[first + l];
            var slope = ((scaled < quantile ? 1 : 0) - LevelsOfScale[l]) * point.Weight / total;
            gradient[first + l] += slope;
            ofScale += slope * quantile;
        }

        for (var f = 0; f < point.Features.Length; f++)
            gradient[f] += ofScale * point.Features[f];
        gradient[first - 1] += ofScale * point.Own;
    }

    private static double Factor(Point point, double[] parameters)
    {
        var sum = parameters[point.Features.Length] * point.Own;
        for (var f = 0; f < point.Features.Length; f++)
            sum += parameters[f] * point.Features[f];
        return Math.Exp(sum);
    }

    private static double Rounded(double value) => Math.Round(value, 6);

    /// <summary>A standardised error, the windows it belongs to, how much it counts, what its spread depends on, and the logarithm of what the series' own errors say.</summary>
    private readonly record struct Point(double Score, (string Kind, int Number) Together, double Weight, double[] Features, double Own);

    /// <summary>The standardised errors of a window and of its own inner origins.</summary>
    private sealed record Window(LearningExample Example, CalibrationScores Inner, CalibrationScores Outer)
    {
        internal static Window Of(LearningExample example, double[] weights) => new(
            example, BacktestOfSeries.Scores(example.Inner, weights, example.Pattern), BacktestOfSeries.Scores([example.End], weights, example.Pattern));

        /// <summary>What windows that end together have in common.</summary>
        internal (string Kind, int Number) Together => (Example.Window.Kind, Example.Window.Number);

        internal IEnumerable<Point> Points(SpreadCalibration usual, double common)
        {
            var known = Example.Window.Known;
            double[] Features(int step) => SpreadCalibration.FeaturesOf(known.Length, known.Period, Example.Features, step);
            var meanAbsolute = Enumerable.Range(0, 200).Average(i => Math.Abs(usual.Quantile((i + 0.5) / 200)));
            double[] own = [.. Inner.Values.Select((v, i) => Math.Min(FarthestOwn, Math.Abs(v) / usual.Factor(Features(Inner.Steps[i])) / meanAbsolute))];
            var ofOwn = own.Length == 0 ? 0 : Math.Log((usual with { OfOwnErrors = 1 }).OwnFactor(own.Average(), own.Length));
            return Outer.Values.Select((v, i) => new Point(Math.Clamp(v - common, -Farthest, Farthest), Together, 1.0 / Outer.Values.Count, Features(Outer.Steps[i]), ofOwn));
        }
    }
}
