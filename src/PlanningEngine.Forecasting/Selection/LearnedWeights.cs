namespace PlanningEngine.Forecasting.Selection;

/// <summary>
/// Weights of combinations learned over many series: of all that are not negative and sum to 1, those with the least mean squared scaled error, drawn towards the
/// priors (Bates and Granger 1969; Timmermann 2006 on shrinkage). How far is decided across origins, since series of one time share their surprises: weights learned
/// at all origins but one are tried on that one.
/// </summary>
/// <param name="Sets">One combination per set of methods, in the order of their keys.</param>
public sealed record LearnedWeights(IReadOnlyList<LearnedCombination> Sets)
{
    private const int FewestSeries = 20;

    /// <summary>Pulls that are tried, in units of the mean squared error; the priors alone are the last resort.</summary>
    private static readonly double[] Pulls = [0.01, 0.03, 0.1, 0.3, 1, 3, 10];

    /// <summary>Nothing learned: the priors stand.</summary>
    public static LearnedWeights None { get; } = new([]);

    /// <summary>Learns from the evidence of series; its order does not matter beyond the rounding of sums. Fewer than twenty series, or a single origin, teach nothing.</summary>
    /// <param name="evidence">Evidence of many series.</param>
    public static LearnedWeights From(IEnumerable<CombinationEvidence> evidence) =>
        new([.. evidence.GroupBy(e => e.Key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Learn(g.Key, [.. g])).OfType<LearnedCombination>()]);

    /// <summary>The candidates with learned priors where there are some.</summary>
    internal (IForecaster Method, double Prior)[] Apply((IForecaster Method, double Prior)[] candidates)
    {
        if (Sets.Count == 0)
            return candidates;
        var key = CombinationEvidence.KeyOf(candidates);
        return Sets.FirstOrDefault(s => s.Key == key) is { } learned
            ? [.. candidates.Select((c, i) => (c.Method, learned.Weights[i]))]
            : candidates;
    }

    private static LearnedCombination? Learn(string key, CombinationEvidence[] evidence)
    {
        var origins = evidence.GroupBy(e => e.Cutoff).Where(o => o.Count() >= FewestSeries).OrderBy(o => o.Key).Select(o => Mean([.. o.Select(e => e.Products.ToArray())])).ToArray();
        if (origins.Length < 2)
            return null;
        var total = evidence[0].Priors.Sum();
        var priors = evidence[0].Priors.Select(p => p / total).ToArray();
        var (least, pull) = (origins.Sum(o => SimplexWeights.Loss(o, priors)), double.PositiveInfinity);
        foreach (var tried in Pulls)
        {
            var loss = origins.Select((held, i) => SimplexWeights.Loss(held, SimplexWeights.Minimise(Mean([.. origins.Where((_, j) => j != i)]), priors, tried))).Sum();
            if (loss < least)
                (least, pull) = (loss, tried);
        }

        return double.IsInfinity(pull) ? null : new LearnedCombination(key, evidence.Length, pull, SimplexWeights.Minimise(Mean(origins), priors, pull));
    }

    private static double[] Mean(double[][] matrices)
    {
        var mean = new double[matrices[0].Length];
        foreach (var matrix in matrices)
            for (var i = 0; i < mean.Length; i++)
                mean[i] += matrix[i] / matrices.Length;
        return mean;
    }
}

/// <summary>The learned combination of a set of methods.</summary>
/// <param name="Key">Key of the set.</param>
/// <param name="Observations">Series and origins that it was learned from.</param>
/// <param name="Pull">How strongly the priors drew, in units of the mean squared error.</param>
/// <param name="Weights">Weight per method, not negative, summing to 1.</param>
public sealed record LearnedCombination(string Key, int Observations, double Pull, IReadOnlyList<double> Weights);
