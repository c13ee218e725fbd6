using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PlanningEngine.Forecasting.Numerics;
using Lanes = System.Runtime.Intrinsics.Vector512<double>;

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
/// Maximum likelihood for the exponential smoothing family: smoothing parameters and all initial states together, by least squares over vector lanes. Seasonal states may be drawn towards the classical
/// decomposition, which steadies short histories.
/// </summary>
internal sealed class EtsEstimator
{
    private const int RoughSteps = 3;
    private const int MostSteps = 30;
    private const int OtherClimbs = 2;
    private const double NegligibleAtFirst = 0.01;
    private const double Negligible = 1e-5;

    /// <summary>How much the criterion of a rough fit may exceed the best: what is left to gain, and as much as a weight that counts.</summary>
    private const double Reach = 12;

    /// <summary>Starts that are compared: alpha, then the shares of beta, gamma and phi in what each may be.</summary>
    private static readonly double[][] Starts =
    [
        [0.3, 0.1, 0.1, 0.9], [0.05, 0.1, 0.05, 0.9], [0.7, 0.05, 0.05, 0.9], [0.97, 0.02, 0.5, 0.9],
        [0.5, 0.3, 0.1, 0.4], [0.1, 0.5, 0.3, 0.9], [0.3, 0.1, 0.6, 0.9], [0.01, 0.02, 0.01, 0.9],
    ];

    private readonly double[] _y;
    private readonly int _period;
    private readonly LaneArena _arena;
    private readonly double _pull;
    private readonly double[]? _additive;
    private readonly double[]? _multiplicative;
    private readonly double _scale;

    /// <summary>Prepares for the forms of one history.</summary>
    /// <param name="y">Observations without NaN, not constant.</param>
    /// <param name="period">Length of the cycle; 1 shuts seasonal forms out.</param>
    /// <param name="arena">Where vectors stand.</param>
    /// <param name="pull">How strongly seasonal states are drawn towards the classical decomposition, against the mean curvature of the likelihood in them; 0 for the plain likelihood.</param>
    internal EtsEstimator(double[] y, int period, LaneArena arena, double pull = 0)
    {
        (_y, _period, _arena, _pull) = (y, period, arena, pull);
        if (period > 1)
        {
            _additive = ClassicalDecomposition.Indices(y, period, multiplicative: false);
            if (y.Min() > 0)
                _multiplicative = ClassicalDecomposition.Indices(y, period, multiplicative: true);
        }

        _scale = y.Average(Math.Abs);
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
            if (draft.Aicc > best + Reach)
                continue;
            var fit = Finish(draft);
            fits.Add(fit);
            best = Math.Min(best, fit.Aicc);
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
        var mark = _arena.Mark;
        var search = Search(new EtsLikelihood(_y, form, _period, _scale, _arena));
        var start = Start(form, search.Targets.Length);
        var begins = Begin(search, form, start);
        if (begins.Length == 0)
            begins = Begin(search, form, Tamed(form, start));
        Draft? draft = null;
        if (begins.Length > 0)
        {
            start.CopyTo(search.Targets, 0);
            search.Begin(begins[0].Point);
            search.Minimise(RoughSteps, NegligibleAtFirst);
            // Forms without season are quickly fitted, and have several maxima more often.
            var others = form.Season == EtsPart.None ? begins[1..].Take(OtherClimbs).Select(b => b.Point) : [];
            draft = new Draft(form, [[.. search.Point], .. others], start, Criterion(form, search.Sum));
        }

        _arena.Release(mark);
        return draft;
    }

    /// <summary>Starting points that do not break down, the best first.</summary>
    private (double Sum, double[] Point)[] Begin(LaneLeastSquares search, EtsForm form, double[] start)
    {
        var points = _arena.Take(start.Length).Span;
        for (var i = 0; i < start.Length; i++)
            points[i] = Vector512.Create(start[i]);
        var lanes = MemoryMarshal.Cast<Lanes, double>(points);
        for (var i = 0; i < form.SmoothingParameters; i++)
            for (var lane = 0; lane < Starts.Length; lane++)
                lanes[i * Starts.Length + lane] = Starts[lane][Kind(form, i)];
        var sums = search.Sums(points);
        var begins = new List<(double Sum, double[] Point)>();
        for (var lane = 0; lane < Starts.Length; lane++)
        {
            if (!double.IsFinite(sums[lane]))
                continue;
            var point = new double[start.Length];
            for (var i = 0; i < point.Length; i++)
                point[i] = points[i][lane];
            begins.Add((sums[lane], point));
        }

        return [.. begins.OrderBy(b => b.Sum)];
    }

    /// <summary>Initial states without slope and with a third of the season, from which means stay positive more often.</summary>
    private double[] Tamed(EtsForm form, double[] start)
    {
        var tamed = (double[])start.Clone();
        var level = form.SmoothingParameters;
        tamed[level] = _y.Average();
        if (form.Trend != EtsTrend.None)
            tamed[level + 1] = 0;
        for (var i = level + (form.Trend == EtsTrend.None ? 1 : 2); i < tamed.Length; i++)
            tamed[i] = form.Season == EtsPart.Multiplicative ? 1 + (start[i] - 1) / 3 : start[i] / 3;
        return tamed;
    }

    private EtsFit Finish(Draft draft)
    {
        var mark = _arena.Mark;
        var model = new EtsLikelihood(_y, draft.Form, _period, _scale, _arena);
        var search = Search(model);
        draft.Start.CopyTo(search.Targets, 0);
        var (sum, best) = (double.PositiveInfinity, draft.Points[0]);
        foreach (var begin in draft.Points)
        {
            search.Begin(begin);
            search.Minimise(MostSteps, Negligible);
            if (search.Sum < sum)
                (sum, best) = (search.Sum, [.. search.Point]);
        }

        sum = search.Begin(best);
        var relative = draft.Form.Error == EtsPart.Multiplicative ? model.GeometricMean : 1;
        var variance = sum / (relative * relative) / Math.Max(1, _y.Length - (draft.Form.EstimatedParameters(_period) - 1));
        var fit = new EtsFit(draft.Form, model.Decode(best), model.FinalState(), variance, _y.Length * Math.Log(Math.Max(sum, 1e-300)), Criterion(draft.Form, sum));
        _arena.Release(mark);
        return fit;
    }

    private double Criterion(EtsForm form, double sum)
    {
        var estimated = form.EstimatedParameters(_period);
        return _y.Length * Math.Log(Math.Max(sum, 1e-300)) + 2.0 * estimated + 2.0 * estimated * (estimated + 1) / (_y.Length - estimated - 1);
    }

    /// <summary>Which of alpha, beta, gamma, phi a smoothing parameter is.</summary>
    private static int Kind(EtsForm form, int parameter) => parameter switch
    {
        0 => 0,
        1 => form.Trend == EtsTrend.None ? 2 : 1,
        2 => form.Season == EtsPart.None ? 3 : 2,
        _ => 3,
    };

    private LaneLeastSquares Search(EtsLikelihood model)
    {
        var search = new LaneLeastSquares(model, model.Parameters, _arena);
        var (smoothing, season) = (model.Form.SmoothingParameters, model.Form.Season);
        search.Lower.AsSpan(0, smoothing).Clear();
        search.Upper.AsSpan(0, smoothing).Fill(1);
        if (season == EtsPart.None)
            return search;
        (search.FirstPulled, search.Pull) = (search.Point.Length - (_period - 1), _pull);
        return search;
    }

    /// <summary>Initial states: the season of the classical decomposition, level and slope of a line through the first cycles without it.</summary>
    private double[] Start(EtsForm form, int length)
    {
        var start = new double[length];
        var indices = form.Season switch { EtsPart.Additive => _additive, EtsPart.Multiplicative => _multiplicative, _ => null };
        indices?.AsSpan(0, _period - 1).CopyTo(start.AsSpan(length - (_period - 1)));
        var adjusted = new double[Math.Min(_y.Length, Math.Max(10, 2 * _period))];
        for (var t = 0; t < adjusted.Length; t++)
            adjusted[t] = form.Season switch
            {
                EtsPart.Additive => _y[t] - indices![t % _period],
                EtsPart.Multiplicative => _y[t] / indices![t % _period],
                _ => _y[t],
            };
        var (intercept, slope) = LeastSquares.Line(adjusted);
        var level = form.SmoothingParameters;
        if (form.Trend == EtsTrend.None)
            start[level] = intercept + slope * (adjusted.Length - 1) / 2;
        else
            (start[level], start[level + 1]) = (intercept - slope, slope);
        if (form.Error == EtsPart.Multiplicative && intercept <= 0)
        {
            start[level] = adjusted[0];
            if (form.Trend != EtsTrend.None)
                start[level + 1] = 0;
        }

        return start;
    }

    /// <summary>A rough fit: where the search stands, then where it begins again.</summary>
    private sealed record Draft(EtsForm Form, double[][] Points, double[] Start, double Aicc);
}
