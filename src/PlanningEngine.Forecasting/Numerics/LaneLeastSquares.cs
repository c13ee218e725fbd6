using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Numerics;

/// <summary>
/// Nonlinear least squares in a box by the method of Levenberg and Marquardt, each step trying eight dampings at once. Parameters on a bound that the step would leave are held there. Works on
/// buffers of its own.
/// </summary>
internal sealed class LaneLeastSquares
{
    /// <summary>Points that are evaluated at once.</summary>
    internal const int Width = 8;

    private static readonly Lanes Dampings = Vector512.Create(1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000);

    private readonly ILaneResiduals _model;
    private readonly int _size;
    private readonly LaneNormalEquations _equations;
    private readonly LaneBuffer _points;
    private readonly LaneBuffer _residuals;
    private readonly LaneBuffer _derivatives;
    private readonly double[] _base;
    private readonly double[] _pulls;
    private readonly bool[] _held;

    /// <summary>Prepares.</summary>
    /// <param name="model">The residuals.</param>
    /// <param name="size">Number of parameters.</param>
    /// <param name="arena">Where vectors stand while the search goes on.</param>
    internal LaneLeastSquares(ILaneResiduals model, int size, LaneArena arena)
    {
        (_model, _size, _equations) = (model, size, new LaneNormalEquations(size, arena));
        _points = arena.Take(size);
        _residuals = arena.Take(model.Count);
        _derivatives = arena.Take(LaneNormalEquations.Blocks(size) * model.Count);
        (_base, _pulls, _held) = (new double[model.Count], new double[size], new bool[size]);
        (Point, Targets, FirstPulled) = (new double[size], new double[size], size);
        (Lower, Upper) = (Filled(size, double.NegativeInfinity), Filled(size, double.PositiveInfinity));
    }

    /// <summary>The best point so far.</summary>
    internal double[] Point { get; }

    /// <summary>Lower bounds.</summary>
    internal double[] Lower { get; }

    /// <summary>Upper bounds.</summary>
    internal double[] Upper { get; }

    /// <summary>What pulled parameters are pulled to.</summary>
    internal double[] Targets { get; }

    /// <summary>First of the pulled parameters; the number of parameters where none is.</summary>
    internal int FirstPulled { get; set; }

    /// <summary>Strength of the pull against the mean curvature of the pulled parameters at the first step.</summary>
    internal double Pull { get; set; }

    /// <summary>The sum of squares at the best point, with the pull.</summary>
    internal double Sum { get; private set; } = double.PositiveInfinity;

    /// <summary>Begins at a point; pulls are forgotten.</summary>
    /// <param name="point">Parameters within the bounds.</param>
    /// <returns>Its sum of squares.</returns>
    internal double Begin(ReadOnlySpan<double> point)
    {
        var points = _points.Span;
        for (var i = 0; i < _size; i++)
            points[i] = Vector512.Create(point[i]);
        var (sums, factors) = Evaluate(points);
        Begin(points, 0, sums, factors);
        return Sum;
    }

    /// <summary>Begins at the best of eight points, the first lane of equally good ones; pulls are forgotten.</summary>
    /// <param name="points">Parameters within the bounds.</param>
    /// <returns>Their sums of squares; where none is finite there is nothing to minimise.</returns>
    internal Lanes BeginAtBest(ReadOnlySpan<Lanes> points)
    {
        var (sums, factors) = Evaluate(points);
        Array.Clear(_pulls);
        Sum = double.PositiveInfinity;
        if (LanePoints.Best(sums) is { } lane)
            Begin(points, lane, sums, factors);
        return sums;
    }

    /// <summary>Steps until a step gains little.</summary>
    /// <param name="steps">Most steps.</param>
    /// <param name="negligible">Gain of log-likelihood below which a step is the last.</param>
    /// <param name="cancellationToken">Stops the search between two steps.</param>
    internal void Minimise(int steps, double negligible, CancellationToken cancellationToken)
    {
        var damping = 0.01;
        for (var step = 0; step < steps && _size > 0 && Sum > 0 && double.IsFinite(Sum); step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _model.Differentiate(Point, _base, _derivatives.Span);
            _equations.Set(_base, _derivatives.Span);
            ApplyPull();
            var before = Sum;
            damping = TryDampings(damping);
            if (_model.Count / 2.0 * Math.Log(before / Sum) < negligible)
                break;
        }
    }

    private (Lanes Sums, Lanes Factors) Evaluate(ReadOnlySpan<Lanes> points)
    {
        var residuals = _residuals.Span;
        var factors = _model.Evaluate(points, residuals);
        return (SumOfSquares(residuals) * factors * factors, factors);
    }

    private void Begin(ReadOnlySpan<Lanes> points, int lane, Lanes sums, Lanes factors)
    {
        for (var i = 0; i < _size; i++)
            Point[i] = points[i][lane];
        Keep(lane, factors);
        Array.Clear(_pulls);
        Sum = sums[lane];
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
        var t = 0;
        for (; t + 1 < residuals.Length; t += 2)
        {
            even = Vector512.FusedMultiplyAdd(residuals[t], residuals[t], even);
            odd = Vector512.FusedMultiplyAdd(residuals[t + 1], residuals[t + 1], odd);
        }

        return t < residuals.Length ? Vector512.FusedMultiplyAdd(residuals[t], residuals[t], even + odd) : even + odd;
    }

    /// <summary>Keeps the residuals of a lane of the last evaluation as those of the best point.</summary>
    private void Keep(int lane, Lanes factors)
    {
        var residuals = MemoryMarshal.Cast<Lanes, double>(_residuals.Span);
        var factor = factors[lane];
        for (var t = 0; t < _base.Length; t++)
            _base[t] = factor * residuals[t * Width + lane];
        _model.Keep(lane);
    }

    private void ApplyPull()
    {
        if (FirstPulled == _size || Pull == 0)
            return;
        if (_pulls[FirstPulled] == 0)
        {
            var curvature = 0.0;
            for (var i = FirstPulled; i < _size; i++)
                curvature += _equations.Curvature(i) / (_size - FirstPulled);
            _pulls.AsSpan(FirstPulled).Fill(Pull * curvature);
            for (var i = FirstPulled; i < _size; i++)
                Sum += _pulls[i] * (Point[i] - Targets[i]) * (Point[i] - Targets[i]);
        }

        for (var i = FirstPulled; i < _size; i++)
        {
            _equations.Curvature(i) += _pulls[i];
            _equations.Gradient[i] += _pulls[i] * (Point[i] - Targets[i]);
        }
    }

    private double TryDampings(double damping)
    {
        var points = _points.Span;
        var gradient = _equations.Gradient;
        for (var i = 0; i < _size; i++)
            _held[i] = (Point[i] <= Lower[i] && gradient[i] > 0) || (Point[i] >= Upper[i] && gradient[i] < 0);
        _equations.Solve(damping * Dampings, 1e-12 * Sum, _held, points);
        for (var i = 0; i < _size; i++)
            points[i] = Vector512.Min(Vector512.Max(Vector512.Create(Point[i]) + points[i], Vector512.Create(Lower[i])), Vector512.Create(Upper[i]));
        var (sums, factors) = Evaluate(points);
        for (var i = FirstPulled; i < _size; i++)
        {
            var apart = points[i] - Vector512.Create(Targets[i]);
            sums += _pulls[i] * apart * apart;
        }

        if (LanePoints.Best(sums) is not { } best || sums[best] >= Sum)
            return damping * 1000;
        Sum = sums[best];
        for (var i = 0; i < _size; i++)
            Point[i] = points[i][best];
        Keep(best, factors);
        return Math.Clamp(damping * Dampings[best], 1e-8, 1e8);
    }
}
