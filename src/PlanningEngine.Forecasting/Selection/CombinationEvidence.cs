namespace PlanningEngine.Forecasting.Selection;

/// <summary>How the errors of a set of methods went together at one inner origin of one series: what a combination of them is learned from.</summary>
/// <param name="Key">Names the set of methods and what each counts before anything was seen; evidence of one key can be added up.</param>
/// <param name="Cutoff">Ordinal of the origin.</param>
/// <param name="Priors">Weight of each method before anything was seen, at least 0.</param>
/// <param name="Products">Mean product of the scaled errors of each two methods, row by row; finite, its diagonal at least 0.</param>
public sealed record CombinationEvidence(string Key, int Cutoff, IReadOnlyList<double> Priors, IReadOnlyList<double> Products)
{
    /// <summary>The evidence of one origin; null where nothing could be compared.</summary>
    /// <param name="candidates">The methods and their priors.</param>
    /// <param name="cutoff">Ordinal of the origin.</param>
    /// <param name="errors">A row of one error per method for each bucket compared.</param>
    /// <param name="scale">Usual size of the series' errors, at least 0.</param>
    internal static CombinationEvidence? Of((IForecaster Method, double Prior)[] candidates, int cutoff, IReadOnlyList<double[]> errors, double scale)
    {
        var count = candidates.Length;
        // Errors count in units of the series' own scale and of their typical size: neither a large series nor a strange origin speaks for all.
        var square = (scale * scale) + (errors.Sum(row => row.Sum(e => e * e)) / Math.Max(1, errors.Count * count));
        if (!(square > 0) || !double.IsFinite(square))
            return null;
        var products = new double[count * count];
        foreach (var row in errors)
            for (var i = 0; i < count; i++)
                for (var j = 0; j < count; j++)
                    products[(i * count) + j] += row[i] * row[j] / (square * errors.Count);
        return new CombinationEvidence(KeyOf(candidates), cutoff, [.. candidates.Select(c => c.Prior)], products);
    }

    /// <summary>The key of a set of candidates.</summary>
    internal static string KeyOf((IForecaster Method, double Prior)[] candidates) =>
        string.Join(' ', candidates.Select(c => FormattableString.Invariant($"{c.Method.Name}={c.Prior:R}")));
}
