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
    private readonly LaneBuffer _products;
    private readonly EtsTangents _tangents;
    private readonly double _scale;
    private Lanes _level;
    private Lanes _slope;

    /// <summary>Prepares.</summary>
    /// <param name="y">Observations without NaN.</param>
    /// <param name="form">The form.</param>
    /// <param name="period">Length of the cycle.</param>
    /// <param name="scale">Typical size of an observation.</param>
    /// <param name="arena">Where vectors stand.</param>
    internal EtsLikelihood(double[] y, EtsForm form, int period, double scale, LaneArena arena)
    {
        (_y, Form, _period, _scale) = (y, form, form.Season == EtsPart.None ? 1 : period, scale);
        _seasons = arena.Take(_period);
        _products = arena.Take(form.Error == EtsPart.Multiplicative ? (y.Length + Factors - 1) / Factors : 0);
        _tangents = new EtsTangents(y, form, _period, Parameters, arena);
    }

    /// <summary>The form.</summary>
    internal EtsForm Form { get; }

    /// <summary>Number of parameters.</summary>
    internal int Parameters => Form.SmoothingParameters + 1 + (Form.Trend == EtsTrend.None ? 0 : 1) + _period - 1;

    /// <summary>Geometric mean of the one-step means in the first lane of the last call, under multiplicative error.</summary>
    internal double GeometricMean { get; private set; } = 1;

    /// <inheritdoc />
    public int Count => _y.Length;

    /// <inheritdoc />
    public Lanes Evaluate(ReadOnlySpan<Lanes> points, Span<Lanes> residuals)
    {
        var least = Run(points, residuals);
        if (Form.Error == EtsPart.Additive)
            return Lanes.One;
        var logarithm = Lanes.Zero;
        foreach (var product in _products.Span)
            logarithm += LaneMath.Log(product);
        var means = _scale * LaneMath.Exp(logarithm / _y.Length);
        GeometricMean = means[0];
        return Vector512.ConditionalSelect(Vector512.GreaterThan(least, Lanes.Zero), means, Vector512.Create(double.NaN));
    }

    /// <inheritdoc />
    public void Differentiate(ReadOnlySpan<double> point, ReadOnlySpan<double> residuals, Span<Lanes> derivatives) =>
        _tangents.Run(point, Decode(point), Slopes(point), residuals, derivatives);

    /// <summary>Smoothing parameters of a point.</summary>
    internal EtsParameters Decode(ReadOnlySpan<double> point)
    {
        var next = 0;
        var alpha = SmallestWeight + (LargestWeight - SmallestWeight) * point[next++];
        var beta = Form.Trend == EtsTrend.None ? 0 : SmallestWeight + (alpha - SmallestWeight) * point[next++];
        var gamma = Form.Season == EtsPart.None ? 0 : SmallestWeight + Math.Max(0, 1 - alpha - SmallestWeight) * point[next++];
        return new EtsParameters(alpha, beta, gamma, Form.Trend == EtsTrend.Damped ? SmallestDamping + (LargestDamping - SmallestDamping) * point[next] : 1);
    }

    /// <summary>Derivatives of the smoothing parameters of a point.</summary>
    private EtsSlopes Slopes(ReadOnlySpan<double> point)
    {
        var next = 0;
        const double Range = LargestWeight - SmallestWeight;
        var room = Range * (1 - point[0]);
        var alpha = Lanes.Zero.WithElement(next++, Range);
        var (beta, gamma, phi) = (Lanes.Zero, Lanes.Zero, Lanes.Zero);
        if (Form.Trend != EtsTrend.None)
            beta = (alpha * point[next]).WithElement(next++, Range * point[0]);
        if (Form.Season != EtsPart.None)
            gamma = room > 0 ? (-alpha * point[next]).WithElement(next++, room) : Lanes.Zero;
        if (Form.Trend == EtsTrend.Damped)
            phi = phi.WithElement(Form.SmoothingParameters - 1, LargestDamping - SmallestDamping);
        return new EtsSlopes(alpha, beta, gamma, phi);
    }

    /// <summary>State after the last observation in the first lane of the last call: level, slope, seasons by phase.</summary>
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

    /// <summary>
    /// Leaves errors, relative ones under multiplicative error and then the products of the means too; returns the least factor of a mean, which must be positive under multiplicative error.
    /// </summary>
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
        var (level, slope, kept, relative) = (_level, _slope, Lanes.One - alpha, Form.Error == EtsPart.Multiplicative);
        var (least, product, perScale) = (Vector512.Create(double.PositiveInfinity), Lanes.One, Vector512.Create(1 / _scale));
        var products = _products.Span;
        for (var t = 0; t < errors.Length; t++)
        {
            var y = Vector512.Create(_y[t]);
            var mean = Vector512.FusedMultiplyAdd(phi, slope, level);
            level = Vector512.FusedMultiplyAdd(kept, mean, alpha * y);
            slope = Vector512.FusedMultiplyAdd(-beta, mean, Vector512.FusedMultiplyAdd(phi, slope, beta * y));
            var error = y - mean;
            if (relative)
            {
                error /= mean;
                least = Vector512.MinNative(least, mean);
                products[t / Factors] = product = t % Factors == 0 ? mean * perScale : product * (mean * perScale);
            }

            errors[t] = error;
        }

        (_level, _slope) = (level, slope);
        return least;
    }

    private Lanes RunAdditive(Lanes alpha, Lanes beta, Lanes gamma, Lanes phi, Span<Lanes> errors)
    {
        var (level, slope, kept, relative) = (_level, _slope, Lanes.One - alpha, Form.Error == EtsPart.Multiplicative);
        var (least, product, perScale) = (Vector512.Create(double.PositiveInfinity), Lanes.One, Vector512.Create(1 / _scale));
        var products = _products.Span;
        var ofPhase = _seasons.Span;
        var phase = 0;
        for (var t = 0; t < errors.Length; t++)
        {
            var y = Vector512.Create(_y[t]);
            var season = ofPhase[phase];
            var adjusted = y - season;
            var trend = Vector512.FusedMultiplyAdd(phi, slope, level);
            level = Vector512.FusedMultiplyAdd(kept, trend, alpha * adjusted);
            slope = Vector512.FusedMultiplyAdd(-beta, trend, Vector512.FusedMultiplyAdd(phi, slope, beta * adjusted));
            var error = adjusted - trend;
            ofPhase[phase] = Vector512.FusedMultiplyAdd(gamma, error, season);
            phase = phase + 1 == ofPhase.Length ? 0 : phase + 1;
            if (relative)
            {
                var mean = trend + season;
                error /= mean;
                least = Vector512.MinNative(least, mean);
                products[t / Factors] = product = t % Factors == 0 ? mean * perScale : product * (mean * perScale);
            }

            errors[t] = error;
        }

        (_level, _slope) = (level, slope);
        return least;
    }

    private Lanes RunMultiplicative(Lanes alpha, Lanes beta, Lanes gamma, Lanes phi, Span<Lanes> errors)
    {
        var (level, slope, kept, keptSeason) = (_level, _slope, Lanes.One - alpha, Lanes.One - gamma);
        var (least, product, perScale) = (Vector512.Create(double.PositiveInfinity), Lanes.One, Vector512.Create(1 / _scale));
        var products = _products.Span;
        var ofPhase = _seasons.Span;
        var phase = 0;
        for (var t = 0; t < errors.Length; t++)
        {
            var y = Vector512.Create(_y[t]);
            var season = ofPhase[phase];
            var adjusted = y / season;
            var trend = Vector512.FusedMultiplyAdd(phi, slope, level);
            level = Vector512.FusedMultiplyAdd(kept, trend, alpha * adjusted);
            slope = Vector512.FusedMultiplyAdd(-beta, trend, Vector512.FusedMultiplyAdd(phi, slope, beta * adjusted));
            var perTrend = Lanes.One / trend;
            ofPhase[phase] = Vector512.FusedMultiplyAdd(gamma, y * perTrend, keptSeason * season);
            phase = phase + 1 == ofPhase.Length ? 0 : phase + 1;
            least = Vector512.MinNative(least, Vector512.MinNative(trend, season));
            var mean = trend * season * perScale;
            products[t / Factors] = product = t % Factors == 0 ? mean : product * mean;
            errors[t] = (adjusted - trend) * perTrend;
        }

        (_level, _slope) = (level, slope);
        return least;
    }
}
