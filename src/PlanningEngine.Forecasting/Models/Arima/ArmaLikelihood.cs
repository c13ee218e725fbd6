using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>
/// The exact Gaussian likelihood of eight parameter points at once, one per vector lane, as sums of squares: the log-likelihood is -n/2 (log(2 pi S / n) + 1), S the sum of the squared
/// <see cref="Residuals"/>, which are the standardised one-step errors times the n-th root of the determinant of their covariance. Variance and mean are concentrated out.
/// </summary>
/// <remarks>
/// Observations are filtered by the recursions of Chandrasekhar's type (Morf, Sidhu, Kailath 1974; Melard 1984), which cost the order per observation and not its square, and pass into the
/// steady state as soon as the error's variance has settled.
/// </remarks>
internal sealed class ArmaLikelihood
{
    /// <summary>How near 1 the error's variance must stay over a whole state for the filter to be steady.</summary>
    private const double Settled = 1e-10;

    /// <summary>Observations whose variances are multiplied before a logarithm is taken.</summary>
    private const int Factors = 16;

    private readonly double[] _w;
    private readonly ArmaProcess _process;
    private readonly Lanes[] _ofOnes;
    private readonly LaneBuffer _gain;
    private readonly LaneBuffer _change;
    private readonly LaneBuffer _state;
    private readonly LaneBuffer _stateOfOnes;

    /// <summary>Prepares.</summary>
    /// <param name="w">Observations, differenced as the order says.</param>
    /// <param name="order">The order.</param>
    internal ArmaLikelihood(double[] w, ArimaOrder order)
    {
        _w = w;
        _process = new ArmaProcess(order);
        Residuals = new Lanes[w.Length];
        _ofOnes = order.Constant ? new Lanes[w.Length] : [];
        _gain = new LaneBuffer(_process.Size);
        _change = new LaneBuffer(_process.Size + 1);
        _state = new LaneBuffer(_process.Size + 1);
        _stateOfOnes = new LaneBuffer(order.Constant ? _process.Size + 1 : 0);
    }

    /// <summary>Per observation its share of the sum of squares, as its square root, with a sign.</summary>
    internal Lanes[] Residuals { get; }

    /// <summary>Estimated mean of the differenced observations; 0 without one.</summary>
    internal Lanes Mean { get; private set; }

    /// <summary>Sum of squares; its logarithm makes the likelihood.</summary>
    internal Lanes SumOfSquares { get; private set; }

    /// <summary>Sum of squares of the standardised errors without the determinant: n times the variance of the one-step error.</summary>
    internal Lanes Squares { get; private set; }

    /// <summary>The polynomials of the last call.</summary>
    internal ArmaProcess Process => _process;

    /// <summary>Evaluates eight points.</summary>
    /// <param name="point">Parameters as <see cref="ArmaProcess.Set"/> takes them.</param>
    internal void Evaluate(ReadOnlySpan<Lanes> point)
    {
        _process.Set(point);
        var logDeterminant = Filter();
        TakeOutMean();
        var sum = Lanes.Zero;
        foreach (var error in Residuals)
            sum += error * error;
        Squares = sum;
        var scale = Vector512.Exp(logDeterminant / (2.0 * _w.Length));
        for (var t = 0; t < Residuals.Length; t++)
            Residuals[t] *= scale;
        SumOfSquares = sum * scale * scale;
    }

    /// <summary>Expected differenced observations after the last one, for the first lane of the last call.</summary>
    internal double[] Continue(int horizon)
    {
        var size = _process.Size;
        var state = new double[size + 1];
        for (var i = 0; i < size; i++)
            state[i] = _state.Span[i][0] - (_stateOfOnes.Span.Length > 0 ? Mean[0] * _stateOfOnes.Span[i][0] : 0);
        var path = new double[horizon];
        for (var step = 0; step < horizon; step++)
        {
            var first = state[0];
            path[step] = Mean[0] + first;
            for (var i = 0; i < size; i++)
                state[i] = state[i + 1] + _process.Phi[i][0] * first;
        }

        return path;
    }

    /// <summary>Standardised one-step errors of the observations and of a series of ones; returns the logarithm of the determinant.</summary>
    private Lanes Filter()
    {
        ReadOnlySpan<Lanes> phi = _process.Phi;
        Span<Lanes> residuals = Residuals, ofOnes = _ofOnes;
        Span<Lanes> gain = _gain.Span, change = _change.Span, state = _state.Span, stateOfOnes = _stateOfOnes.Span;
        state.Clear();
        stateOfOnes.Clear();
        _process.Gain.CopyTo(gain);
        _process.Gain.CopyTo(change);
        var variance = _process.Covariances[0];
        var precision = Lanes.One / variance;
        var (logarithm, product) = (Lanes.Zero, Lanes.One);
        var settled = 0;
        for (var t = 0; t < residuals.Length; t++)
        {
            var error = Vector512.Create(_w[t]) - state[0];
            var root = Vector512.Sqrt(precision);
            residuals[t] = error * root;
            if (ofOnes.Length > 0)
            {
                var errorOfOne = Lanes.One - stateOfOnes[0];
                ofOnes[t] = errorOfOne * root;
                Advance(stateOfOnes, phi, gain, errorOfOne * precision);
            }

            Advance(state, phi, gain, error * precision);
            if (settled > phi.Length)
                continue;
            product *= variance;
            if (t % Factors == Factors - 1)
            {
                logarithm += Vector512.Log(product);
                product = Lanes.One;
            }

            var first = change[0];
            var weight = first * precision;
            Learn(gain, change, phi, first, weight);
            variance -= weight * first;
            precision = Lanes.One / variance;
            settled = Vector512.LessThanAll(variance, Vector512.Create(1 + Settled)) ? settled + 1 : 0;
        }

        return logarithm + Vector512.Log(product);
    }

    /// <summary>The state one observation later.</summary>
    private static void Advance(Span<Lanes> state, ReadOnlySpan<Lanes> phi, ReadOnlySpan<Lanes> gain, Lanes surprise)
    {
        var first = state[0];
        for (var i = 0; i < gain.Length; i++)
            state[i] = Vector512.FusedMultiplyAdd(gain[i], surprise, Vector512.FusedMultiplyAdd(phi[i], first, state[i + 1]));
    }

    /// <summary>The gain one observation later, and its change.</summary>
    private static void Learn(Span<Lanes> gain, Span<Lanes> change, ReadOnlySpan<Lanes> phi, Lanes first, Lanes weight)
    {
        for (var i = 0; i < gain.Length; i++)
        {
            var before = gain[i];
            var moved = Vector512.FusedMultiplyAdd(phi[i], first, change[i + 1]);
            gain[i] = Vector512.FusedMultiplyAdd(moved, -weight, before);
            change[i] = Vector512.FusedMultiplyAdd(before, -weight, moved);
        }
    }

    /// <summary>The mean by generalised least squares, taken out of the errors.</summary>
    private void TakeOutMean()
    {
        Mean = Lanes.Zero;
        if (_ofOnes.Length == 0)
            return;
        var (cross, square) = (Lanes.Zero, Lanes.Zero);
        for (var t = 0; t < _ofOnes.Length; t++)
        {
            cross += _ofOnes[t] * Residuals[t];
            square += _ofOnes[t] * _ofOnes[t];
        }

        Mean = cross / square;
        for (var t = 0; t < _ofOnes.Length; t++)
            Residuals[t] -= Mean * _ofOnes[t];
    }
}
