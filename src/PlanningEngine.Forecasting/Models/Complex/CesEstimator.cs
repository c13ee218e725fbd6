using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Models.Complex;

/// <summary>A fitted form.</summary>
/// <param name="Form">The form.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="State">Its final state.</param>
/// <param name="Variance">Variance of the one-step error.</param>
/// <param name="Aicc">Akaike's criterion, corrected for small samples.</param>
internal sealed record CesFit(CesForm Form, CesParameters Parameters, double[] State, double Variance, double Aicc);

/// <summary>Least squares for complex exponential smoothing: parameters by a simplex, initial states by running forwards and then backwards (backcasting).</summary>
internal sealed class CesEstimator : IObjective
{
    private const double Smallest = 0.01;
    private const double LargestAlpha0 = 1.8;
    private const double LargestAlpha1 = 1.9;
    private const double LargestBeta = 1.5;

    private readonly double[] _y;
    private readonly int _period;
    private readonly double[] _season;
    private readonly double[] _initial;
    private readonly double[] _state;
    private readonly NelderMead _search = new(4);
    private CesForm _form;

    /// <summary>Prepares for the forms of one history.</summary>
    /// <param name="y">Observations without NaN, not constant.</param>
    /// <param name="period">Length of the cycle; 1 shuts seasonal forms out.</param>
    internal CesEstimator(double[] y, int period)
    {
        (_y, _period) = (y, period);
        _season = period > 1 ? ClassicalDecomposition.Indices(y, period, multiplicative: false) : [0];
        _initial = new double[CesKernel.StateLength(period)];
        _state = new double[_initial.Length];
    }

    /// <inheritdoc />
    public double Value(ReadOnlySpan<double> point)
    {
        var squares = Pass(Decode(point));
        return double.IsFinite(squares) ? Math.Log(Math.Max(squares, 1e-300)) : double.PositiveInfinity;
    }

    /// <summary>Fits one form.</summary>
    /// <returns>The fit, or null where the history is too short for the form.</returns>
    internal CesFit? Fit(CesForm form, CancellationToken cancellationToken)
    {
        _form = form;
        var n = _y.Length;
        var estimated = Estimated(form);
        if (n - estimated - 1 <= 0 || (form != CesForm.None && n < 2 * _period))
            return null;
        Start();
        Span<double> point = stackalloc double[form switch { CesForm.Partial => 3, CesForm.Full => 4, _ => 2 }];
        point.Fill(0.5);
        point[0] = 0.7;
        if (form == CesForm.Partial)
            point[2] = 0.2;
        _search.Minimise(this, point, 0.15, 60 * point.Length, 1e-6, cancellationToken);
        var value = Value(point);
        if (!double.IsFinite(value))
            return null;
        var aicc = n * value + 2.0 * estimated + 2.0 * estimated * (estimated + 1) / (n - estimated - 1);
        return new CesFit(form, Decode(point), [.. _state], Math.Exp(value) / Math.Max(1, n - point.Length - 1), aicc);
    }

    /// <summary>Parameters, variance, and the initial states that backcasting leaves free.</summary>
    private int Estimated(CesForm form) => form switch
    {
        CesForm.None => 5,
        CesForm.Simple => 3 + 2 * _period,
        CesForm.Partial => 6 + _period,
        _ => 7 + 2 * _period,
    };

    /// <summary>Forwards, backwards, forwards again; the last pass counts.</summary>
    private double Pass(CesParameters parameters)
    {
        Array.Copy(_initial, _state, _initial.Length);
        CesKernel.Run(_y, _form, _period, parameters, _state);
        CesKernel.Run(_y, _form, _period, parameters, _state, backwards: true);
        return CesKernel.Run(_y, _form, _period, parameters, _state);
    }

    private CesParameters Decode(ReadOnlySpan<double> point)
    {
        static double At(double share, double largest) => Smallest + (largest - Smallest) * share;
        var (a0, a1) = (At(point[0], LargestAlpha0), At(point[1], LargestAlpha1));
        return _form switch
        {
            CesForm.Partial => new CesParameters(a0, a1, point[2], 0),
            CesForm.Full => new CesParameters(a0, a1, At(point[2], LargestBeta), At(point[3], LargestBeta)),
            _ => new CesParameters(a0, a1, 0, 0),
        };
    }

    private void Start()
    {
        Array.Clear(_initial);
        var count = Math.Min(_y.Length, Math.Max(10, _period));
        var mean = _y.AsSpan(0, count).ToArray().Average();
        (_initial[0], _initial[1]) = (mean, mean / 1.1);
        for (var phase = 0; phase < _period; phase++)
        {
            var season = _form == CesForm.Simple ? _y[phase] : _season[phase];
            _initial[2 + phase] = season;
            _initial[2 + _period + phase] = season / 1.1;
        }
    }
}
