using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Numerics;

/// <summary>Products of derivatives with each other and with residuals, and the eight systems that eight dampings make of them.</summary>
internal sealed class LaneNormalEquations
{
    private const int Width = 8;

    private readonly int _size;
    private readonly int _stride;
    private readonly LaneBuffer _products;
    private readonly LaneBuffer _system;
    private readonly double[] _gradient;

    /// <summary>Prepares.</summary>
    /// <param name="size">Number of parameters.</param>
    /// <param name="arena">Where vectors stand.</param>
    internal LaneNormalEquations(int size, LaneArena arena)
    {
        _size = size;
        _stride = Blocks(size);
        _products = arena.Take(size * _stride);
        _system = arena.Take((size + 1) * (size + 1));
        _gradient = new double[_stride * Width];
    }

    /// <summary>Derivative of half the sum of squares in each parameter.</summary>
    internal Span<double> Gradient => _gradient.AsSpan(0, _size);

    /// <summary>Vectors that hold a number per parameter.</summary>
    internal static int Blocks(int size) => (size + Width - 1) / Width;

    /// <summary>Product of a parameter's derivatives with themselves.</summary>
    internal ref double Curvature(int parameter) => ref Product(parameter, parameter);

    /// <summary>Sets up the products; they are kept for parameters i >= j.</summary>
    /// <param name="residuals">Residuals.</param>
    /// <param name="derivatives">Blocks of as many vectors: parameter i in lane i % 8 of block i / 8.</param>
    internal void Set(ReadOnlySpan<double> residuals, ReadOnlySpan<Lanes> derivatives)
    {
        var count = residuals.Length;
        var values = MemoryMarshal.Cast<Lanes, double>(derivatives);
        for (var column = 0; column < _stride; column++)
        {
            var others = derivatives.Slice(column * count, count);
            Row(residuals, 1, others).CopyTo(_gradient, column * Width);
            for (var first = column * Width; first < _size; first += Width)
            {
                var ofBlock = values.Slice(first / Width * count * Width, count * Width);
                var rows = Math.Min(Width, _size - first);
                var done = 0;
                for (; done + 4 <= rows; done += 4)
                    FourRows(ofBlock[done..], others, _products.Span[((first + done) * _stride + column)..]);
                for (; done < rows; done++)
                    _products.Span[(first + done) * _stride + column] = Row(ofBlock[done..], Width, others);
            }
        }
    }

    /// <summary>Solves for the moves from a point, a damping per lane.</summary>
    /// <param name="damping">What is added to each curvature, as its share.</param>
    /// <param name="smallest">Least curvature that is damped.</param>
    /// <param name="held">Parameters that do not move.</param>
    /// <param name="move">Receives the moves; NaN in lanes whose system is not positive definite.</param>
    internal void Solve(Lanes damping, double smallest, ReadOnlySpan<bool> held, Span<Lanes> move)
    {
        var a = _system.Span;
        var stride = _size + 1;
        for (var i = 0; i < _size; i++)
        {
            for (var j = 0; j < i; j++)
                a[i * stride + j] = held[i] || held[j] ? Lanes.Zero : Vector512.Create(Product(i, j));
            var curvature = Product(i, i);
            a[i * stride + i] = Vector512.FusedMultiplyAdd(damping, Vector512.Create(Math.Max(curvature, smallest)), Vector512.Create(curvature));
            // The right side is one more row: decomposing it along is substitution forwards.
            a[_size * stride + i] = held[i] ? Lanes.Zero : Vector512.Create(-_gradient[i]);
        }

        Solve(a, stride, move);
    }

    /// <summary>Solves eight systems.</summary>
    /// <param name="a">Lower triangles, row by row, the right side as one more row; overwritten.</param>
    /// <param name="stride">Number of rows, one more than unknowns.</param>
    /// <param name="move">Receives the solutions; NaN in lanes whose system is not positive definite.</param>
    internal static void Solve(Span<Lanes> a, int stride, Span<Lanes> move)
    {
        var size = stride - 1;
        Decompose(a, stride);
        var right = a.Slice(size * stride, size);
        for (var i = size - 1; i >= 0; i--)
        {
            var row = a.Slice(i * stride, i + 1);
            var solved = move[i] = right[i] * row[i];
            for (var k = 0; k < i; k++)
                right[k] = Vector512.FusedMultiplyAdd(-solved, row[k], right[k]);
        }
    }

    private ref double Product(int i, int j) => ref MemoryMarshal.Cast<Lanes, double>(_products.Span)[i * _stride * Width + j];

    /// <summary>Cholesky's method; diagonal elements are left inverted, the last row has none.</summary>
    private static void Decompose(Span<Lanes> a, int stride)
    {
        for (var j = 0; j < stride - 1; j++)
        {
            var pivot = a.Slice(j * stride, j);
            var (even, odd) = (a[j * stride + j], Lanes.Zero);
            var k = 0;
            for (; k + 1 < pivot.Length; k += 2)
            {
                even = Vector512.FusedMultiplyAdd(-pivot[k], pivot[k], even);
                odd = Vector512.FusedMultiplyAdd(-pivot[k + 1], pivot[k + 1], odd);
            }

            if (k < pivot.Length)
                even = Vector512.FusedMultiplyAdd(-pivot[k], pivot[k], even);
            var inverse = a[j * stride + j] = Lanes.One / Vector512.Sqrt(even + odd);
            var i = j + 1;
            for (; i + 3 < stride; i += 4)
            {
                Span<Lanes> r0 = a.Slice(i * stride, j + 1), r1 = a.Slice((i + 1) * stride, j + 1), r2 = a.Slice((i + 2) * stride, j + 1), r3 = a.Slice((i + 3) * stride, j + 1);
                Lanes s0 = r0[j], s1 = r1[j], s2 = r2[j], s3 = r3[j];
                for (k = 0; k < pivot.Length; k++)
                {
                    var p = pivot[k];
                    s0 = Vector512.FusedMultiplyAdd(-r0[k], p, s0);
                    s1 = Vector512.FusedMultiplyAdd(-r1[k], p, s1);
                    s2 = Vector512.FusedMultiplyAdd(-r2[k], p, s2);
                    s3 = Vector512.FusedMultiplyAdd(-r3[k], p, s3);
                }

                (r0[j], r1[j], r2[j], r3[j]) = (s0 * inverse, s1 * inverse, s2 * inverse, s3 * inverse);
            }

            for (; i < stride; i++)
            {
                var row = a.Slice(i * stride, j + 1);
                var sum = row[j];
                for (k = 0; k < pivot.Length; k++)
                    sum = Vector512.FusedMultiplyAdd(-row[k], pivot[k], sum);
                row[j] = sum * inverse;
            }
        }
    }

    /// <summary>One sequence of values times all lanes of others, summed over time.</summary>
    private static Lanes Row(ReadOnlySpan<double> values, int stride, ReadOnlySpan<Lanes> others)
    {
        var (even, odd) = (Lanes.Zero, Lanes.Zero);
        var t = 0;
        for (; t + 1 < others.Length; t += 2)
        {
            even = Vector512.FusedMultiplyAdd(Vector512.Create(values[t * stride]), others[t], even);
            odd = Vector512.FusedMultiplyAdd(Vector512.Create(values[(t + 1) * stride]), others[t + 1], odd);
        }

        return t < others.Length ? Vector512.FusedMultiplyAdd(Vector512.Create(values[t * stride]), others[t], even + odd) : even + odd;
    }

    /// <summary>Four neighbouring lanes' values times all lanes of others, summed over time.</summary>
    private void FourRows(ReadOnlySpan<double> values, ReadOnlySpan<Lanes> others, Span<Lanes> products)
    {
        Lanes s0 = Lanes.Zero, s1 = Lanes.Zero, s2 = Lanes.Zero, s3 = Lanes.Zero, u0 = Lanes.Zero, u1 = Lanes.Zero, u2 = Lanes.Zero, u3 = Lanes.Zero;
        var t = 0;
        for (; t + 1 < others.Length; t += 2)
        {
            var four = values.Slice(t * Width, Width + 4);
            var (now, next) = (others[t], others[t + 1]);
            s0 = Vector512.FusedMultiplyAdd(Vector512.Create(four[0]), now, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Create(four[1]), now, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Create(four[2]), now, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Create(four[3]), now, s3);
            u0 = Vector512.FusedMultiplyAdd(Vector512.Create(four[Width]), next, u0);
            u1 = Vector512.FusedMultiplyAdd(Vector512.Create(four[Width + 1]), next, u1);
            u2 = Vector512.FusedMultiplyAdd(Vector512.Create(four[Width + 2]), next, u2);
            u3 = Vector512.FusedMultiplyAdd(Vector512.Create(four[Width + 3]), next, u3);
        }

        if (t < others.Length)
        {
            var four = values.Slice(t * Width, 4);
            var now = others[t];
            s0 = Vector512.FusedMultiplyAdd(Vector512.Create(four[0]), now, s0);
            s1 = Vector512.FusedMultiplyAdd(Vector512.Create(four[1]), now, s1);
            s2 = Vector512.FusedMultiplyAdd(Vector512.Create(four[2]), now, s2);
            s3 = Vector512.FusedMultiplyAdd(Vector512.Create(four[3]), now, s3);
        }

        (products[0], products[_stride], products[2 * _stride], products[3 * _stride]) = (s0 + u0, s1 + u1, s2 + u2, s3 + u3);
    }
}
