using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Features;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Models.Pretrained;
using PlanningEngine.Forecasting.Preparation;
using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Benchmarks;

/// <summary>What <c>auto</c> sees of a window, and what its candidates said then: weights and spreads are fitted to it without forecasting again.</summary>
internal sealed class LearningExample
{
    private static readonly FeatureWeights Nothing = FeatureWeights.Equal([.. Candidates.Regular.Select(m => m.Name)]);

    private static readonly int AroundZero = SeriesFeatures.IndexOf("aroundZero");

    private readonly int _seen;

    private LearningExample(TrainingWindow window, DemandPattern pattern, int seen, Origin[] inner, Origin end)
    {
        (Window, Pattern, _seen, Inner, End) = (window, pattern, seen, inner, end);
        (Losses, Buckets) = BacktestOfSeries.Losses(end.Forecasts.Length, inner);
        Features = SeriesFeatures.Of(History.From(window.Known, []).Values, window.Known.Period);
        IsWeighedByFeatures = Candidates.AreWeighedByFeatures(pattern.Class, window.Known, window.Known.Length);
    }

    internal TrainingWindow Window { get; }

    internal DemandPattern Pattern { get; }

    internal Origin[] Inner { get; }

    /// <summary>The forecasts of the window's values.</summary>
    internal Origin End { get; }

    internal double[] Losses { get; }

    internal int Buckets { get; }

    internal double[] Features { get; }

    internal bool IsWeighedByFeatures { get; }

    /// <summary>Whether values lie on one side of zero rather than around it, where errors relative to them say nothing.</summary>
    internal bool IsOneSided => Features[AroundZero] == 0;

    /// <summary>Tries the candidates; null where demand is mostly zero or constant, which is answered otherwise.</summary>
    /// <param name="window">What was known, and what happened.</param>
    /// <param name="networks">Networks that have not seen the window.</param>
    /// <param name="ct">Stops the work.</param>
    internal static LearningExample? Of(TrainingWindow window, PretrainedNetworks networks, CancellationToken ct)
    {
        var (known, horizon) = (window.Known, window.Actual.Length);
        var plan = OriginPlan.For(0, known.End, horizon, known.Period).Within(known);
        var seen = plan.Later.Count > 0 ? known.Until(plan.Later[0]) : known;
        var pattern = DemandPattern.Of(seen.Values);
        if (pattern.Class is not (DemandClass.Smooth or DemandClass.Erratic) || known.Values.Distinct().Count() == 1)
            return null;
        var pretrained = new PretrainedNetwork(networks) { IsBesideOthers = true };
        (IForecaster Method, double Prior)[] candidates = [.. Candidates.For(pattern.Class, known, seen.Length, [], [], Nothing, SharedSeasons.None).Select(c => c.Method.Name == pretrained.Name ? (pretrained, c.Prior) : c)];
        var request = new ForecastRequest(horizon);
        var whole = known with { Values = [.. known.Values, .. window.Actual] };
        var inner = BacktestOfSeries.Inner(known, plan).Select(cutoff => new Origin(known, cutoff, plan.Horizon, candidates, request, ct)).ToArray();
        var end = new Origin(whole, known.End, horizon, candidates, request, ct);
        return end.Scale > 0 ? new LearningExample(window, pattern, seen.Length, inner, end) : null;
    }

    /// <summary>The weights that <c>auto</c> gives its candidates by learned ones.</summary>
    internal double[] Weights(FeatureWeights learned)
    {
        var candidates = Candidates.For(Pattern.Class, Window.Known, _seen, [], [], learned, SharedSeasons.None);
        string[] names = [.. candidates.Select(c => c.Method.Name)];
        return Weighting.Of([.. candidates.Select(c => c.Prior)], IsWeighedByFeatures ? learned.Multipliers(names, Features) : [.. names.Select(name => Candidates.OfYoungSeason(name, Pattern.Class, Window.Known))], Losses, Buckets);
    }

    /// <summary>Calibrates as <c>auto</c> does.</summary>
    internal Combination Combined(double[] weights) => End.Combine(weights, Pattern);
}
