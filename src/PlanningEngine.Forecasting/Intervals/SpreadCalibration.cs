using PlanningEngine.Forecasting.Features;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Intervals;

/// <summary>
/// The calibration of a call that knows one series alone, with at most one short cycle: how many times wider than the models' own spread errors are, exp(coefficients' features), and what their standardised distribution looks like. Models are the more too
/// sure of themselves the fewer values and cycles they saw, the less their values vary around their mean, and where they scatter around zero, the longer the more, and where long histories have no memory, as noisy sales by day; changes with outliers make them too cautious; how far ahead they look they know themselves; and errors
/// have heavy tails. Beyond what was learned from, a feature counts no further.
/// </summary>
/// <param name="Features">Names of the features, in the order of <see cref="Names"/>.</param>
/// <param name="Coefficients">One per feature.</param>
/// <param name="OfOwnErrors">How far the errors of the series' own inner origins move its spread, from 0 (not) to 1 (as far as they say).</param>
/// <param name="Levels">Levels of the distribution, increasing.</param>
/// <param name="Quantiles">Its quantiles, increasing.</param>
internal sealed record SpreadCalibration(IReadOnlyList<string> Features, IReadOnlyList<double> Coefficients, double OfOwnErrors, IReadOnlyList<double> Levels, IReadOnlyList<double> Quantiles)
{
    private const double Widest = 3;
    private const double FewOwnErrors = 20;

    /// <summary>A usual history, for which the constant stands alone.</summary>
    private const double UsualValues = 50;
    private const double UsualVariation = -2;
    private const double UsualTails = 1.5;

    /// <summary>How many times longer than usual a history is from which on it is long: logarithm.</summary>
    private static readonly double LogOfLong = Math.Log(3);

    /// <summary>The longest history that was learned from.</summary>
    private const int LongestKnown = 2500;
    private const double LeastVariation = -3;
    private const double MostVariation = 1.5;
    private const double MostTails = 2;

    private static readonly int Variation = SeriesFeatures.IndexOf("variation");
    private static readonly int AroundZero = SeriesFeatures.IndexOf("aroundZero");
    private static readonly int Tails = SeriesFeatures.IndexOf("tails");
    private static readonly int Memory = SeriesFeatures.IndexOf("autocorrelation");

    private readonly double[] _normal = [.. Levels.Select(NormalDistribution.Quantile)];

    /// <summary>Names of the features.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["constant", "logOfValues", "perCycle", "logOfStep", "variation", "aroundZero", "longAroundZero", "tails", "longWithoutMemory"];

    /// <summary>What a spread depends on.</summary>
    /// <param name="known">Number of known values, at least 1.</param>
    /// <param name="period">Length of the cycle, 1 where there is none.</param>
    /// <param name="features">Features of the history, in the order of <see cref="SeriesFeatures.Names"/>.</param>
    /// <param name="step">Step ahead, from 0.</param>
    internal static double[] FeaturesOf(int known, int period, double[] features, int step)
    {
        var logOfValues = Math.Log(Math.Min(known, LongestKnown) / UsualValues);
        return
        [
            1,
            logOfValues,
            period > 1 ? Math.Min(1, period / (double)known) : 0,
            Math.Log(1 + step),
            Math.Clamp(features[Variation] - UsualVariation, LeastVariation, MostVariation),
            features[AroundZero],
            features[AroundZero] * logOfValues,
            Math.Clamp(features[Tails] - UsualTails, -UsualTails, MostTails),
            Math.Max(0, logOfValues - LogOfLong) * (1 - features[Memory]),
        ];
    }

    /// <summary>How many times wider than the models' spread errors are.</summary>
    /// <param name="features">What it depends on.</param>
    internal double Factor(double[] features)
    {
        var sum = 0.0;
        for (var i = 0; i < features.Length; i++)
            sum += Coefficients[i] * features[i];
        return Math.Clamp(Math.Exp(sum), 1 / Widest, Widest);
    }

    /// <summary>How much wider than usual a series errs.</summary>
    /// <param name="relative">Mean absolute error of its own inner origins over what is usual.</param>
    /// <param name="count">Number of errors behind it.</param>
    internal double OwnFactor(double relative, int count) => count == 0 ? 1 : Math.Pow(Math.Max(relative, 1 / Widest), OfOwnErrors * count / (count + FewOwnErrors));

    /// <summary>Quantile of the standardised error: between the levels as a normal distribution runs, beyond them along its last piece.</summary>
    /// <param name="level">Level between 0 and 1.</param>
    internal double Quantile(double level)
    {
        var normal = NormalDistribution.Quantile(level);
        var next = 1;
        while (next < _normal.Length - 1 && normal > _normal[next])
            next++;
        var share = (normal - _normal[next - 1]) / (_normal[next] - _normal[next - 1]);
        return Quantiles[next - 1] + share * (Quantiles[next] - Quantiles[next - 1]);
    }

    /// <summary>What a file breaks.</summary>
    internal IEnumerable<string> Violations()
    {
        if (!Features.SequenceEqual(Names) || Coefficients.Count != Names.Count || !Coefficients.All(double.IsFinite))
            yield return $"the calibration has not one finite coefficient for each of {string.Join(", ", Names)}";
        if (OfOwnErrors is not (>= 0 and <= 1))
            yield return $"the share of own errors ({OfOwnErrors}) does not lie between 0 and 1";
        if (Levels.Count < 2 || Levels.Count != Quantiles.Count || Levels[0] <= 0 || Levels[^1] >= 1 || !Increase(Levels) || !Increase(Quantiles))
            yield return "levels and quantiles of the standardised error do not increase together";
    }

    private static bool Increase(IReadOnlyList<double> numbers) => Enumerable.Range(1, numbers.Count - 1).All(i => numbers[i] > numbers[i - 1] && double.IsFinite(numbers[i] - numbers[i - 1]));
}
