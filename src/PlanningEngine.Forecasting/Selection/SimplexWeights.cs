namespace PlanningEngine.Forecasting.Selection;

/// <summary>Weights that are not negative and sum to 1, and make a combination's squared error small.</summary>
internal static class SimplexWeights
{
    private const int Iterations = 2_000;

    /// <summary>A method without a prior is there for comparison alone.</summary>
    private const double Never = double.NegativeInfinity;

    /// <summary>Mean squared error of a combination, w'Pw.</summary>
    /// <param name="products">Mean products of errors, row by row.</param>
    /// <param name="weights">Weights.</param>
    internal static double Loss(double[] products, double[] weights)
    {
        var loss = 0.0;
        for (var i = 0; i < weights.Length; i++)
            for (var j = 0; j < weights.Length; j++)
                loss += weights[i] * products[(i * weights.Length) + j] * weights[j];
        return loss;
    }

    /// <summary>Projected gradient on w'Pw + pull * mean(diagonal) * |w - prior|^2: convex, so that it ends at the least.</summary>
    /// <param name="products">Mean products of errors, row by row; positive semidefinite.</param>
    /// <param name="priors">Priors that sum to 1.</param>
    /// <param name="pull">How strongly the priors draw, above 0.</param>
    internal static double[] Minimise(double[] products, double[] priors, double pull)
    {
        var count = priors.Length;
        var trace = 0.0;
        for (var i = 0; i < count; i++)
            trace += products[(i * count) + i];
        var weights = (double[])priors.Clone();
        if (!(trace > 0))
            return weights;
        var ridge = pull * trace / count;
        var step = 1 / (2 * (trace + ridge));
        var gradient = new double[count];
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            for (var i = 0; i < count; i++)
            {
                gradient[i] = 2 * ridge * (weights[i] - priors[i]);
                for (var j = 0; j < count; j++)
                    gradient[i] += 2 * products[(i * count) + j] * weights[j];
            }

            for (var i = 0; i < count; i++)
                weights[i] = priors[i] > 0 ? weights[i] - (step * gradient[i]) : Never;
            Project(weights);
        }

        return weights;
    }

    /// <summary>The nearest weights that are not negative and sum to 1 (Duchi and others 2008).</summary>
    internal static void Project(double[] weights)
    {
        var sorted = (double[])weights.Clone();
        Array.Sort(sorted, (a, b) => b.CompareTo(a));
        double sum = 0, shift = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            sum += sorted[i];
            var candidate = (sum - 1) / (i + 1);
            if (sorted[i] > candidate)
                shift = candidate;
        }

        for (var i = 0; i < weights.Length; i++)
            weights[i] = Math.Max(0, weights[i] - shift);
    }
}
