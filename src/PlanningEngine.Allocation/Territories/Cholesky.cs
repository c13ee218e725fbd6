namespace PlanningEngine.Allocation.Territories;

/// <summary>Solves symmetric positive definite systems.</summary>
internal static class Cholesky
{
    /// <summary>Solves in place; the lower triangle of the matrix is overwritten by its factor, the right side by the solution.</summary>
    /// <returns>False when the matrix is not positive definite in double precision.</returns>
    public static bool Solve(double[][] matrix, double[] right)
    {
        var n = right.Length;
        for (var i = 0; i < n; i++)
        {
            var row = matrix[i];
            for (var j = 0; j <= i; j++)
            {
                var rest = row[j] - Dot(row, matrix[j], j);
                if (i != j)
                    row[j] = rest / matrix[j][j];
                else if (rest > 0)
                    row[i] = Math.Sqrt(rest);
                else
                    return false;
            }
        }

        for (var i = 0; i < n; i++)
            right[i] = (right[i] - Dot(matrix[i], right, i)) / matrix[i][i];
        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < n; j++)
                right[i] -= matrix[j][i] * right[j];
            right[i] /= matrix[i][i];
        }

        return true;
    }

    private static double Dot(double[] first, double[] second, int count)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
            sum += first[i] * second[i];
        return sum;
    }
}
