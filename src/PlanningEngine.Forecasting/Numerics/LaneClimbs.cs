using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Numerics;

/// <summary>
/// Eight searches at once, one per vector lane: the method of Levenberg and Marquardt with a damping per lane and derivatives by differences. Coarser than <see cref="LaneLeastSquares"/>, and
/// meant to find out which starts lead where.
/// </summary>
internal sealed class LaneClimbs
{
    private const double Difference = 1e-6;
    private const double FirstDamping = 0.01;
    private const double Negligible = 1e-6;

    private readonly ILaneResiduals _model;
    private readonly LaneBuffer _moved;
    private readonly LaneBuffer _residuals;
    private readonly LaneBuffer _derivatives;
    private readonly LaneBuffer _system;
    private readonly LaneBuffer _move;
    private readonly double[] _sizes;

    /// <summary>Prepares.</summary>
    /// <param name="model">The residuals.</param>
    /// <param name="sizes">Typical size of each parameter, which scales the differences.</param>
    /// <param name="arena">Where vectors stand.</param>
    internal LaneClimbs(ILaneResiduals model, double[] sizes, LaneArena arena)
    {
        var size = sizes.Length;
        (_model, _sizes) = (model, sizes);
        _moved = arena.Take(size);
        _residuals = arena.Take(model.Count);
        _derivatives = arena.Take(size * model.Count);
        _system = arena.Take((size + 1) * (size + 1));
        _move = arena.Take(size);
    }

    /// <summary>Moves some parameters of eight points.</summary>
    /// <param name="points">The points; the best found are written over them.</param>
    /// <param name="first">First parameter that moves.</param>
    /// <param name="lower">Lower bounds of those that move.</param>
    /// <param name="upper">Upper bounds of those that move.</param>
    /// <param name="steps">Most steps; there are fewer where none of the eight gains any more.</param>
    /// <param name="cancellationToken">Stops the searches between two steps.</param>
    /// <returns>The points' sums of squares.</returns>
    internal Lanes Climb(Span<Lanes> points, int first, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, int steps, CancellationToken cancellationToken)
    {
        Span<Lanes> residuals = _residuals.Span, moved = _moved.Span, move = _move.Span[..lower.Length];
        points.CopyTo(moved);
        var factor = _model.Evaluate(points, residuals);
        var sums = SumOfSquares(residuals, factor);
        var damping = Vector512.Create(FirstDamping);
        for (var step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (step > 0)
                factor = _model.Evaluate(points, residuals);
            Differentiate(points, first, lower.Length, residuals, factor);
            Solve(points, first, lower, upper, residuals, damping, sums);
            for (var i = 0; i < lower.Length; i++)
                moved[first + i] = Vector512.Min(Vector512.Max(points[first + i] + move[i], Vector512.Create(lower[i])), Vector512.Create(upper[i]));
            var after = SumOfSquares(residuals, _model.Evaluate(moved, residuals));
            var better = Vector512.LessThan(after, sums);
            damping *= Vector512.ConditionalSelect(better, Vector512.Create(0.1), Vector512.Create(10.0));
            var gaining = Vector512.LessThanAny(after, sums * (1 - Negligible));
            sums = Vector512.ConditionalSelect(better, after, sums);
            for (var i = first; i < first + lower.Length; i++)
                points[i] = Vector512.ConditionalSelect(better, moved[i], points[i]);
            if (!gaining && step > 0)
                break;
        }

        return sums;
    }

    private static Lanes SumOfSquares(ReadOnlySpan<Lanes> residuals, Lanes factor)
    {
        var sum = Lanes.Zero;
        foreach (var residual in residuals)
            sum = Vector512.FusedMultiplyAdd(residual, residual, sum);
        return sum * factor * factor;
    }

    /// <summary>Leaves the residuals multiplied out beside their derivatives.</summary>
    private void Differentiate(Span<Lanes> points, int first, int count, Span<Lanes> residuals, Lanes factor)
    {
        for (var t = 0; t < residuals.Length; t++)
            residuals[t] *= factor;
        for (var i = 0; i < count; i++)
        {
            var at = points[first + i];
            var ofParameter = _derivatives.Span.Slice(i * residuals.Length, residuals.Length);
            points[first + i] = at + Difference * (Vector512.Create(_sizes[first + i]) + Vector512.Abs(at));
            var inverse = Lanes.One / (points[first + i] - at);
            var movedFactor = _model.Evaluate(points, ofParameter);
            points[first + i] = at;
            for (var t = 0; t < residuals.Length; t++)
                ofParameter[t] = (movedFactor * ofParameter[t] - residuals[t]) * inverse;
        }
    }

    private void Solve(ReadOnlySpan<Lanes> points, int first, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, ReadOnlySpan<Lanes> residuals, Lanes damping, Lanes sums)
    {
        var size = lower.Length;
        var stride = size + 1;
        var system = _system.Span;
        var derivatives = _derivatives.Span;
        var n = residuals.Length;
        for (var i = 0; i < size; i++)
        {
            var row = derivatives.Slice(i * n, n);
            var gradient = Product(row, residuals);
            var at = points[first + i];
            var held = (Vector512.LessThanOrEqual(at, Vector512.Create(lower[i])) & Vector512.GreaterThan(gradient, Lanes.Zero))
                | (Vector512.GreaterThanOrEqual(at, Vector512.Create(upper[i])) & Vector512.LessThan(gradient, Lanes.Zero));
            // A parameter on a bound that the step would leave is held: its derivatives no longer count.
            for (var t = 0; t < n; t++)
                row[t] = Vector512.AndNot(row[t], held);
            system[size * stride + i] = -Vector512.AndNot(gradient, held);
            for (var j = 0; j <= i; j++)
                system[i * stride + j] = Product(row, derivatives.Slice(j * n, n));
            system[i * stride + i] += damping * Vector512.Max(system[i * stride + i], 1e-12 * sums);
        }

        LaneNormalEquations.Solve(system, stride, _move.Span);
    }

    private static Lanes Product(ReadOnlySpan<Lanes> one, ReadOnlySpan<Lanes> other)
    {
        var (even, odd) = (Lanes.Zero, Lanes.Zero);
        var t = 0;
        for (; t + 1 < one.Length; t += 2)
        {
            even = Vector512.FusedMultiplyAdd(one[t], other[t], even);
            odd = Vector512.FusedMultiplyAdd(one[t + 1], other[t + 1], odd);
        }

        return t < one.Length ? Vector512.FusedMultiplyAdd(one[t], other[t], even + odd) : even + odd;
    }
}
