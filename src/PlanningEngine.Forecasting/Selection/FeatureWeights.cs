using PlanningEngine.Forecasting.Features;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>
/// Weights of methods for series with at most one short cycle: a prior each, and how features of the series move it, w = prior exp(coefficients' features), as FFORMA weighs methods
/// (Montero-Manso, Athanasopoulos, Hyndman, Talagala 2020) but with a function that can be read.
/// </summary>
/// <param name="Features">The features, in the order of <see cref="SeriesFeatures.Names"/>, and what makes them comparable.</param>
/// <param name="Methods">The methods.</param>
internal sealed record FeatureWeights(IReadOnlyList<FeatureScale> Features, IReadOnlyList<MethodWeight> Methods)
{
    /// <summary>A feature counts no further than this many deviations from its usual value: beyond, nothing was seen.</summary>
    internal const double Farthest = 3;

    /// <summary>The same weight for every method: what there is before anything was learned.</summary>
    /// <param name="methods">Names of the methods.</param>
    internal static FeatureWeights Equal(IReadOnlyCollection<string> methods) => new([], [.. methods.Select(name => new MethodWeight(name, 1.0 / methods.Count, []))]);

    /// <summary>Weight of a method before anything was seen.</summary>
    /// <param name="method">Name of a method in the file.</param>
    internal double PriorOf(string method) => Methods.First(m => m.Method == method).Prior;

    /// <summary>What the features of a history make of the priors; 1 for methods that are not in the file.</summary>
    /// <param name="methods">Names of methods.</param>
    /// <param name="features">Features of the history.</param>
    internal double[] Multipliers(IEnumerable<string> methods, double[] features)
    {
        var comparable = Comparable(features);
        return [.. methods.Select(name => Methods.FirstOrDefault(m => m.Method == name) is { } method ? method.Multiplier(comparable) : 1)];
    }

    /// <summary>Features in deviations from their usual values.</summary>
    internal double[] Comparable(double[] features) => [.. features.Select((f, i) => Math.Clamp((f - Features[i].Centre) / Features[i].Deviation, -Farthest, Farthest))];

    /// <summary>What a file breaks.</summary>
    internal IEnumerable<string> Violations()
    {
        if (!Features.Select(f => f.Name).SequenceEqual(SeriesFeatures.Names))
            yield return $"the features ({string.Join(", ", Features.Select(f => f.Name))}) are not {string.Join(", ", SeriesFeatures.Names)}";
        foreach (var feature in Features)
            if (!double.IsFinite(feature.Centre) || !(feature.Deviation > 0 && double.IsFinite(feature.Deviation)))
                yield return $"the feature ({feature.Name}) has no usual value and positive deviation";
        foreach (var method in Methods)
        {
            if (!(method.Prior > 0 && double.IsFinite(method.Prior)))
                yield return $"the prior ({method.Prior}) of method ({method.Method}) is not positive";
            if (method.Coefficients.Count != Features.Count || !method.Coefficients.All(double.IsFinite))
                yield return $"method ({method.Method}) has not one finite coefficient per feature";
        }
    }
}

/// <summary>A feature's usual value and its standard deviation over the windows that were learned from.</summary>
internal sealed record FeatureScale(string Name, double Centre, double Deviation);

/// <summary>A method's prior, and how each comparable feature moves its logarithm.</summary>
internal sealed record MethodWeight(string Method, double Prior, IReadOnlyList<double> Coefficients)
{
    internal double Multiplier(double[] comparable)
    {
        var sum = 0.0;
        for (var i = 0; i < comparable.Length; i++)
            sum += Coefficients[i] * comparable[i];
        return Math.Exp(sum);
    }
}
