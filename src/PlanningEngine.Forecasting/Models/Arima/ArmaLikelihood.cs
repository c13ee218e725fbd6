using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Models.Arima;

/// <summary>
/// The exact Gaussian likelihood of eight parameter points at once, one per vector lane, as sums of squares: the log-likelihood is -n/2 (log(2 pi S / n) + 1), S the sum of the squared
/// residuals, which are the standardised one-step errors times the n-th root of the determinant of their covariance. Variance and mean are concentrated out.
/// </summary>
/// <remarks>
/// Observations are filtered by the recursions of Chandrasekhar's type (Morf, Sidhu, Kailath 1974; Melard 1984), which cost the order per observation and not its square, and pass into the
/// steady state as soon as the error's variance has settled.
/// </remarks>
internal sealed class ArmaLikelihood : ILaneResiduals
{
    /// <summary>How near 1 the error's variance must stay over a whole state for the filter to be steady.</summary>
    private const double Settled = 1e-10;

    /// <summary>Observations whose variances are multiplied before a logarithm is taken.</summary>
    private const int Factors = 16;

    private readonly double[] _w;
    private readonly ArmaProcess _process;
    private readonly LaneBuffer _ofOnes;
    private readonly LaneBuffer _gain;
    private readonly LaneBuffer _change;
    private readonly LaneBuffer _state;
    private readonly LaneBuffer _stateOfOnes;
    private readonly LaneDifferences _differences;
    private Lanes _mean;
    private Lanes _scale;

    /// <summary>Prepares.</summary>
    /// <param name="w">Observations, differenced as the order says.</param>
    /// <param name="order">The order.</param>
    /// <param name="arena">Where vectors stand.</param>
    internal ArmaLikelihood(double[] w, ArimaOrder order, LaneArena arena)
    {
        _w = w;
        _process = new ArmaProcess(order, arena);
        _ofOnes = arena.Take(order.Constant ? w.Length : 0);
        _gain = arena.Take(_process.Size);
        _change = arena.Take(_process.Size + 1);
        _state = arena.Take(_process.Size + 1);
        _stateOfOnes = arena.Take(order.Constant ? _process.Size + 1 : 0);
        _differences = new LaneDifferences(this, order.Coefficients, arena);
    }

    /// <inheritdoc />
    public int Count => _w.Length;

    /// <summary>Estimated mean of the differenced observations, at the point that was kept last; 0 before any, and without a mean.</summary>
    internal double Mean { get; private set; }

    /// <summary>By how much residuals exceed standardised errors, at the point that was kept last; 0 before any.</summary>
    internal double Scale { get; private set; }

    /// <summary>The polynomials of the last call.</summary>
    internal ArmaProcess Process => _process;

    /// <inheritdoc />
    public Lanes Evaluate(ReadOnlySpan<Lanes> points, Span<Lanes> residuals)
    {
        _process.Set(points);
        var logDeterminant = Filter(residuals);
        TakeOutMean(residuals);
        return _scale = LaneMath.Exp(logDeterminant / (2.0 * Count));
    }

    /// <inheritdoc />
    public void Keep(int lane) => (Mean, Scale) = (_mean[lane], _scale[lane]);

    /// <inheritdoc />
    public void Differentiate(ReadOnlySpan<double> point, ReadOnlySpan<double> residuals, Span<Lanes> derivatives) => _differences.Of(point, residuals, derivatives);

    /// <summary>Expected differenced observations after the last one, for the first lane of the last call.</summary>
    internal double[] Continue(int horizon)
    {
        var (size, mean) = (_process.Size, _mean[0]);
        var state = new double[size + 1];
        for (var i = 0; i < size; i++)
            state[i] = _state.Span[i][0] - (_stateOfOnes.Length > 0 ? mean * _stateOfOnes.Span[i][0] : 0);
        var path = new double[horizon];
        for (var step = 0; step < horizon; step++)
        {
            var first = state[0];
            path[step] = mean + first;
            for (var i = 0; i < size; i++)
                state[i] = state[i + 1] + _process.Phi.Span[i][0] * first;
        }

        return path;
    }

    /// <summary>Standardised one-step errors of the observations and of a series of ones; returns the logarithm of the determinant.</summary>
    private Lanes Filter(Span<Lanes> residuals)
    {
        ReadOnlySpan<Lanes> phi = _process.Phi.Span;
        var ofOnes = _ofOnes.Span;
        Span<Lanes> gain = _gain.Span, change = _change.Span, state = _state.Span, stateOfOnes = _stateOfOnes.Span;
        state.Clear();
        stateOfOnes.Clear();
        _process.Gain.Span.CopyTo(gain);
        _process.Gain.Span.CopyTo(change);
        var variance = _process.Covariances.Span[0];
        var precision = Lanes.One / variance;
        var (logarithm, product) = (Lanes.Zero, Lanes.One);
        var settled = 0;
        var t = 0;
        for (; t < residuals.Length && settled <= phi.Length; t++)
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
            product *= variance;
            if (t % Factors == Factors - 1)
            {
                logarithm += LaneMath.Log(product);
                product = Lanes.One;
            }

            var first = change[0];
            var weight = first * precision;
            Learn(gain, change, phi, first, weight);
            variance -= weight * first;
            precision = Lanes.One / variance;
            settled = Vector512.LessThanAll(variance, Vector512.Create(1 + Settled)) ? settled + 1 : 0;
        }

        Settle(residuals, t, precision);
        return logarithm + LaneMath.Log(product);
    }

    /// <summary>The errors from an observation on, when the gain changes no more: two observations at a time, since the state is then read and written once for both.</summary>
    private void Settle(Span<Lanes> residuals, int t, Lanes precision)
    {
        ReadOnlySpan<Lanes> phi = _process.Phi.Span, gain = _gain.Span;
        Span<Lanes> ofOnes = _ofOnes.Span, state = _state.Span, stateOfOnes = _stateOfOnes.Span;
        var root = Vector512.Sqrt(precision);
        for (; t < residuals.Length - 1; t += 2)
        {
            var (error, next) = AdvanceTwice(state, phi, gain, precision, Vector512.Create(_w[t]), Vector512.Create(_w[t + 1]));
            (residuals[t], residuals[t + 1]) = (error * root, next * root);
            if (ofOnes.Length == 0)
                continue;
            (error, next) = AdvanceTwice(stateOfOnes, phi, gain, precision, Lanes.One, Lanes.One);
            (ofOnes[t], ofOnes[t + 1]) = (error * root, next * root);
        }

        if (t == residuals.Length)
            return;
        var last = Vector512.Create(_w[t]) - state[0];
        residuals[t] = last * root;
        Advance(state, phi, gain, last * precision);
        if (ofOnes.Length == 0)
            return;
        last = Lanes.One - stateOfOnes[0];
        ofOnes[t] = last * root;
        Advance(stateOfOnes, phi, gain, last * precision);
    }

    /// <summary>The errors of two observations, and the state after both: element by element the same as one after the other.</summary>
    private static (Lanes Error, Lanes Next) AdvanceTwice(Span<Lanes> state, ReadOnlySpan<Lanes> phi, ReadOnlySpan<Lanes> gain, Lanes precision, Lanes observation, Lanes following)
    {
        phi = phi[..gain.Length];
        var (before, error) = (state[0], observation - state[0]);
        var surprise = error * precision;
        var first = Vector512.FusedMultiplyAdd(gain[0], surprise, Vector512.FusedMultiplyAdd(phi[0], before, state[1]));
        var next = following - first;
        var then = next * precision;
        for (var i = 1; i < gain.Length; i++)
        {
            var between = Vector512.FusedMultiplyAdd(gain[i], surprise, Vector512.FusedMultiplyAdd(phi[i], before, state[i + 1]));
            state[i - 1] = Vector512.FusedMultiplyAdd(gain[i - 1], then, Vector512.FusedMultiplyAdd(phi[i - 1], first, between));
        }

        state[gain.Length - 1] = Vector512.FusedMultiplyAdd(gain[^1], then, Vector512.FusedMultiplyAdd(phi[gain.Length - 1], first, state[gain.Length]));
        return (error, next);
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
    private void TakeOutMean(Span<Lanes> residuals)
    {
        _mean = Lanes.Zero;
        var ofOnes = _ofOnes.Span;
        if (ofOnes.Length == 0)
            return;
        var (cross, square) = (Lanes.Zero, Lanes.Zero);
        for (var t = 0; t < ofOnes.Length; t++)
        {
            cross += ofOnes[t] * residuals[t];
            square += ofOnes[t] * ofOnes[t];
        }

        _mean = cross / square;
        for (var t = 0; t < ofOnes.Length; t++)
            residuals[t] -= _mean * ofOnes[t];
    }
}
