using PlanningEngine.Forecasting.Features;
using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Learned;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Preparation;
using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.StockOuts;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>
/// The method <c>auto</c>: tries the methods that fit the demand class on inner origins, combines them with weights that leave their priors only as far as losses
/// justify, calibrates the spread on the same inner origins, and measures itself on later origins that none of this saw.
/// </summary>
/// <remarks>
/// A run may first learn weights over many series from their <see cref="Evidence"/>; it calls <see cref="Backtest"/> per series in parallel, pools <see cref="SeriesBacktest.HeldOut"/> in a <see cref="CalibrationPool"/>, and calls
/// <see cref="Finish"/> per series. A stateless call uses <see cref="Solve(TimeSeries, ForecastRequest, CancellationToken)"/>, which looks at its one series only. Immutable, safe for concurrent calls.
/// </remarks>
/// <param name="additional">Further candidates for every series, such as a global model. Default: none.</param>
/// <param name="methods">Names of the methods to choose from, for every series: of <see cref="ForecastMethods"/> or of a further candidate. Default: those that fit the demand class.</param>
/// <param name="learned">Weights learned over many series by the same candidates. Default: none.</param>
public sealed class AutoForecaster(IReadOnlyList<IForecaster>? additional = null, IReadOnlyList<string>? methods = null, LearnedWeights? learned = null) : IForecaster
{
    private readonly LearnedWeights _learned = learned ?? LearnedWeights.None;
    private readonly IReadOnlyList<string> _only = methods ?? [];
    private readonly IReadOnlyList<IForecaster> _additional = additional ?? [];

    /// <inheritdoc />
    public string Name => "auto";

    /// <summary>Seasons that series with demand that is mostly zero show together. Default: none.</summary>
    public SharedSeasons Seasons { get; init; } = SharedSeasons.None;

    /// <summary>What is known of a season ahead that no origin saw: it takes the place of the combination there, and at later origins alike. Default: nothing.</summary>
    public ISeasonAhead? Ahead { get; init; }

    /// <summary>Weights and calibration learned beforehand. Default: those that ship.</summary>
    internal LearnedParameters Parameters { get; init; } = LearnedParameters.Shipped;

    /// <summary>Whether methods that learned weights left without any are not tried at all: forecasts are the same, but nothing is measured of those. Default: all are tried.</summary>
    internal bool WeighedAlone { get; init; }

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default) =>
        Solve(series, request, cancellationToken).Forecast;

    /// <summary>Forecast and credibility of one series from this series alone; the answer does not depend on any other.</summary>
    /// <param name="series">The history.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ForecastInputException">The input cannot be used.</exception>
    public SeriesForecast Solve(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        InputRules.ThrowIfViolated(series, request);
        if (OpenPhases.Of(series) is { } open)
        {
            var answer = Solve(open.Series, request with { Horizon = open.Within(request.Horizon) }, cancellationToken);
            return answer with { Forecast = open.Restore(answer.Forecast, request) };
        }

        var sold = FirstSale.Since(series);
        var firstKnown = sold.FirstPeriod + Array.FindIndex(sold.Values, v => !double.IsNaN(v));
        var unknownAtEnd = History.UnknownAtEndOf(series);
        return Solve(series, request, OriginPlan.For(firstKnown, series.End - unknownAtEnd, unknownAtEnd + request.Horizon, series.Period), cancellationToken);
    }

    /// <summary>Forecast and credibility of one series from this series alone, at origins that it shares with others.</summary>
    /// <param name="series">The history.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="plan">The origins.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ForecastInputException">The input cannot be used.</exception>
    public SeriesForecast Solve(TimeSeries series, ForecastRequest request, OriginPlan plan, CancellationToken cancellationToken = default)
    {
        var backtest = Backtest(series, request, plan, cancellationToken);
        return Finish(series, request, backtest, CalibrationTable.ReferenceFor(Parameters.Spread, FirstSale.Since(series)), cancellationToken);
    }

    /// <summary>Before the first step: how the methods' errors went together on the inner origins of a series. The later origins are not looked at.</summary>
    /// <param name="series">The history.</param>
    /// <param name="request">What is asked; levels play no part.</param>
    /// <param name="plan">The origins, shared by all series of a run.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The evidence of each inner origin; none where the history is too short.</returns>
    /// <exception cref="ForecastInputException">The input cannot be used.</exception>
    public IReadOnlyList<CombinationEvidence> Evidence(TimeSeries series, ForecastRequest request, OriginPlan plan, CancellationToken cancellationToken = default) =>
        EvidenceKeeping(null, series, request, plan, cancellationToken);

    /// <summary>The same with forecasts that other trials of the series made, and may use.</summary>
    internal IReadOnlyList<CombinationEvidence> EvidenceKeeping(KeptForecasts? kept, TimeSeries series, ForecastRequest request, OriginPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        InputRules.ThrowIfViolated(series, request);
        var sold = FirstSale.Since(series);
        return new BacktestOfSeries(sold, request, plan.Within(sold), CandidatesOf, MultipliersOf, kept).Evidence(cancellationToken);
    }

    /// <summary>First step: what the origins of a series teach, also about treatment where that is to be tried.</summary>
    /// <param name="series">The history.</param>
    /// <param name="request">What is asked; levels play no part yet.</param>
    /// <param name="plan">The origins, shared by all series of a run.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Weights, scores and later points.</returns>
    /// <exception cref="ForecastInputException">The input cannot be used.</exception>
    public SeriesBacktest Backtest(TimeSeries series, ForecastRequest request, OriginPlan plan, CancellationToken cancellationToken = default) =>
        BacktestKeeping(null, series, request, plan, cancellationToken);

    /// <summary>The same with forecasts that other trials of the series made, and may use.</summary>
    internal SeriesBacktest BacktestKeeping(KeptForecasts? kept, TimeSeries series, ForecastRequest request, OriginPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        InputRules.ThrowIfViolated(series, request);
        var sold = FirstSale.Since(series);
        SeriesBacktest Run(ForecastRequest asked) => new BacktestOfSeries(sold, asked, plan.Within(sold), CandidatesOf, MultipliersOf, kept).Run(plan, cancellationToken);
        var backtest = request.Treatment == Treatment.Tried ? new TreatmentTrial(sold, request, plan).Decide(Run, cancellationToken) : Run(request);
        return Ahead is null || backtest.Later.Count == 0 ? backtest : backtest with { Later = [.. backtest.Later.GroupBy(p => p.Cutoff).SelectMany(o => AheadOf(sold, request, [.. o], cancellationToken))] };
    }

    /// <summary>Second step: fits the chosen methods to the whole history, calibrates, and measures the credibility.</summary>
    /// <param name="series">The same history.</param>
    /// <param name="request">What is asked; what is done about outliers and level shifts is what the first step decided.</param>
    /// <param name="backtest">The first step's result for the series.</param>
    /// <param name="calibration">The table pooled over similar series.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ForecastInputException">The input cannot be used.</exception>
    /// <exception cref="ArgumentException">The backtest names a method that is not a candidate here.</exception>
    public SeriesForecast Finish(
        TimeSeries series, ForecastRequest request, SeriesBacktest backtest, CalibrationTable calibration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(backtest);
        ArgumentNullException.ThrowIfNull(calibration);
        InputRules.ThrowIfViolated(series, request);
        request = request with { Treatment = backtest.Treatment, TreatOnly = backtest.TreatedOnly?.ToHashSet() };
        string[] ofStart = FirstSale.Describe(series) is { } unsold ? [unsold] : [];
        series = FirstSale.Since(series);
        var chosen = backtest.Accuracies.Where(a => a.Chosen).ToArray();
        var candidates = CandidatesOf(backtest.Pattern.Class, series, series.Length);
        var forecasts = new List<Forecast?>();
        string[] ofClosed = OpenPhases.Describe(series) is { } closed ? [closed] : [];
        List<string> notes = [.. ofStart, .. ofClosed, .. backtest.Notes];
        var said = new List<(string Method, IReadOnlyList<string> Notes)>();
        var demand = PreparedDemand.Of(series, request, candidates.Select(c => c.Method), cancellationToken);
        notes.AddRange(demand?.Notes ?? []);
        string[] ofSeries = [.. notes.Except(demand?.EffectNotes ?? [])];
        double[] levels = [.. ForecastRequest.DefaultLevels.Union(request.Levels).Order()];
        foreach (var accuracy in chosen)
        {
            var method = Array.Find(candidates, c => c.Method.Name == accuracy.Method).Method
                ?? throw new ArgumentException($"Method ({accuracy.Method}) of the backtest of series ({backtest.SeriesId}) is not a candidate. Maybe pass the same further methods to both steps.", nameof(backtest));
            var asked = request with { Levels = levels };
            var forecast = demand?.Forecast(method, asked, cancellationToken) ?? method.Forecast(series, asked, cancellationToken);
            forecasts.Add(forecast);
            said.Add((method.Name, demand is null ? forecast.Notes : [.. forecast.Notes.Except(forecast.EffectNotes)]));
        }

        // What several of them say is said once, and effects by those who estimated them for all.
        foreach (var note in said.SelectMany(s => s.Notes).Distinct().OrderByDescending(n => said.TrueForAll(s => s.Notes.Contains(n))))
        {
            string[] by = [.. said.Where(s => s.Notes.Contains(note)).Select(s => s.Method)];
            notes.Add(by.Length > 1 && by.Length == said.Count ? note : $"{string.Join(", ", by)}: {note}");
        }

        var weights = WeightsNow(series, backtest, chosen);
        var combined = Combination.Of(forecasts, weights, backtest.Pattern, OpenPhases.ClosedAhead(series, request.Horizon), demand?.Base ?? series);
        var factor = calibration.SpreadFactor(backtest);
        var quantiles = new double[request.Horizon][];
        var unknownAtEnd = History.UnknownAtEndOf(series);
        for (var step = 0; step < request.Horizon; step++)
        {
            quantiles[step] = new double[request.Levels.Count];
            for (var i = 0; i < request.Levels.Count; i++)
                quantiles[step][i] = combined.Counts is { } counts ? QuantileFunctions.At(levels, counts[step], request.Levels[i])
                    : combined.Mean[step] + factor * combined.Spread[step] * calibration.Quantile(backtest.Pattern.Class, unknownAtEnd + step, request.Levels[i]);
        }

        var accuracies = backtest.Accuracies.Select(a => Array.IndexOf(chosen, a) is >= 0 and var i ? a with { Weight = weights[i], Chosen = weights[i] > 0, Notes = weights[i] > 0 ? said[i].Notes : [] } : a).ToArray();
        var name = string.Join('+', accuracies.Where(a => a.Chosen).OrderByDescending(a => a.Weight).ThenBy(a => a.Method, StringComparer.Ordinal).Select(a => a.Method));
        var result = PlanningEngine.Forecasting.Forecast.Create(name, combined.Mean, quantiles, request, notes);
        result = WidthOfRounding.Said(demand?.Explain(result) ?? result, series);
        var unseen = Ahead?.After(series, request, cancellationToken);
        var later = LaterForecast.Of(backtest, calibration, request.NonNegative);
        return new SeriesForecast(unseen?.Apply(result, request) ?? result, Credibility.Of(later), accuracies, backtest.Pattern)
        {
            Notes = ofSeries,
            InnerErrors = backtest.InnerErrors,
            Later = later,
            UnseenSteps = unseen?.Steps ?? 0,
            IsTreated = demand is { IsTreated: true },
        };
    }

    /// <summary>The points of a later origin, with the season that no inner origin saw.</summary>
    private IEnumerable<LaterPoint> AheadOf(TimeSeries series, ForecastRequest request, LaterPoint[] points, CancellationToken cancellationToken) =>
        Ahead!.After(series.Until(points[0].Cutoff), request with { Horizon = points.Max(p => p.Step) + 1 }, cancellationToken) is { } unseen ? points.Select(unseen.Apply) : points;

    private (IForecaster Method, double Prior)[] CandidatesOf(DemandClass demandClass, TimeSeries series, int length)
    {
        var candidates = _learned.Apply(Candidates.For(demandClass, series, length, _additional, _only, Parameters.Weights, Seasons));
        return WeighedAlone ? [.. candidates.Where((c, i) => i == 0 || c.Prior > 0)] : candidates;
    }

    /// <summary>What the features of a known history, or the beginning of its second cycle, make of the priors of methods; 1 where nothing was learned for its kind, or the methods were named.</summary>
    private double[] MultipliersOf(DemandClass demandClass, TimeSeries known, IEnumerable<string> methods) =>
        _only.Count == 0 && Candidates.AreWeighedByFeatures(demandClass, known, known.Length)
            ? Parameters.Weights.Multipliers(methods, SeriesFeatures.Of(History.From(FarSeason.Without(known with { Values = LostSales.FullyAvailable(known.Values, known.Availability) }), []).Values, known.Period))
            : [.. methods.Select(method => _only.Count == 0 ? Candidates.OfYoungSeason(method, demandClass, known) : 1)];

    /// <summary>The chosen weights by the features of the whole history: the backtest looked at what was known before the later origins, so that these can judge it.</summary>
    private double[] WeightsNow(TimeSeries series, SeriesBacktest backtest, MethodAccuracy[] chosen)
    {
        var weights = Array.ConvertAll(chosen, a => a.Weight);
        if (backtest.Later.Count == 0)
            return weights;
        var names = Array.ConvertAll(chosen, a => a.Method);
        var then = series.Until(backtest.Later.Min(p => p.Cutoff));
        Weighting.Update(weights, MultipliersOf(backtest.Pattern.Class, then, names), MultipliersOf(backtest.Pattern.Class, series, names));
        return weights;
    }
}
