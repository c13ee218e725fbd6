using System.Runtime.Intrinsics;

namespace PlanningEngine.Forecasting.Numerics;

/// <summary>Small symmetric positive definite systems and the straight line.</summary>
internal static class LeastSquares
{
    /// <summary>Solves A x = b in place by Cholesky; x is written over b.</summary>
    /// <param name="a">Row-major symmetric matrix of size n x n; its lower triangle is overwritten.</param>
    /// <param name="b">Right side, then the solution.</param>
    /// <returns>False when the matrix is not positive definite.</returns>
    internal static bool Solve(Span<double> a, Span<double> b)
    {
        var n = b.Length;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i * n + j];
                for (var k = 0; k < j; k++)
                    sum -= a[i * n + k] * a[j * n + k];
                if (i != j)
                    a[i * n + j] = sum / a[j * n + j];
                else if (sum <= 0 || double.IsNaN(sum))
                    return false;
                else
                    a[i * n + i] = Math.Sqrt(sum);
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++)
                b[i] -= a[i * n + k] * b[k];
            b[i] /= a[i * n + i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
                b[i] -= a[k * n + i] * b[k];
            b[i] /= a[i * n + i];
        }

        return true;
    }

    /// <summary>Sum of products, added in index order so that it is the same on every machine.</summary>
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>The same over eight lanes, added lane by lane in index order: as fast as it gets, and the same on every machine.</summary>
    internal static double LaneDot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sums = Vector512<double>.Zero;
        var t = 0;
        for (; t + 8 <= a.Length; t += 8)
            sums = Vector512.FusedMultiplyAdd(Vector512.Create(a.Slice(t, 8)), Vector512.Create(b.Slice(t, 8)), sums);
        var sum = LaneMath.Sum(sums);
        for (; t < a.Length; t++)
            sum += a[t] * b[t];
        return sum;
    }

    /// <summary>The least-squares line y = intercept + slope t, t = 0, 1, 2, ...</summary>
    internal static (double Intercept, double Slope) Line(ReadOnlySpan<double> y)
    {
        var n = y.Length;
        if (n == 1)
            return (y[0], 0);
        double centre = (n - 1) / 2.0, mean = 0, cross = 0, square = 0;
        foreach (var value in y)
            mean += value / n;
        for (var t = 0; t < n; t++)
        {
            cross += (t - centre) * (y[t] - mean);
            square += (t - centre) * (t - centre);
        }

        var slope = cross / square;
        return (mean - slope * centre, slope);
    }
}
