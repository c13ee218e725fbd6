using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

namespace PlanningEngine.Forecasting.Models.Smoothing;

/// <summary>
/// The innovations state space recursions (Hyndman et al. 2008, table 2.2) of many parameter points at once, one per vector lane. The log-likelihood is -n/2 log S without its constants, S the sum
/// of squared residuals: errors, or under multiplicative error relative errors times the geometric mean of the one-step means.
/// </summary>
/// <remarks>
/// Parameters are alpha, beta, gamma, phi as far as the form has them, beta as its share of alpha and gamma as its share of 1 - alpha, each share between 0 and 1, then level, slope and all seasonal states but
/// the last, which follows from their sum (0, or the period where they multiply).
/// </remarks>
internal sealed class EtsLikelihood : ILaneResiduals
{
    private const double SmallestWeight = 1e-4;
    private const double LargestWeight = 0.9999;
    private const double SmallestDamping = 0.8;
    private const double LargestDamping = 0.98;
    private const int Factors = 16;

    private readonly double[] _y;
    private readonly int _period;
    private readonly LaneBuffer _seasons;
    private readonly double _scale;
    private Lanes _level;
    private Lanes _slope;
    private Lanes _geometricMean;

    /// <summary>Prepares.</summary>
    /// <param name="y">Observations without NaN.</param>
    /// <param name="form">The form.</param>
    /// <param name="period">Length of the cycle.</param>
    /// <param name="arena">Where vectors stand.</param>
    internal EtsLikelihood(double[] y, EtsForm form, int period, LaneArena arena)
    {
        (_y, Form, _period) = (y, form, form.Season == EtsPart.None ? 1 : period);
        _seasons = arena.Take(_period);
        _scale = y.Average(Math.Abs);
    }

    /// <summary>The form.</summary>
    internal EtsForm Form { get; }

    /// <summary>Number of parameters.</summary>
    internal int Parameters => Form.SmoothingParameters + 1 + (Form.Trend == EtsTrend.None ? 0 : 1) + _period - 1;

    /// <summary>Geometric mean of the one-step means in the first lane of the last call's last block, under multiplicative error.</summary>
    internal double GeometricMean => _geometricMean[0];

    /// <inheritdoc />
    public int Count => _y.Length;

    /// <inheritdoc />
    public void Evaluate(ReadOnlySpan<Lanes> points, int blocks, Span<Lanes> residuals)
    {
        for (var block = 0; block < blocks; block++)
        {
            var ofBlock = residuals.Slice(block * _y.Length, _y.Length);
            var least = Run(points.Slice(block * Parameters, Parameters), ofBlock);
            if (Form.Error == EtsPart.Multiplicative)
                Relate(ofBlock, least);
        }
    }

    /// <summary>Smoothing parameters of a point.</summary>
    internal EtsParameters Decode(ReadOnlySpan<double> point)
    {
        Span<Lanes> lanes = stackalloc Lanes[point.Length];
        for (var i = 0; i < point.Length; i++)
            lanes[i] = Vector512.Create(point[i]);
        var (alpha, beta, gamma, phi) = Smoothing(lanes);
        return new EtsParameters(alpha[0], beta[0], gamma[0], phi[0]);
    }

    /// <summary>State after the last observation in the first lane of the last call's last block: level, slope, seasons by phase.</summary>
    internal double[] FinalState()
    {
        var state = new double[2 + _period];
        (state[0], state[1]) = (_level[0], _slope[0]);
        for (var phase = 0; phase < _period; phase++)
            state[2 + phase] = _seasons.Span[phase][0];
        return state;
    }

    private (Lanes Alpha, Lanes Beta, Lanes Gamma, Lanes Phi) Smoothing(ReadOnlySpan<Lanes> point)
    {
        var next = 0;
        var smallest = Vector512.Create(SmallestWeight);
        var alpha = smallest + (LargestWeight - SmallestWeight) * point[next++];
        var beta = Form.Trend == EtsTrend.None ? Lanes.Zero : smallest + (alpha - smallest) * point[next++];
        var gamma = Form.Season == EtsPart.None ? Lanes.Zero : smallest + Vector512.Max(Lanes.Zero, Lanes.One - alpha - smallest) * point[next++];
        var phi = Form.Trend == EtsTrend.Damped ? Vector512.Create(SmallestDamping) + (LargestDamping - SmallestDamping) * point[next] : Lanes.One;
        return (alpha, beta, gamma, phi);
    }

    /// <summary>Runs a block and leaves raw errors; returns the least factor of a mean, which must be positive under multiplicative error.</summary>
    private Lanes Run(ReadOnlySpan<Lanes> point, Span<Lanes> errors)
    {
        var (alpha, beta, gamma, phi) = Smoothing(point);
        var next = Form.SmoothingParameters;
        _level = point[next++];
        _slope = Form.Trend == EtsTrend.None ? Lanes.Zero : point[next++];
        var seasons = _seasons.Span;
        seasons[0] = Lanes.Zero;
        if (Form.Season == EtsPart.None)
            return RunPlain(alpha, beta, phi, errors);
        var last = Form.Season == EtsPart.Multiplicative ? Vector512.Create((double)_period) : Lanes.Zero;
        for (var phase = 0; phase < _period - 1; phase++)
        {
            seasons[phase] = point[next++];
            last -= seasons[phase];
        }

        seasons[_period - 1] = last;
        return Form.Season == EtsPart.Additive ? RunAdditive(alpha, beta, gamma, phi, errors) : RunMultiplicative(alpha, beta, gamma, phi, errors);
    }

    private Lanes RunPlain(Lanes alpha, Lanes beta, Lanes phi, Span<Lanes> errors)
    {
        var (level, slope) = (_level, _slope);
        var least = Vector512.Create(double.PositiveInfinity);
        for (var t = 0; t < errors.Length; t++)
        {
            var damped = phi * slope;
            var mean = level + damped;
            var error = Vector512.Create(_y[t]) - mean;
            level = Vector512.FusedMultiplyAdd(alpha, error, mean);
            slope = Vector512.FusedMultiplyAdd(beta, error, damped);
            least = Vector512.Min(least, mean);
            errors[t] = error;
        }

        (_level, _slope) = (level, slope);
        return least;
    }

    private Lanes RunAdditive(Lanes alpha, Lanes beta, Lanes gamma, Lanes phi, Span<Lanes> errors)
    {
        var (level, slope, phase) = (_level, _slope, 0);
        var least = Vector512.Create(double.PositiveInfinity);
        var ofPhase = _seasons.Span;
        for (var t = 0; t < errors.Length; t++)
        {
            var damped = phi * slope;
            var trend = level + damped;
            var mean = trend + ofPhase[phase];
            var error = Vector512.Create(_y[t]) - mean;
            level = Vector512.FusedMultiplyAdd(alpha, error, trend);
            slope = Vector512.FusedMultiplyAdd(beta, error, damped);
            ofPhase[phase] = Vector512.FusedMultiplyAdd(gamma, error, ofPhase[phase]);
            phase = phase + 1 == ofPhase.Length ? 0 : phase + 1;
            least = Vector512.Min(least, mean);
            errors[t] = error;
        }

        (_level, _slope) = (level, slope);
        return least;
    }

    private Lanes RunMultiplicative(Lanes alpha, Lanes beta, Lanes gamma, Lanes phi, Span<Lanes> errors)
    {
        var (level, slope, phase) = (_level, _slope, 0);
        var least = Vector512.Create(double.PositiveInfinity);
        var ofPhase = _seasons.Span;
        for (var t = 0; t < errors.Length; t++)
        {
            var damped = phi * slope;
            var trend = level + damped;
            var season = ofPhase[phase];
            var mean = trend * season;
            var error = Vector512.Create(_y[t]) - mean;
            var perSeason = error / season;
            level = Vector512.FusedMultiplyAdd(alpha, perSeason, trend);
            slope = Vector512.FusedMultiplyAdd(beta, perSeason, damped);
            ofPhase[phase] = Vector512.FusedMultiplyAdd(gamma, error / trend, season);
            phase = phase + 1 == ofPhase.Length ? 0 : phase + 1;
            least = Vector512.Min(least, Vector512.Min(trend, season));
            errors[t] = error;
        }

        (_level, _slope) = (level, slope);
        return least;
    }

    /// <summary>Turns errors into relative ones times the geometric mean of the means; a mean that is not positive breaks the form down.</summary>
    private void Relate(Span<Lanes> errors, Lanes least)
    {
        var perScale = 1 / _scale;
        var (logarithm, product) = (Lanes.Zero, Lanes.One);
        for (var t = 0; t < errors.Length; t++)
        {
            var mean = Vector512.Create(_y[t]) - errors[t];
            errors[t] /= mean;
            product *= mean * perScale;
            if (t % Factors == Factors - 1)
            {
                logarithm += Vector512.Log(product);
                product = Lanes.One;
            }
        }

        logarithm += Vector512.Log(product);
        var scale = _geometricMean = Vector512.ConditionalSelect(Vector512.GreaterThan(least, Lanes.Zero), _scale * Vector512.Exp(logarithm / errors.Length), Vector512.Create(double.NaN));
        for (var t = 0; t < errors.Length; t++)
            errors[t] *= scale;
    }
}
