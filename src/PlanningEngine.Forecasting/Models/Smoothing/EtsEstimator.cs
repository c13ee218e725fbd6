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

    /// <summary>Steps of the climbs from all starts, and how many of these are followed to the end.</summary>
    private const int ClimbSteps = 8;

    private const int Followed = 3;
    private const double SameMaximum = 1e-6;

    private readonly double[] _y;
    private readonly int _period;
    private readonly LaneArena _arena;
    private readonly double _pull;
    private readonly EtsStarts _starts;
    private readonly bool _multiplies;
    private readonly double _scale;

    /// <summary>Prepares for the forms of one history.</summary>
    /// <param name="y">Observations without NaN, not constant.</param>
    /// <param name="period">Length of the cycle; 1 shuts seasonal forms out.</param>
    /// <param name="arena">Where vectors stand.</param>
    /// <param name="pull">How strongly seasonal states are drawn towards the classical decomposition, against the mean curvature of the likelihood in them; 0 for the plain likelihood.</param>
    internal EtsEstimator(double[] y, int period, LaneArena arena, double pull = 0)
    {
        (_y, _period, _arena, _pull) = (y, period, arena, pull);
        _multiplies = period > 1 && y.Min() > 0;
        _starts = new EtsStarts(
            y, period,
            period > 1 ? ClassicalDecomposition.Indices(y, period, multiplicative: false) : null,
            _multiplies ? ClassicalDecomposition.Indices(y, period, multiplicative: true) : null);
        _scale = y.Average(Math.Abs);
    }

    /// <summary>
    /// Fits forms: all of them roughly, then, in the order given, those to the end whose criterion is not out of reach of the best; a single one from all starts.
    /// </summary>
    /// <param name="forms">Forms whose parts the history allows.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The fits; forms for which the history is too short, that break down or are out of reach are left out.</returns>
    internal List<EtsFit> FitAll(IEnumerable<EtsForm> forms, CancellationToken cancellationToken)
    {
        var drafts = new List<Draft>();
        foreach (var form in forms)
        {
            if (Sketch(form, cancellationToken) is { } draft)
                drafts.Add(draft);
        }

        var fits = new List<EtsFit>();
        var best = drafts.Count == 0 ? 0 : drafts.Min(d => d.Aicc);
        foreach (var draft in drafts)
        {
            if (draft.Aicc > best + Reach)
                continue;
            var fit = drafts.Count == 1 ? FinishFromAllStarts(draft, cancellationToken) : Finish(draft, cancellationToken);
            fits.Add(fit);
            best = Math.Min(best, fit.Aicc);
        }

        return fits;
    }

    /// <summary>Fits one form from all starts, of which the best are followed to the end.</summary>
    /// <param name="form">A form whose parts the history allows.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The fit, or null when the history is too short for the form or the form breaks down.</returns>
    internal EtsFit? Fit(EtsForm form, CancellationToken cancellationToken = default) => Sketch(form, cancellationToken) is { } draft ? FinishFromAllStarts(draft, cancellationToken) : null;

    private Draft? Sketch(EtsForm form, CancellationToken cancellationToken)
    {
        if (_y.Length - form.EstimatedParameters(_period) - 1 <= 0 || (form.Season == EtsPart.Multiplicative && !_multiplies))
            return null;
        var mark = _arena.Mark;
        var search = Search(new EtsLikelihood(_y, form, _period, _scale, _arena));
        var start = _starts.States(form, search.Targets.Length);
        var begins = Begin(search, form, start);
        if (begins.Count == 0)
            begins = Begin(search, form, _starts.Tamed(form, start));
        Draft? draft = null;
        if (begins.Count > 0)
        {
            start.CopyTo(search.Targets, 0);
            search.Minimise(RoughSteps, NegligibleAtFirst, cancellationToken);
            // Forms without season are quickly fitted, and have several maxima more often.
            var others = form.Season == EtsPart.None ? begins.Skip(1).Take(OtherClimbs).Select(b => b.Point) : [];
            draft = new Draft(form, [[.. search.Point], .. others], start, Criterion(form, search.Sum));
        }

        _arena.Release(mark);
        return draft;
    }

    /// <summary>Starting points that do not break down, the best first; the search begins there.</summary>
    private List<(double Sum, double[] Point)> Begin(LaneLeastSquares search, EtsForm form, double[] states)
    {
        var points = _arena.Take(states.Length).Span;
        EtsStarts.Fill(points, form, states, set: 0);
        return LanePoints.Ordered(points, search.BeginAtBest(points));
    }

    /// <summary>Where the climbs from all starts lead, eight at a time: first level and slope alone, then everything.</summary>
    private double[][] Climb(Draft draft, CancellationToken cancellationToken)
    {
        var mark = _arena.Mark;
        var (form, size) = (draft.Form, draft.Start.Length);
        var model = new EtsLikelihood(_y, form, _period, _scale, _arena);
        var bounds = Search(model);
        var sizes = new double[size];
        Array.Fill(sizes, 1);
        // Smoothing parameters and seasons that multiply are about one; level, slope and seasons that add are as large as observations.
        sizes.AsSpan(form.SmoothingParameters..(form.Season == EtsPart.Multiplicative ? bounds.FirstPulled : size)).Fill(_scale);
        var climbs = new LaneClimbs(model, sizes, _arena);
        var points = _arena.Take(size).Span;
        var ends = new List<(double Sum, double[] Point)>();
        foreach (var (set, start) in EtsStarts.Sets(draft.Start, _starts.Tamed(form, draft.Start), form))
        {
            EtsStarts.Fill(points, form, start, set);
            var (states, count) = (form.SmoothingParameters, form.Trend == EtsTrend.None ? 1 : 2);
            climbs.Climb(points, states, bounds.Lower.AsSpan(states, count), bounds.Upper.AsSpan(states, count), steps: 1, cancellationToken);
            ends.AddRange(LanePoints.Ordered(points, climbs.Climb(points, 0, bounds.Lower, bounds.Upper, ClimbSteps, cancellationToken)));
        }

        _arena.Release(mark);
        ends.Sort((a, b) => a.Sum.CompareTo(b.Sum));
        // Lanes that came to the same sum stand on the same maximum.
        return [.. ends.Where((e, i) => i == 0 || e.Sum > ends[i - 1].Sum * (1 + SameMaximum)).Take(Followed).Select(e => e.Point)];
    }

    private EtsFit FinishFromAllStarts(Draft draft, CancellationToken cancellationToken) =>
        Finish(draft with { Points = [draft.Points[0], .. Climb(draft, cancellationToken)] }, cancellationToken);

    private EtsFit Finish(Draft draft, CancellationToken cancellationToken)
    {
        var mark = _arena.Mark;
        var model = new EtsLikelihood(_y, draft.Form, _period, _scale, _arena);
        var search = Search(model);
        draft.Start.CopyTo(search.Targets, 0);
        var (sum, best) = (double.PositiveInfinity, draft.Points[0]);
        foreach (var begin in draft.Points)
        {
            search.Begin(begin);
            search.Minimise(MostSteps, Negligible, cancellationToken);
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

    /// <summary>A rough fit: where the search stands, then where it begins again.</summary>
    private sealed record Draft(EtsForm Form, double[][] Points, double[] Start, double Aicc);
}
