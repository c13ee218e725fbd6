using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Numerics;

/// <summary>Residuals of eight parameter points at once, one point per vector lane.</summary>
internal interface ILaneResiduals
{
    /// <summary>Number of residuals of a point.</summary>
    int Count { get; }

    /// <summary>Computes residuals up to a factor per lane.</summary>
    /// <param name="points">Eight values of each parameter.</param>
    /// <param name="residuals">Receives <see cref="Count"/> vectors.</param>
    /// <returns>What residuals are to be multiplied with; NaN in lanes where the model breaks down.</returns>
    Lanes Evaluate(ReadOnlySpan<Lanes> points, Span<Lanes> residuals);

    /// <summary>Is told that the search now stands on a lane of the last evaluation.</summary>
    /// <param name="lane">From 0.</param>
    void Keep(int lane)
    {
    }

    /// <summary>Computes the derivatives of one point's residuals, one parameter per vector lane.</summary>
    /// <param name="point">The parameters, at which the model does not break down.</param>
    /// <param name="residuals">The residuals there, multiplied out.</param>
    /// <param name="derivatives">Receives blocks of <see cref="Count"/> vectors: parameter i in lane i % 8 of block i / 8.</param>
    void Differentiate(ReadOnlySpan<double> point, ReadOnlySpan<double> residuals, Span<Lanes> derivatives);
}
