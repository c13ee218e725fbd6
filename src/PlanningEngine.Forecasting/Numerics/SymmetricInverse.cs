namespace PlanningEngine.Forecasting.Numerics;

/// <summary>The inverse of a small symmetric positive definite matrix.</summary>
internal static class SymmetricInverse
{
    /// <summary>Inverts in place by Cholesky.</summary>
    /// <param name="a">Row-major matrix of size n x n, both triangles filled; then its inverse.</param>
    /// <param name="n">Size.</param>
    /// <returns>False when the matrix is not positive definite; its content is then lost.</returns>
    internal static bool Of(double[] a, int n)
    {
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i * n + j] - LeastSquares.Dot(a.AsSpan(i * n, j), a.AsSpan(j * n, j));
                if (i != j)
                    a[i * n + j] = sum / a[j * n + j];
                else if (!(sum > 0))
                    return false;
                else
                    a[i * n + i] = Math.Sqrt(sum);
            }

        InvertTriangle(a, n);
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var k = i; k < n; k++)
                    sum += a[k * n + i] * a[k * n + j];
                a[i * n + j] = sum;
            }

        for (var i = 0; i < n; i++)
            for (var j = 0; j < i; j++)
                a[j * n + i] = a[i * n + j];
        return true;
    }

    /// <summary>The inverse of the lower triangle, over itself.</summary>
    private static void InvertTriangle(double[] a, int n)
    {
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var sum = 0.0;
                for (var k = j; k < i; k++)
                    sum -= a[i * n + k] * a[k * n + j];
                a[i * n + j] = sum / a[i * n + i];
            }

            a[i * n + i] = 1 / a[i * n + i];
        }
    }
}
