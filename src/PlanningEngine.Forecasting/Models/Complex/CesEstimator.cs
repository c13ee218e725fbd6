using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Models.Smoothing;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector256<double>;

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
    private readonly Lanes[] _initial;
    private readonly Lanes[] _state;
    private readonly NelderMead _search = new(4);
    private CesForm _form;

    /// <summary>Prepares for the forms of one history.</summary>
    /// <param name="y">Observations without NaN, not constant.</param>
    /// <param name="period">Length of the cycle; 1 shuts seasonal forms out.</param>
    internal CesEstimator(double[] y, int period)
    {
        (_y, _period) = (y, period);
        _season = period > 1 ? ClassicalDecomposition.Indices(y, period, multiplicative: false) : [0];
        _initial = new Lanes[CesKernel.StateLength(period)];
        _state = new Lanes[_initial.Length];
    }

    /// <inheritdoc />
    public Lanes Values(ReadOnlySpan<Lanes> points)
    {
        var squares = Pass(Decode(points));
        var values = Lanes.Zero;
        for (var lane = 0; lane < Lanes.Count; lane++)
            values = values.WithElement(lane, double.IsFinite(squares[lane]) ? Math.Log(Math.Max(squares[lane], 1e-300)) : double.PositiveInfinity);
        return values;
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
        Span<Lanes> best = stackalloc Lanes[point.Length];
        for (var i = 0; i < point.Length; i++)
            best[i] = Vector256.Create(point[i]);
        var value = Values(best)[0];
        if (!double.IsFinite(value))
            return null;
        var aicc = n * value + 2.0 * estimated + 2.0 * estimated * (estimated + 1) / (n - estimated - 1);
        return new CesFit(form, Decode(best).First, Array.ConvertAll(_state, s => s[0]), Math.Exp(value) / Math.Max(1, n - point.Length - 1), aicc);
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
    private Lanes Pass(CesLanes parameters)
    {
        Array.Copy(_initial, _state, _initial.Length);
        CesKernel.Run(_y, _form, _period, parameters, _state);
        CesKernel.Run(_y, _form, _period, parameters, _state, backwards: true);
        return CesKernel.Run(_y, _form, _period, parameters, _state);
    }

    private CesLanes Decode(ReadOnlySpan<Lanes> points)
    {
        static Lanes At(Lanes share, double largest) => Vector256.Create(Smallest) + (largest - Smallest) * share;
        var (a0, a1) = (At(points[0], LargestAlpha0), At(points[1], LargestAlpha1));
        return _form switch
        {
            CesForm.Partial => new CesLanes(a0, a1, points[2], Lanes.Zero),
            CesForm.Full => new CesLanes(a0, a1, At(points[2], LargestBeta), At(points[3], LargestBeta)),
            _ => new CesLanes(a0, a1, Lanes.Zero, Lanes.Zero),
        };
    }

    private void Start()
    {
        Array.Clear(_initial);
        var count = Math.Min(_y.Length, Math.Max(10, _period));
        var mean = _y.AsSpan(0, count).ToArray().Average();
        (_initial[0], _initial[1]) = (Vector256.Create(mean), Vector256.Create(mean / 1.1));
        for (var phase = 0; phase < _period; phase++)
        {
            var season = _form == CesForm.Simple ? _y[phase] : _season[phase];
            _initial[2 + phase] = Vector256.Create(season);
            _initial[2 + _period + phase] = Vector256.Create(season / 1.1);
        }
    }
}
