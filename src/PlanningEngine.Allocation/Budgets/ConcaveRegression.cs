namespace PlanningEngine.Allocation.Budgets;

/// <summary>The concave, never falling curve of least squares: a base response plus hinges <c>min(spend, knot)</c> with weights of at least 0.</summary>
internal static class ConcaveRegression
{
    private const double Tolerance = 1e-10;

    public static PiecewiseLinearCurve Fit(ResponsePoint[] points)
    {
        double[] knots = [.. points.Select(point => point.Spend).Where(spend => spend > 0).Distinct()];
        var widest = knots.Length > 0 ? knots[^1] : 1;
        var columns = new double[knots.Length + 1][];
        columns[0] = [.. points.Select(_ => 1.0)];
        for (var k = 0; k < knots.Length; k++)
            columns[k + 1] = [.. points.Select(point => Math.Min(point.Spend, knots[k]) / widest)];
        var weights = NonNegative(columns, [.. points.Select(point => point.Response)]);

        var curve = new List<ResponsePoint> { new(0, weights[0]) };
        var slope = weights.Skip(1).Sum() / widest;
        for (var k = 0; k < knots.Length && slope > 0; k++)
        {
            if (weights[k + 1] == 0)
                continue;
            curve.Add(new(knots[k], curve[^1].Response + (slope * (knots[k] - curve[^1].Spend))));
            slope = weights.Skip(k + 2).Sum() / widest;
        }

        return new(curve);
    }

    /// <summary>Lawson and Hanson's active set: columns enter by their gradient, leave where their weight would turn negative.</summary>
    private static double[] NonNegative(double[][] columns, double[] target)
    {
        var weights = new double[columns.Length];
        var active = new List<int>();
        var scale = Math.Sqrt(target.Sum(value => value * value)) + 1e-300;
        for (var step = 0; step < 10 * columns.Length; step++)
        {
            var residual = target.Select((value, row) => value - active.Sum(column => weights[column] * columns[column][row])).ToArray();
            var (best, steepest) = (-1, Tolerance * scale);
            for (var column = 0; column < columns.Length; column++)
            {
                if (!active.Contains(column) && Dot(columns[column], residual) is var gradient && gradient > steepest)
                    (best, steepest) = (column, gradient);
            }

            if (best < 0)
                break;
            active.Add(best);
            while (Solve(columns, target, active) is var trial && trial.Min() is var least && least <= 0)
            {
                var share = active.Select((column, i) => trial[i] <= 0 ? weights[column] / (weights[column] - trial[i]) : 1).Min();
                for (var i = 0; i < active.Count; i++)
                    weights[active[i]] += share * (trial[i] - weights[active[i]]);
                foreach (var gone in active.Where((column, i) => trial[i] <= 0 && weights[column] <= 1e-14 * scale).ToArray())
                {
                    weights[gone] = 0;
                    active.Remove(gone);
                }

                if (active.Count == 0)
                    return weights;
            }

            var solved = Solve(columns, target, active);
            for (var i = 0; i < active.Count; i++)
                weights[active[i]] = solved[i];
        }

        return weights;
    }

    /// <summary>Least squares over the active columns by modified Gram-Schmidt; a dependent column gets 0.</summary>
    private static double[] Solve(double[][] columns, double[] target, List<int> active)
    {
        var count = active.Count;
        var basis = active.Select(column => columns[column].ToArray()).ToArray();
        var upper = new double[count, count];
        var right = new double[count];
        var rest = target.ToArray();
        for (var j = 0; j < count; j++)
        {
            var original = Math.Sqrt(Dot(basis[j], basis[j]));
            for (var i = 0; i < j; i++)
            {
                upper[i, j] = Dot(basis[i], basis[j]);
                Subtract(basis[j], basis[i], upper[i, j]);
            }

            var length = Math.Sqrt(Dot(basis[j], basis[j]));
            upper[j, j] = length > 1e-12 * original ? length : 0;
            for (var row = 0; row < rest.Length; row++)
                basis[j][row] = upper[j, j] > 0 ? basis[j][row] / length : 0;
            right[j] = Dot(basis[j], rest);
            Subtract(rest, basis[j], right[j]);
        }

        for (var j = count - 1; j >= 0; j--)
        {
            for (var k = j + 1; k < count; k++)
                right[j] -= upper[j, k] * right[k];
            right[j] = upper[j, j] > 0 ? right[j] / upper[j, j] : 0;
        }

        return right;
    }

    private static double Dot(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }

    private static void Subtract(double[] from, double[] what, double times)
    {
        for (var i = 0; i < from.Length; i++)
            from[i] -= times * what[i];
    }
}
