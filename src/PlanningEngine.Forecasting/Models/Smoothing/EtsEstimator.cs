using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Models.Smoothing;

/// <summary>A fitted form.</summary>
/// <param name="Form">The form.</param>
/// <param name="Parameters">Its smoothing parameters.</param>
/// <param name="State">Its final state: level, slope, seasons by phase.</param>
/// <param name="Variance">Variance of the (relative) one-step error.</param>
/// <param name="Objective">Minus twice the log-likelihood, without constants.</param>
/// <param name="Aicc">Akaike's criterion, corrected for small samples.</param>
internal sealed record EtsFit(EtsForm Form, EtsParameters Parameters, double[] State, double Variance, double Objective, double Aicc);

/// <summary>
/// Maximum likelihood for the exponential smoothing family. The few smoothing parameters are searched by a simplex; the initial states, in which
/// the errors are (nearly) linear, follow by Gauss-Newton steps in turn with it. Seasonal states are drawn a little towards the classical
/// decomposition, which steadies short histories.
/// </summary>
internal sealed class EtsEstimator : IObjective
{
    private const double SmallestWeight = 1e-4;
    private const double LargestWeight = 0.9999;
    private const double SmallestDamping = 0.8;
    private const double LargestDamping = 0.98;
    private const double SeasonalPull = 0.1;
    private const double Difference = 1e-4;
    private const int RoughEvaluations = 40;

    /// <summary>How much the criterion of a rough fit may exceed the best: what is left to gain, and as much as a weight that counts.</summary>
    private const double Reach = 12;

    private readonly double[] _y;
    private readonly int _period;
    private readonly double[]? _additive;
    private readonly double[]? _multiplicative;
    private readonly NelderMead _search = new(4);
    private readonly double[] _initial;
    private readonly double[] _prior;
    private readonly double[] _state;
    private readonly double[] _errors;
    private readonly double[] _moved;
    private readonly double[] _jacobian;
    private readonly double[] _normal;
    private readonly double[] _step;
    private readonly double[] _attempt;
    private readonly double _scale;
    private EtsForm _form;

    /// <summary>Prepares for the forms of one history.</summary>
    /// <param name="y">Observations without NaN, not constant.</param>
    /// <param name="period">Length of the cycle; 1 shuts seasonal forms out.</param>
    internal EtsEstimator(double[] y, int period)
    {
        _y = y;
        _period = period;
        if (period > 1)
        {
            _additive = ClassicalDecomposition.Indices(y, period, multiplicative: false);
            if (y.Min() > 0)
                _multiplicative = ClassicalDecomposition.Indices(y, period, multiplicative: true);
        }

        var size = 2 + period;
        (_initial, _prior, _state, _attempt, _step) = (new double[size], new double[size], new double[size], new double[size], new double[size]);
        (_errors, _moved) = (new double[y.Length], new double[y.Length]);
        _jacobian = new double[size * y.Length];
        _normal = new double[size * size];
        foreach (var value in y)
            _scale += Math.Abs(value) / y.Length;
    }

    /// <inheritdoc />
    public double Value(ReadOnlySpan<double> point)
    {
        Array.Copy(_initial, _state, _initial.Length);
        return EtsKernel.Run(_y, _form, _period, Decode(point), _state, _errors);
    }

    /// <summary>
    /// Fits forms: all of them roughly, then, in the order given, those to the end whose criterion is not out of reach of the best.
    /// </summary>
    /// <param name="forms">Forms whose parts the history allows.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The fits; forms for which the history is too short, that break down or are out of reach are left out.</returns>
    internal List<EtsFit> FitAll(IEnumerable<EtsForm> forms, CancellationToken cancellationToken)
    {
        var drafts = new List<Draft>();
        foreach (var form in forms)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Sketch(form) is { } draft)
                drafts.Add(draft);
        }

        var fits = new List<EtsFit>();
        var best = drafts.Count == 0 ? 0 : drafts.Min(d => d.Aicc);
        foreach (var draft in drafts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (draft.Aicc <= best + Reach && Finish(draft) is { } fit)
            {
                fits.Add(fit);
                best = Math.Min(best, fit.Aicc);
            }
        }

        return fits;
    }

    /// <summary>Fits one form.</summary>
    /// <param name="form">A form whose parts the history allows.</param>
    /// <returns>The fit, or null when the history is too short for the form or the form breaks down.</returns>
    internal EtsFit? Fit(EtsForm form) => Sketch(form) is { } draft ? Finish(draft) : null;

    private Draft? Sketch(EtsForm form)
    {
        if (_y.Length - form.EstimatedParameters(_period) - 1 <= 0 || (form.Season == EtsPart.Multiplicative && _multiplicative is null))
            return null;
        _form = form;
        Start();
        var point = new double[form.SmoothingParameters];
        Array.Fill(point, 0.15);
        point[0] = 0.3;
        if (form.Trend == EtsTrend.Damped)
            point[^1] = 0.8;
        _search.Minimise(this, point, 0.25, RoughEvaluations, 1e-3);
        ImproveInitialStates(point);
        return new Draft(form, point, [.. _initial], [.. _prior], Criterion(Value(point)));
    }

    private EtsFit? Finish(Draft draft)
    {
        _form = draft.Form;
        draft.Initial.CopyTo(_initial, 0);
        draft.Prior.CopyTo(_prior, 0);
        Span<double> point = draft.Point;
        _search.Minimise(this, point, 0.1, 50, 1e-3);
        ImproveInitialStates(point);
        var objective = _search.Minimise(this, point, 0.03, 30, 1e-4);
        if (!double.IsFinite(objective))
            return null;
        objective = Value(point);
        var squares = 0.0;
        foreach (var error in _errors)
            squares += error * error;
        var variance = squares / Math.Max(1, _y.Length - (_form.EstimatedParameters(_period) - 1));
        return new EtsFit(_form, Decode(point), [.. _state], variance, objective, Criterion(objective));
    }

    private double Criterion(double objective)
    {
        var estimated = _form.EstimatedParameters(_period);
        return objective + 2.0 * estimated + 2.0 * estimated * (estimated + 1) / (_y.Length - estimated - 1);
    }

    private EtsParameters Decode(ReadOnlySpan<double> point)
    {
        var next = 0;
        var alpha = SmallestWeight + (LargestWeight - SmallestWeight) * point[next++];
        var beta = _form.Trend == EtsTrend.None ? 0 : SmallestWeight + (alpha - SmallestWeight) * point[next++];
        var gamma = _form.Season == EtsPart.None ? 0 : SmallestWeight + Math.Max(0, 1 - alpha - SmallestWeight) * point[next++];
        var phi = _form.Trend == EtsTrend.Damped ? SmallestDamping + (LargestDamping - SmallestDamping) * point[next] : 1;
        return new EtsParameters(alpha, beta, gamma, phi);
    }

    private void Start()
    {
        Array.Clear(_initial);
        var indices = _form.Season switch { EtsPart.Additive => _additive, EtsPart.Multiplicative => _multiplicative, _ => null };
        indices?.CopyTo(_initial, 2);
        var count = Math.Min(_y.Length, Math.Max(10, 2 * _period));
        var start = _errors.AsSpan(0, count);
        for (var t = 0; t < count; t++)
            start[t] = _form.Season switch
            {
                EtsPart.Additive => _y[t] - indices![t % _period],
                EtsPart.Multiplicative => _y[t] / indices![t % _period],
                _ => _y[t],
            };
        var (intercept, slope) = LeastSquares.Line(start);
        if (_form.Trend == EtsTrend.None)
            _initial[0] = intercept + slope * (count - 1) / 2;
        else
        {
            _initial[1] = slope;
            _initial[0] = intercept - slope;
        }

        if (_form.Error == EtsPart.Multiplicative && _initial[0] + _initial[1] <= 0)
        {
            _initial[0] = _y[0];
            _initial[1] = 0;
        }

        Array.Copy(_initial, _prior, _initial.Length);
    }

    /// <summary>One Gauss-Newton step on the initial states, halved until it helps, else not taken.</summary>
    private void ImproveInitialStates(ReadOnlySpan<double> point)
    {
        var parameters = Decode(point);
        var before = Value(point);
        var size = _form.Season == EtsPart.None ? (_form.Trend == EtsTrend.None ? 1 : 2) : _initial.Length;
        if (!double.IsFinite(before) || !FillJacobian(parameters, size) || !SolveStep(size))
            return;
        var factor = 1.0;
        for (var attempt = 0; attempt < 3; attempt++, factor /= 3)
        {
            for (var i = 0; i < _initial.Length; i++)
                _attempt[i] = _initial[i] + (i < size ? factor * _step[i] : 0);
            Array.Copy(_attempt, _state, _state.Length);
            if (EtsKernel.Run(_y, _form, _period, parameters, _state, _moved) < before)
            {
                Array.Copy(_attempt, _initial, _initial.Length);
                return;
            }
        }
    }

    private bool FillJacobian(EtsParameters parameters, int size)
    {
        var n = _y.Length;
        for (var i = 0; i < size; i++)
        {
            if (i == 1 && _form.Trend == EtsTrend.None)
            {
                _jacobian.AsSpan(n, n).Clear();
                continue;
            }

            var delta = Difference * (i >= 2 && _form.Season == EtsPart.Multiplicative ? 1 : _scale);
            Array.Copy(_initial, _state, _state.Length);
            _state[i] += delta;
            if (!double.IsFinite(EtsKernel.Run(_y, _form, _period, parameters, _state, _moved)))
                return false;
            for (var t = 0; t < n; t++)
                _jacobian[i * n + t] = (_moved[t] - _errors[t]) / delta;
        }

        return true;
    }

    private bool SolveStep(int size)
    {
        var n = _y.Length;
        var seasonal = 0.0;
        for (var i = 0; i < size; i++)
        {
            var row = _jacobian.AsSpan(i * n, n);
            for (var j = 0; j <= i; j++)
                _normal[i * size + j] = LeastSquares.Dot(row, _jacobian.AsSpan(j * n, n));
            _step[i] = -LeastSquares.Dot(row, _errors);
            if (i >= 2)
                seasonal += _normal[i * size + i] / (size - 2);
        }

        for (var i = 0; i < size; i++)
        {
            var pull = i < 2 ? 1e-9 * _normal[i * size + i] + 1e-300 : SeasonalPull * seasonal;
            if (i == 1 && _form.Trend == EtsTrend.None)
                pull = 1;
            _normal[i * size + i] += pull;
            if (i >= 2)
                _step[i] -= pull * (_initial[i] - _prior[i]);
        }

        return LeastSquares.Solve(_normal.AsSpan(0, size * size), _step.AsSpan(0, size));
    }

    /// <summary>A rough fit: where the search stands.</summary>
    private sealed record Draft(EtsForm Form, double[] Point, double[] Initial, double[] Prior, double Aicc);
}
