using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Numerics;

/// <summary>Derivatives of residuals by differences, eight parameters at once, for models that know no better.</summary>
internal sealed class LaneDifferences
{
    private const int Width = 8;
    private const double Difference = 1e-6;

    private readonly ILaneResiduals _model;
    private readonly LaneBuffer _points;

    /// <summary>Prepares.</summary>
    /// <param name="model">The residuals.</param>
    /// <param name="size">Number of parameters.</param>
    /// <param name="arena">Where vectors stand.</param>
    internal LaneDifferences(ILaneResiduals model, int size, LaneArena arena) => (_model, _points) = (model, arena.Take(size));

    /// <summary>Computes derivatives, in the order of <see cref="ILaneResiduals.Differentiate"/>.</summary>
    internal void Of(ReadOnlySpan<double> point, ReadOnlySpan<double> residuals, Span<Lanes> derivatives)
    {
        var points = _points.Span;
        var values = MemoryMarshal.Cast<Lanes, double>(points);
        for (var first = 0; first < point.Length; first += Width)
        {
            for (var i = 0; i < point.Length; i++)
                points[i] = Vector512.Create(point[i]);
            var offsets = Lanes.One;
            for (var i = first; i < Math.Min(point.Length, first + Width); i++)
            {
                var moved = point[i] + Difference * (1 + Math.Abs(point[i]));
                values[i * Width + i - first] = moved;
                offsets = offsets.WithElement(i - first, moved - point[i]);
            }

            var ofBlock = derivatives.Slice(first / Width * residuals.Length, residuals.Length);
            var factor = _model.Evaluate(points, ofBlock);
            for (var t = 0; t < ofBlock.Length; t++)
                ofBlock[t] = (factor * ofBlock[t] - Vector512.Create(residuals[t])) / offsets;
        }
    }
}
