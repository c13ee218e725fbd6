using System.Globalization;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Launches;

/// <summary>What similar launches have in common, and how far they differ.</summary>
/// <param name="Level">Expected mean sales per bucket over the curve's buckets.</param>
/// <param name="Shape">Sales by bucket since the launch, mean 1.</param>
/// <param name="Variation">Coefficient of variation of the items' levels.</param>
/// <param name="Dispersion">Variance of sales around the curve over their expectation, at least 1 where sales are counts.</param>
/// <param name="Source">What it rests on, in words.</param>
internal sealed record LaunchCurve(double Level, double[] Shape, double Variation, double Dispersion, string Source)
{
    private const double UsualVariation = 0.5;
    private const double UsualDispersion = 4;

    /// <summary>The shape by bucket since the launch; its last value goes on.</summary>
    internal double At(int age) => Shape[Math.Min(age, Shape.Length - 1)];

    /// <summary>Estimates level, shape and scatter.</summary>
    internal static LaunchCurve Of(IReadOnlyList<SimilarItem> similar, LaunchOptions options)
    {
        var launches = similar.Select(s => (Values: SinceLaunch(s.History, options), Weight: s.Similarity)).Where(l => l.Values.Length > 0).ToArray();
        var window = launches.Length == 0 ? 0 : launches.Min(l => l.Values.Length);
        var shape = options.Curve is { } given ? [.. given] : Average(launches, window);
        var mean = shape.Average();
        shape = Array.ConvertAll(shape, s => s / mean);
        // The level of a launch is its sales over what the shape says of the same buckets, so that short and long ones compare.
        var levels = Array.ConvertAll(launches, l => Ratio(l.Values, shape));
        var weights = launches.Sum(l => l.Weight);
        var level = options.ExpectedLevel ?? levels.Select((v, i) => v * launches[i].Weight).Sum() / weights;
        var centre = launches.Length == 0 ? level : levels.Average();
        var variation = launches.Length < 2 ? UsualVariation : Math.Sqrt(levels.Sum(v => (v - centre) * (v - centre)) / (levels.Length - 1)) / centre;
        var source = string.Create(CultureInfo.InvariantCulture, $"{launches.Length} similar items, {(options.Curve is null ? "their curve" : "a given curve")}, {(options.ExpectedLevel is null ? "their level" : "a given level")}{(options.Season is { Count: > 1 } ? ", a season beside" : "")}");
        return new LaunchCurve(level, shape, LaunchForecaster.Bounded(variation), Scatter(launches, levels, shape), source);
    }

    /// <summary>Weighted mean of the launches, each in units of its own mean over the buckets that all have; ages that fewer have rest on those.</summary>
    private static double[] Average((double[] Values, double Weight)[] launches, int window)
    {
        var shape = new double[launches.Max(l => l.Values.Length)];
        var weights = new double[shape.Length];
        foreach (var (values, weight) in launches)
        {
            var unit = Known(values[..window]) is > 0 and var own ? own : Known(values);
            for (var age = 0; unit > 0 && age < values.Length; age++)
                if (!double.IsNaN(values[age]))
                    (shape[age], weights[age]) = (shape[age] + weight * values[age] / unit, weights[age] + weight);
        }

        for (var age = 0; age < shape.Length; age++)
            shape[age] = weights[age] > 0 ? shape[age] / weights[age] : age > 0 ? shape[age - 1] : 1;
        return shape;
    }

    private static double Ratio(double[] values, double[] shape)
    {
        double sum = 0, expected = 0;
        for (var age = 0; age < values.Length; age++)
            if (!double.IsNaN(values[age]))
                (sum, expected) = (sum + values[age], expected + shape[Math.Min(age, shape.Length - 1)]);
        return expected > 0 ? sum / expected : 0;
    }

    private static double Scatter((double[] Values, double Weight)[] launches, double[] levels, double[] shape)
    {
        var sum = 0.0;
        var count = -shape.Length - launches.Length;
        for (var i = 0; i < launches.Length; i++)
            for (var age = 0; age < launches[i].Values.Length; age++)
            {
                var expected = levels[i] * shape[Math.Min(age, shape.Length - 1)];
                if (double.IsNaN(launches[i].Values[age]) || !(expected > 0))
                    continue;
                sum += Math.Pow(launches[i].Values[age] - expected, 2) / expected;
                count++;
            }

        return count > 0 && sum > 0 ? sum / count : UsualDispersion;
    }

    /// <summary>Values from the launch on, freed of the season.</summary>
    private static double[] SinceLaunch(TimeSeries history, LaunchOptions options)
    {
        var season = options.Season;
        var first = options.BeginsAtLaunch ? 0 : Array.FindIndex(history.Values, v => v > 0);
        if (first < 0)
            return [];
        return [.. history.Values.Skip(first).Select((v, age) => v / (season is null ? 1 : season[Cycle.PhaseOf(history.FirstPeriod + first + age, season.Count)]))];
    }

    private static double Known(double[] values)
    {
        var known = Array.FindAll(values, v => !double.IsNaN(v));
        return known.Length > 0 ? known.Average() : 0;
    }
}
