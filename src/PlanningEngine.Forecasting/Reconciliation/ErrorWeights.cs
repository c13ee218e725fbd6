namespace PlanningEngine.Forecasting.Reconciliation;

/// <summary>
/// The inverse of an error covariance of all nodes, as an operator: a diagonal, or a diagonal beside the products of a few error vectors, inverted by Woodbury's identity, so
/// that a million nodes cost no more than their errors.
/// </summary>
internal sealed class ErrorWeights
{
    private const double SmallestVariance = 1e-9;

    private readonly double[] _inverse;
    private readonly double[][] _errors;
    private readonly double[] _inner;

    private ErrorWeights(double[] inverse, double[][] errors) => (_inverse, _errors, _inner) = (inverse, errors, Inner(inverse, errors));

    /// <summary>Inverse variance per node: the diagonal's part.</summary>
    internal ReadOnlySpan<double> Diagonal => _inverse;

    /// <summary>Errors that do not go together.</summary>
    internal static ErrorWeights Of(double[] variances)
    {
        var mean = variances.Average();
        return new ErrorWeights(Array.ConvertAll(variances, v => 1 / Math.Max(v, SmallestVariance * (mean > 0 ? mean : 1))), []);
    }

    /// <summary>
    /// Errors that go together: their covariance drawn towards its diagonal, as far as the uncertainty of the correlations asks (Schaefer and Strimmer 2005; used as by
    /// Wickramasuriya, Athanasopoulos, Hyndman 2019).
    /// </summary>
    /// <param name="errors">Vectors of one error per node, two at least.</param>
    /// <param name="shrinkage">Receives how far, 0 to 1.</param>
    internal static ErrorWeights Shrunken(IReadOnlyList<double[]> errors, out double shrinkage)
    {
        var (count, nodes) = (errors.Count, errors[0].Length);
        var variances = new double[nodes];
        foreach (var vector in errors)
            for (var i = 0; i < nodes; i++)
                variances[i] += vector[i] * vector[i] / count;
        var scaled = errors.Select(e => e.Select((v, i) => variances[i] > 0 ? v / Math.Sqrt(variances[i]) : 0).ToArray()).ToArray();
        var drawn = Shrinkage(scaled);
        shrinkage = drawn;
        var mean = variances.Average();
        var inverse = Array.ConvertAll(variances, v => 1 / Math.Max(drawn * v, SmallestVariance * (mean > 0 ? mean : 1)));
        var factor = Math.Sqrt((1 - drawn) / count);
        return new ErrorWeights(inverse, [.. errors.Select(e => Array.ConvertAll(e, v => factor * v))]);
    }

    /// <summary>The weights of all nodes but some, whose forecasts say nothing about those of the others: the inverse of what is left of the covariance.</summary>
    /// <param name="isLeftOut">Per node whether it is left out; its weight is 0.</param>
    internal ErrorWeights Without(Func<int, bool> isLeftOut) => new([.. _inverse.Select((w, i) => isLeftOut(i) ? 0 : w)], _errors);

    /// <summary>W^-1 v.</summary>
    internal void Apply(ReadOnlySpan<double> v, Span<double> result)
    {
        for (var i = 0; i < v.Length; i++)
            result[i] = _inverse[i] * v[i];
        if (_errors.Length == 0)
            return;
        var right = new double[_errors.Length];
        for (var a = 0; a < right.Length; a++)
            for (var i = 0; i < v.Length; i++)
                right[a] += _errors[a][i] * result[i];
        var matrix = (double[])_inner.Clone();
        if (!Numerics.LeastSquares.Solve(matrix, right))
            throw new InvalidOperationException("The covariance of the errors could not be inverted.");
        for (var a = 0; a < right.Length; a++)
            for (var i = 0; i < v.Length; i++)
                result[i] -= _inverse[i] * _errors[a][i] * right[a];
    }

    /// <summary>I + U' D^-1 U, of (D + U U')^-1 = D^-1 - D^-1 U (I + U' D^-1 U)^-1 U' D^-1.</summary>
    private static double[] Inner(double[] inverse, double[][] errors)
    {
        var count = errors.Length;
        var inner = new double[count * count];
        for (var a = 0; a < count; a++)
            for (var b = 0; b <= a; b++)
            {
                var sum = a == b ? 1.0 : 0;
                for (var i = 0; i < inverse.Length; i++)
                    sum += errors[a][i] * inverse[i] * errors[b][i];
                (inner[a * count + b], inner[b * count + a]) = (sum, sum);
            }

        return inner;
    }

    /// <summary>Sum of the variances of the correlations over the sum of their squares, off the diagonal; both sums over pairs follow from sums over pairs of error vectors.</summary>
    private static double Shrinkage(double[][] scaled)
    {
        var count = scaled.Length;
        // Over all pairs (i, j): sum of (sum_t x_it x_jt)^2 = sum over (s, t) of (x_s . x_t)^2, and sum of sum_t (x_it x_jt)^2 = sum over t of (x_t . x_t)^2.
        double products = 0, fourths = 0, ownProducts = 0, ownFourths = 0;
        for (var s = 0; s < count; s++)
            for (var t = 0; t < count; t++)
            {
                var dot = Numerics.LeastSquares.Dot(scaled[s], scaled[t]);
                products += dot * dot;
                fourths += s == t ? dot * dot : 0;
            }

        for (var i = 0; i < scaled[0].Length; i++)
        {
            double squares = 0, fourth = 0;
            foreach (var vector in scaled)
            {
                var square = vector[i] * vector[i];
                squares += square;
                fourth += square * square;
            }

            ownProducts += squares * squares;
            ownFourths += fourth;
        }

        var variance = (fourths - ownFourths - (products - ownProducts) / count) / (count * (count - 1.0));
        var signal = (products - ownProducts) / ((double)count * count);
        return signal > 0 ? Math.Clamp(variance / signal, 0.01, 1) : 1;
    }
}
