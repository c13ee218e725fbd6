using System.Globalization;
using PlanningEngine.Forecasting.Models;
using PlanningEngine.Forecasting.Numerics;
using PlanningEngine.Forecasting.Preparation;
using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.StockOuts;

namespace PlanningEngine.Forecasting.Selection;

/// <summary>The rolling origins of one series.</summary>
/// <param name="series">The history.</param>
/// <param name="request">What is asked.</param>
/// <param name="plan">The origins this series can follow.</param>
/// <param name="candidatesOf">The candidates of a demand class, a series' cycles and a known length.</param>
/// <param name="multipliersOf">What the features of a known history of a demand class make of the priors of methods.</param>
/// <param name="kept">Forecasts that other trials of the series made, and may use; null where there is no other.</param>
internal sealed class BacktestOfSeries(
    TimeSeries series, ForecastRequest request, OriginPlan plan, Func<DemandClass, TimeSeries, int, (IForecaster Method, double Prior)[]> candidatesOf,
    Func<DemandClass, TimeSeries, IEnumerable<string>, double[]> multipliersOf, KeptForecasts? kept = null)
{
    private readonly List<string> _notes = [];

    /// <summary>Runs all origins.</summary>
    /// <param name="wanted">The plan before it was cut to the series, for the notes.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal SeriesBacktest Run(OriginPlan wanted, CancellationToken cancellationToken)
    {
        Explain(wanted);
        var (pattern, candidates) = Choice();
        var inner = Origins(Inner(), candidates, cancellationToken);
        var (losses, buckets) = Losses(candidates.Length, inner);
        double[] priors = [.. candidates.Select(c => c.Prior)];
        var multipliers = multipliersOf(pattern.Class, Seen, candidates.Select(c => c.Method.Name));
        var weights = Weighting.Of(priors, multipliers, losses, buckets);
        var combined = Combined(inner, weights, pattern);
        var later = Origins(plan.Later, candidates, cancellationToken);
        return new SeriesBacktest
        {
            SeriesId = series.Id,
            Pattern = pattern,
            Accuracies = [.. candidates.Select((c, i) => Accuracy(c.Method.Name, i, later, weights[i]) with { ChoiceError = buckets > 0 ? losses[i] : null })],
            Scores = Scores(combined),
            HeldOut = HeldOut(inner, priors, multipliers, pattern),
            Later = LaterPoints(later, weights, pattern),
            InnerErrors = [.. Compared(combined).Select(b => new OriginError(b.Origin.Cutoff, b.Step, b.Combination.Mean[b.Step] - b.Origin.Actual[b.Step]) { IsCertain = b.Combination.Mean[b.Step] == 0 && b.Combination.Spread[b.Step] == 0 })],
            InnerLosses = [.. Compared(combined).Select(b => Loss(b.Combination.Mean[b.Step] - b.Origin.Actual[b.Step], b.Combination.Spread[b.Step]))],
            Treatment = request.Treatment == Treatment.Applied ? Treatment.Applied : Treatment.None,
            TreatedOnly = request.TreatOnly is { } only ? [.. only.Order()] : null,
            InnerOrigins = inner.Length,
            Notes = _notes,
        };
    }

    /// <summary>How the candidates' errors went together on the inner origins.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    internal IReadOnlyList<CombinationEvidence> Evidence(CancellationToken cancellationToken)
    {
        var candidates = Choice().Candidates;
        return [.. Origins(Inner(), candidates, cancellationToken).Select(o => CombinationEvidence.Of(candidates, o.Cutoff, o.Errors(), o.Scale)).OfType<CombinationEvidence>()];
    }

    /// <summary>The class decides which methods are tried, so it must not see what the credibility is measured on.</summary>
    private (DemandPattern Pattern, (IForecaster Method, double Prior)[] Candidates) Choice()
    {
        var pattern = DemandPattern.Of(LostSales.FullyAvailable(Seen.Values, Seen.Availability), Seen);
        return (pattern, candidatesOf(pattern.Class, series, Seen.Length));
    }

    /// <summary>What the choice may look at.</summary>
    private TimeSeries Seen => plan.Later.Count > 0 ? series.Until(plan.Later[0]) : series;

    /// <summary>Inner origins that know a whole cycle, if the series does: how methods err before a season was seen teaches nothing about those that know it.</summary>
    private IReadOnlyList<int> Inner() => Inner(series, plan);

    /// <summary>The inner origins of a plan that teach something about a series.</summary>
    internal static IReadOnlyList<int> Inner(TimeSeries series, OriginPlan plan) =>
        series.Length < series.Period ? plan.Inner : [.. plan.Inner.Where(cutoff => cutoff - series.FirstPeriod >= series.Period)];

    private Origin[] Origins(IReadOnlyList<int> cutoffs, (IForecaster Method, double Prior)[] candidates, CancellationToken cancellationToken) =>
        [.. cutoffs.Select(cutoff => new Origin(series, cutoff, plan.Horizon, candidates, request, cancellationToken, kept))];

    private void Explain(OriginPlan wanted)
    {
        foreach (var cycle in series.FurtherPeriods.Where(p => FarSeason.FewestValues(series, p) > series.Length))
            _notes.Add(string.Create(CultureInfo.InvariantCulture, $"the cycle of {cycle} was seen less than twice: from this series alone it has as good as no effect"));
        if (plan.Inner.Count == 0)
            _notes.Add("the history is too short for inner origins: methods are combined by their default weights");
        else if (plan.Inner.Count < wanted.Inner.Count)
            _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{plan.Inner.Count} of {wanted.Inner.Count} inner origins could be used"));
        if (plan.Later.Count == 0)
            _notes.Add("the history is too short for later origins: there is no credibility");
        else if (plan.Later.Count < wanted.Later.Count)
            _notes.Add(string.Create(CultureInfo.InvariantCulture, $"{plan.Later.Count} of {wanted.Later.Count} later origins could be used"));
        var steps = request.Horizon + History.UnknownAtEndOf(series);
        if (plan.Later.Count > 0 && plan.Horizon < steps)
            _notes.Add(string.Create(CultureInfo.InvariantCulture, $"credibility and calibration rest on the first {plan.Horizon} of {steps} steps"));
    }

    /// <summary>Mean absolute error per method over the inner origins, and the number of buckets behind it.</summary>
    internal static (double[] Losses, int Buckets) Losses(int methods, IReadOnlyList<Origin> inner)
    {
        var losses = new double[methods];
        var buckets = 0;
        foreach (var origin in inner)
        {
            for (var step = 0; step < origin.Actual.Length; step++)
            {
                if (double.IsNaN(origin.Actual[step]))
                    continue;
                buckets++;
                for (var i = 0; i < losses.Length; i++)
                    losses[i] += Math.Abs(origin.Forecasts[i].Mean[step] - origin.Actual[step]);
            }
        }

        for (var i = 0; i < losses.Length; i++)
            losses[i] /= Math.Max(1, buckets);
        return (losses, buckets);
    }

    /// <summary>Standardised errors of a combination on the inner origins.</summary>
    internal static CalibrationScores Scores(IReadOnlyList<Origin> inner, double[] weights, DemandPattern pattern) => Scores(Combined(inner, weights, pattern));

    private static CalibrationScores Scores(IEnumerable<(Origin Origin, Combination Combination)> combined)
    {
        var steps = new List<int>();
        var values = new List<double>();
        foreach (var (origin, combination, step) in Compared(combined))
        {
            // Without a spread there is nothing to scale by: such a series neither teaches the pool nor is widened by it.
            var (spread, error) = (combination.Spread[step], origin.Actual[step] - combination.Mean[step]);
            if (!(spread > 0) || !double.IsFinite(error / spread))
                continue;
            steps.Add(step);
            values.Add(error / spread);
        }

        return new CalibrationScores(steps, values);
    }

    private static (Origin Origin, Combination Combination)[] Combined(IEnumerable<Origin> origins, double[] weights, DemandPattern pattern) =>
        [.. origins.Select(o => (o, o.Combine(weights, pattern)))];

    /// <summary>The buckets of which it is known what happened.</summary>
    private static IEnumerable<(Origin Origin, Combination Combination, int Step)> Compared(IEnumerable<(Origin Origin, Combination Combination)> combined) =>
        from one in combined
        from step in Enumerable.Range(0, one.Origin.Actual.Length)
        where !double.IsNaN(one.Origin.Actual[step])
        select (one.Origin, one.Combination, step);

    /// <summary>Standardised errors of each inner origin by weights that rest on the others.</summary>
    private static List<OriginScore> HeldOut(Origin[] inner, double[] priors, double[] multipliers, DemandPattern pattern)
    {
        var scores = new List<OriginScore>();
        foreach (var held in inner)
        {
            var (losses, buckets) = Losses(priors.Length, [.. inner.Where(o => o != held)]);
            var ofOrigin = Scores([held], Weighting.Of(priors, multipliers, losses, buckets), pattern);
            for (var i = 0; i < ofOrigin.Values.Count; i++)
                scores.Add(new OriginScore(held.Cutoff, ofOrigin.Steps[i], ofOrigin.Values[i]));
        }

        return scores;
    }

    /// <summary>What a combination said of a bucket as a distribution, beside what happened: the continuous ranked probability score of a normal distribution (Gneiting and Raftery 2007).</summary>
    private static double Loss(double error, double spread)
    {
        var z = Math.Abs(error) / spread;
        return !(spread > 0) ? Math.Abs(error) : spread * (z * (2 * NormalDistribution.Cumulative(z) - 1) + (Math.Sqrt(2) * Math.Exp(-z * z / 2) - 1) / Math.Sqrt(Math.PI));
    }

    private static List<LaterPoint> LaterPoints(Origin[] later, double[] weights, DemandPattern pattern) =>
    [
        .. from b in Compared(Combined(later, weights, pattern))
           select new LaterPoint(
               b.Origin.Cutoff, b.Step, b.Origin.Actual[b.Step], b.Combination.Mean[b.Step], b.Combination.Spread[b.Step], b.Origin.Forecasts[0].Mean[b.Step], b.Origin.Scale, b.Origin.SquaredScale)
           { Counts = b.Combination.Counts?[b.Step] },
    ];

    private static MethodAccuracy Accuracy(string name, int method, Origin[] later, double weight)
    {
        var sums = new ScoreSums();
        foreach (var origin in later)
        {
            var forecast = origin.Forecasts[method];
            for (var step = 0; step < origin.Actual.Length; step++)
                if (!double.IsNaN(origin.Actual[step]))
                    sums.Add(origin.Actual[step], forecast.Mean[step], forecast.Quantiles[step], origin.Scale, origin.SquaredScale);
        }

        return new MethodAccuracy(name, sums.ToScores(), weight, weight > 0);
    }
}
