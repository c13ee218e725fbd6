using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Numerics;

/// <summary>Residuals of eight parameter points per block, one point per vector lane.</summary>
internal interface ILaneResiduals
{
    /// <summary>Number of residuals of a point.</summary>
    int Count { get; }

    /// <summary>Computes residuals; lanes where the model breaks down become NaN.</summary>
    /// <param name="points">Parameters, block by block.</param>
    /// <param name="blocks">Number of blocks.</param>
    /// <param name="residuals">Receives <see cref="Count"/> vectors per block.</param>
    void Evaluate(ReadOnlySpan<Lanes> points, int blocks, Span<Lanes> residuals);
}

/// <summary>
/// Nonlinear least squares in a box by the method of Levenberg and Marquardt. Derivatives are differences, seven parameters per block of lanes beside the point itself; each step then tries eight
/// dampings at once. Parameters on a bound that the step would leave are held there. Works on buffers of its own.
/// </summary>
internal sealed class LaneLeastSquares<TModel>
    where TModel : ILaneResiduals
{
    /// <summary>Points per block.</summary>
    internal const int Width = 8;

    private const int PerBlock = Width - 1;
    private const double Difference = 1e-6;

    private static readonly Lanes Dampings = Vector512.Create(1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000);

    private readonly TModel _model;
    private readonly int _size;
    private readonly int _blocks;
    private readonly LaneBuffer _points;
    private readonly LaneBuffer _residuals;
    private readonly LaneBuffer _system;
    private readonly LaneBuffer _move;
    private readonly double[] _base;
    private readonly double[] _offsets;
    private readonly double[] _products;
    private readonly double[] _gradient;
    private readonly double[] _pulls;
    private readonly bool[] _held;

    /// <summary>Prepares.</summary>
    /// <param name="model">The residuals.</param>
    /// <param name="size">Number of parameters.</param>
    /// <param name="arena">Where vectors stand while the search goes on.</param>
    internal LaneLeastSquares(TModel model, int size, LaneArena arena)
    {
        (_model, _size, _blocks) = (model, size, Math.Max(1, (size + PerBlock - 1) / PerBlock));
        _points = arena.Take(_blocks * size);
        _residuals = arena.Take(_blocks * model.Count);
        _system = arena.Take(size * size);
        _move = arena.Take(size);
        _base = new double[model.Count];
        (_offsets, _gradient, _pulls) = (new double[size], new double[size], new double[size]);
        _products = new double[size * size];
        _held = new bool[size];
        (Point, Targets, FirstPulled) = (new double[size], new double[size], size);
        (Lower, Upper, Scales) = (Filled(size, double.NegativeInfinity), Filled(size, double.PositiveInfinity), Filled(size, 1));
    }

    /// <summary>The best point so far.</summary>
    internal double[] Point { get; }

    /// <summary>Lower bounds.</summary>
    internal double[] Lower { get; }

    /// <summary>Upper bounds.</summary>
    internal double[] Upper { get; }

    /// <summary>Typical size per parameter, which scales the differences.</summary>
    internal double[] Scales { get; }

    /// <summary>What pulled parameters are pulled to.</summary>
    internal double[] Targets { get; }

    /// <summary>First of the pulled parameters; the number of parameters where none is.</summary>
    internal int FirstPulled { get; set; }

    /// <summary>Strength of the pull against the mean curvature of the pulled parameters at the first step.</summary>
    internal double Pull { get; set; }

    /// <summary>The sum of squares at the best point, with the pull.</summary>
    internal double Sum { get; private set; } = double.PositiveInfinity;

    /// <summary>Sums of squares of eight points, without the pull.</summary>
    /// <param name="points">Parameters.</param>
    internal Lanes Sums(ReadOnlySpan<Lanes> points)
    {
        var residuals = _residuals.Span[.._model.Count];
        _model.Evaluate(points, 1, residuals);
        return SumOfSquares(residuals);
    }

    /// <summary>Begins at a point; pulls are forgotten.</summary>
    /// <param name="point">Parameters within the bounds.</param>
    /// <param name="sum">Its sum of squares.</param>
    internal void Begin(ReadOnlySpan<double> point, double sum)
    {
        point.CopyTo(Point);
        Sum = sum;
        Array.Clear(_pulls);
    }

    /// <summary>Steps until a step gains little.</summary>
    /// <param name="steps">Most steps.</param>
    /// <param name="negligible">Gain of log-likelihood below which a step is the last.</param>
    internal void Minimise(int steps, double negligible)
    {
        var damping = 0.01;
        for (var step = 0; step < steps && _size > 0 && Sum > 0 && double.IsFinite(Sum); step++)
        {
            Differentiate();
            var before = Sum;
            damping = TryDampings(damping);
            if (_model.Count / 2.0 * Math.Log(before / Sum) < negligible)
                break;
        }
    }

    private static double[] Filled(int size, double value)
    {
        var values = new double[size];
        Array.Fill(values, value);
        return values;
    }

    private static Lanes SumOfSquares(ReadOnlySpan<Lanes> residuals)
    {
        var (even, odd) = (Lanes.Zero, Lanes.Zero);
        for (var t = 0; t + 1 < residuals.Length; t += 2)
        {
            even = Vector512.FusedMultiplyAdd(residuals[t], residuals[t], even);
            odd = Vector512.FusedMultiplyAdd(residuals[t + 1], residuals[t + 1], odd);
        }

        return residuals.Length % 2 == 1 ? Vector512.FusedMultiplyAdd(residuals[^1], residuals[^1], even + odd) : even + odd;
    }

    /// <summary>The normal equations at the point: products of the derivatives with each other and with the residuals.</summary>
    private void Differentiate()
    {
        var lanes = _points.Span;
        for (var block = 0; block < _blocks; block++)
            for (var i = 0; i < _size; i++)
                lanes[block * _size + i] = Vector512.Create(Point[i]);
        var points = MemoryMarshal.Cast<Lanes, double>(lanes);
        for (var i = 0; i < _size; i++)
        {
            var offset = Difference * (Scales[i] + Math.Abs(Point[i]));
            _offsets[i] = Point[i] + offset > Upper[i] ? -offset : offset;
            points[(i / PerBlock * _size + i) * Width + i % PerBlock + 1] += _offsets[i];
        }

        var count = _model.Count;
        var residuals = _residuals.Span;
        _model.Evaluate(lanes, _blocks, residuals);
        var values = MemoryMarshal.Cast<Lanes, double>(residuals);
        for (var t = 0; t < count; t++)
            _base[t] = values[t * Width];
        for (var block = 0; block < _blocks; block++)
            for (var t = 0; t < count; t++)
                residuals[block * count + t] -= Vector512.Create(_base[t]);
        for (var column = 0; column < _blocks; column++)
        {
            var changes = residuals.Slice(column * count, count);
            var from = column * PerBlock;
            var last = Math.Min(_size, from + PerBlock);
            var gradient = Products(_base, 0, 1, changes);
            for (var j = from; j < last; j++)
                _gradient[j] = gradient[j - from + 1] / _offsets[j];
            for (var i = 0; i < last; i++)
            {
                var products = Products(values.Slice(i / PerBlock * count * Width, count * Width), i % PerBlock + 1, Width, changes);
                for (var j = Math.Max(from, i); j < last; j++)
                    _products[i * _size + j] = _products[j * _size + i] = products[j - from + 1] / (_offsets[i] * _offsets[j]);
            }
        }

        ApplyPull();
    }

    /// <summary>One sequence of values times all lanes of others, summed over time.</summary>
    private static Lanes Products(ReadOnlySpan<double> values, int first, int stride, ReadOnlySpan<Lanes> others)
    {
        var (even, odd) = (Lanes.Zero, Lanes.Zero);
        for (var t = 0; t + 1 < others.Length; t += 2)
        {
            even = Vector512.FusedMultiplyAdd(Vector512.Create(values[t * stride + first]), others[t], even);
            odd = Vector512.FusedMultiplyAdd(Vector512.Create(values[(t + 1) * stride + first]), others[t + 1], odd);
        }

        if (others.Length % 2 == 1)
            even = Vector512.FusedMultiplyAdd(Vector512.Create(values[(others.Length - 1) * stride + first]), others[^1], even);
        return even + odd;
    }

    private void ApplyPull()
    {
        if (FirstPulled == _size || Pull == 0)
            return;
        if (_pulls[FirstPulled] == 0)
        {
            var curvature = 0.0;
            for (var i = FirstPulled; i < _size; i++)
                curvature += _products[i * _size + i] / (_size - FirstPulled);
            _pulls.AsSpan(FirstPulled).Fill(Pull * curvature);
            for (var i = FirstPulled; i < _size; i++)
                Sum += _pulls[i] * (Point[i] - Targets[i]) * (Point[i] - Targets[i]);
        }

        for (var i = FirstPulled; i < _size; i++)
        {
            _products[i * _size + i] += _pulls[i];
            _gradient[i] += _pulls[i] * (Point[i] - Targets[i]);
        }
    }

    private double TryDampings(double damping)
    {
        var points = _points.Span;
        Span<Lanes> system = _system.Span, move = _move.Span;
        for (var i = 0; i < _size; i++)
            _held[i] = (Point[i] <= Lower[i] && _gradient[i] > 0) || (Point[i] >= Upper[i] && _gradient[i] < 0);
        for (var i = 0; i < _size; i++)
        {
            for (var j = 0; j <= i; j++)
                system[i * _size + j] = i != j && (_held[i] || _held[j]) ? Lanes.Zero : Vector512.Create(_products[i * _size + j]);
            system[i * _size + i] += damping * Dampings * Math.Max(_products[i * _size + i], 1e-12 * Sum);
            move[i] = _held[i] ? Lanes.Zero : Vector512.Create(-_gradient[i]);
        }

        Solve(system, move);
        for (var i = 0; i < _size; i++)
            points[i] = Vector512.Min(Vector512.Max(Vector512.Create(Point[i]) + move[i], Vector512.Create(Lower[i])), Vector512.Create(Upper[i]));
        var sums = Sums(points[.._size]);
        for (var i = FirstPulled; i < _size; i++)
        {
            var apart = points[i] - Vector512.Create(Targets[i]);
            sums += _pulls[i] * apart * apart;
        }

        var best = -1;
        for (var lane = 0; lane < Width; lane++)
            if (sums[lane] < Sum)
                (Sum, best) = (sums[lane], lane);
        if (best < 0)
            return damping * 1000;
        for (var i = 0; i < _size; i++)
            Point[i] = points[i][best];
        return Math.Clamp(damping * Dampings[best], 1e-8, 1e8);
    }

    /// <summary>Eight systems at once by Cholesky's method; one that is not positive definite gives NaN.</summary>
    private void Solve(Span<Lanes> a, Span<Lanes> b)
    {
        for (var i = 0; i < _size; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i * _size + j];
                for (var k = 0; k < j; k++)
                    sum -= a[i * _size + k] * a[j * _size + k];
                a[i * _size + j] = i == j ? Lanes.One / Vector512.Sqrt(sum) : sum * a[j * _size + j];
            }

        for (var i = 0; i < _size; i++)
        {
            for (var k = 0; k < i; k++)
                b[i] -= a[i * _size + k] * b[k];
            b[i] *= a[i * _size + i];
        }

        for (var i = _size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < _size; k++)
                b[i] -= a[k * _size + i] * b[k];
            b[i] *= a[i * _size + i];
        }
    }
}
