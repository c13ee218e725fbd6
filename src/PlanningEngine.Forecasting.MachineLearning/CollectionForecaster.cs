using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Lifecycle;
using PlanningEngine.Forecasting.MachineLearning.Seasons;
using PlanningEngine.Forecasting.Preparation;
using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>
/// The method <c>auto</c> for a collection of series that end together: they teach each other a global model at earlier origins and at the end, the weights of all methods,
/// and the calibration. It is kept only where, at the last origin, the series forecast better together than each alone: independent series are left to themselves,
/// but for the season that those of seldom demand clearly show together (<see cref="SharedSeasons"/>) and what those sell that have not for two cycles (<see cref="DormantDemand"/>).
/// </summary>
/// <remarks>Learn from a sample, forecast any series of the collection. Immutable, safe for concurrent calls; the same sample gives the same forecasts on any number of threads.</remarks>
public sealed class CollectionForecaster : IForecaster
{
    /// <summary>Fewest series that can teach each other.</summary>
    public const int FewestSeries = 30;

    private const int MostToWeigh = 1_500;
    private const int MostToProve = 300;
    private const int MostToCalibrate = 500;
    private const int MostValuesToWeigh = 200_000;
    private const int MostValuesToProve = 40_000;
    private const int MostValuesToCalibrate = 120_000;
    private const int Origins = 3;

    /// <summary>Most of the error of series on their own that learning together may leave, to be worth its while.</summary>
    private const double ClearlyBetter = 0.97;

    /// <summary>The same where the season ahead is one that no origin saw: quiet weeks do not prove what is known of it.</summary>
    private const double NotWorse = 1.1;

    private readonly AutoForecaster _forecaster;
    private readonly OriginPlan _plan;
    private readonly CalibrationTable? _calibration;
    private readonly bool _ofDays;
    private readonly DormantDemand _dormant;

    private CollectionForecaster(AutoForecaster forecaster, OriginPlan plan, CalibrationTable? calibration, bool ofDays, DormantDemand dormant) =>
        (_forecaster, _plan, _calibration, _ofDays, _dormant) = (forecaster, plan, calibration, ofDays, dormant);

    /// <summary>Whether a global model, weights and calibration were learned; otherwise a shared season, or what series sell after a pause, alone.</summary>
    public bool HasGlobalModel => _calibration is not null;

    /// <inheritdoc />
    public string Name => "auto";

    /// <summary>Learns; null where there are too few series, too short ones, or learning together does not prove itself, no season is shared and no series sells again after two cycles without.</summary>
    /// <param name="sample">Series of the collection, of one period, ids unique; those that ended early end in unknown values.</param>
    /// <param name="horizon">Steps ahead, at least 1.</param>
    /// <param name="axis">Dates of the ordinals; null where they are not known.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The trained method, or null.</returns>
    /// <exception cref="ForecastInputException">A series cannot be used.</exception>
    public static CollectionForecaster? Learn(
        IReadOnlyList<TimeSeries> sample, int horizon, TimeAxis? axis, int threads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sample);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        if (sample.Count < FewestSeries)
            return null;
        var dormant = sample.Any(DormantDemand.Holds) ? DormantDemand.Learn(sample, horizon) : DormantDemand.None;
        sample = [.. sample.Select(FirstSale.Since)];
        var end = sample.Max(s => s.End);
        var lengths = sample.Select(s => s.Length).Order().ToArray();
        var length = lengths[lengths.Length / 2];
        var plan = PlanFor(end, length, horizon, sample[0].Period);
        var seasons = SharedSeasons.Learn(sample, [.. plan.Inner, end], cancellationToken);
        var ofSeasons = seasons.IsEmpty && dormant.Share == 0 ? null : new CollectionForecaster(new AutoForecaster { Seasons = seasons }, OriginPlan.None, null, false, dormant);
        var ofDays = YearOfDays.Holds(axis, sample[0]);
        var alone = sample;
        if (ofDays)
        {
            sample = [.. sample.Select(YearOfDays.ByWeek)];
            (plan, axis) = PlanFor(end, length, horizon, YearOfDays.Length) is { Inner.Count: Origins } ofYear ? (ofYear, axis) : (PlanFor(end, length, horizon, sample[0].Period), null);
            seasons = SharedSeasons.Learn(sample, [.. plan.Inner, end], cancellationToken);
        }

        if (plan.Inner.Count < Origins)
            return ofSeasons;

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var training = new GlobalTreesOptions { Threads = 1, Axis = axis };
        GlobalTreesForecaster Trained(int cutoff) => GlobalTreesForecaster.Train(sample, [cutoff], horizon, training, cancellationToken);
        var parts = new GlobalTreesForecaster[plan.Inner.Count];
        Parallel.For(0, parts.Length, parallel, i => parts[i] = Trained(plan.Inner[i]));
        TimeSeries[] Most(int series, int values) => [.. sample.Take(Math.Min(series, Math.Max(FewestSeries, values / length)))];
        var (request, weighed, calibrated) = (new ForecastRequest(horizon), Most(MostToWeigh, MostValuesToWeigh), Most(MostToCalibrate, MostValuesToCalibrate));
        // Proving, weighing and calibrating look at the same origins of the same series, as far as each goes.
        KeptForecasts[] kept = [.. calibrated.Select(_ => new KeptForecasts())];
        var share = ErrorShare(GlobalTreesForecaster.Combine(parts).Methods, seasons, Most(MostToProve, MostValuesToProve), alone, ofDays ? SharedSeasons.Learn(alone, [plan.Inner[^1]], cancellationToken) : seasons, kept, plan, parallel);
        if (share >= NotWorse)
            return ofSeasons;
        var trees = GlobalTreesForecaster.Combine([.. parts, Trained(end)]);
        var cycle = ofDays && axis is not null ? YearOfDays.Length : sample[0].Period;
        var ahead = SeasonSwings.Learn(trees.Seasons, calibrated, plan.Inner, plan.Horizon, cycle) is { } swings ? new SeasonAhead(trees.Seasons, swings) : null;
        if (share >= ClearlyBetter && ahead?.Departs(calibrated, horizon) != true)
            return ofSeasons;
        var global = trees.Methods;
        var trial = new AutoForecaster(global) { Seasons = seasons };
        CombinationEvidence[] evidence = [.. Each(weighed, (s, i) => trial.EvidenceKeeping(i < kept.Length ? kept[i] : null, s, request, plan, cancellationToken), parallel).SelectMany(e => e)];
        var pool = new CalibrationPool();
        foreach (var held in plan.Inner)
        {
            // What weights say of origins that they were learned from is too good: each origin is judged by weights of the others.
            var others = new AutoForecaster(global, learned: LearnedWeights.From(evidence.Where(e => e.Cutoff != held))) { Seasons = seasons, WeighedAlone = true };
            var judged = plan with { Inner = [.. plan.Inner.Where(cutoff => cutoff != held)], Later = [held] };
            foreach (var backtest in Each(calibrated, (s, i) => others.BacktestKeeping(kept[i], s, request, judged, cancellationToken), parallel))
                pool.AddLater(backtest);
        }

        return new CollectionForecaster(new AutoForecaster(global, learned: LearnedWeights.From(evidence)) { Seasons = seasons, Ahead = ahead, WeighedAlone = true }, plan, pool.ToTable(), ofDays, dormant);
    }

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (_dormant.Share > 0 && DormantDemand.Holds(series))
            return _dormant.Forecast(series, request, cancellationToken);
        if (_calibration is null)
            return _forecaster.Forecast(series, request, cancellationToken);
        series = _ofDays ? YearOfDays.ByWeek(series) : series;
        return _forecaster.Finish(series, request, _forecaster.Backtest(series, request, _plan, cancellationToken), _calibration, cancellationToken).Forecast;
    }

    /// <summary>
    /// Three origins after a cycle and a fifth were seen, each with as much after it as there is, up to the horizon. All choose and calibrate: a collection is answered without credibility.
    /// </summary>
    private static OriginPlan PlanFor(int end, int length, int horizon, int period)
    {
        var training = period > 1 ? period + Math.Max(4, period / 5) : Math.Max(8, length / 2);
        var compared = Math.Min(horizon, (length - training) / 2);
        if (compared < 1)
            return OriginPlan.None;
        var spacing = Math.Min(compared, (length - training - compared) / (Origins - 1));
        return new OriginPlan([.. Enumerable.Range(0, Origins).Select(i => end - compared - (Origins - 1 - i) * spacing).Distinct()], [], compared);
    }

    /// <summary>At the last origin, with nothing after it known, the error of the series forecast together over that of each alone: root mean squares, which the mean makes least (absolute errors ask for a median, which lies below it where demand is uneven), in units of each series' size. Alone each has all of its cycles.</summary>
    private static double ErrorShare(
        IReadOnlyList<IForecaster> global, SharedSeasons seasons, TimeSeries[] series, IReadOnlyList<TimeSeries> asAlone, SharedSeasons seasonsAlone, KeptForecasts[] kept, OriginPlan plan,
        ParallelOptions parallel)
    {
        var (last, earlier) = (plan.Inner[^1], plan with { Inner = [.. plan.Inner.SkipLast(1)] });
        bool IsUsable(TimeSeries s) => s.FirstPeriod < last && Array.Exists(s.Values[..(last - s.FirstPeriod)], v => !double.IsNaN(v) && v != 0);
        var request = new ForecastRequest(plan.Horizon);
        var trial = new AutoForecaster(global) { Seasons = seasons };
        var learned = LearnedWeights.From(Each(series, (s, i) => IsUsable(s) ? trial.EvidenceKeeping(kept[i], s.Until(last), request, earlier, parallel.CancellationToken) : [], parallel).SelectMany(e => e));
        var (together, alone) = (new AutoForecaster(global, learned: learned) { Seasons = seasons, WeighedAlone = true }, new AutoForecaster { Seasons = seasonsAlone });
        var errors = Each(series, (s, i) =>
        {
            if (!IsUsable(s))
                return default;
            var known = s.Until(last);
            var ahead = together.BacktestKeeping(kept[i], s, request, earlier with { Later = [last] }, parallel.CancellationToken).Later;
            var size = known.Values.Where(v => !double.IsNaN(v)).Average(Math.Abs);
            double Error(Func<LaterPoint, double> mean) => Math.Sqrt(ahead.Select(p => (p.Actual - mean(p)) * (p.Actual - mean(p))).Sum()) / size;
            var byItself = alone.Forecast(asAlone[i].Until(last), request, parallel.CancellationToken).Mean;
            return (Together: Error(p => p.Mean), Alone: Error(p => byItself[p.Step]));
        }, parallel);
        return errors.Sum(e => e.Alone) is > 0 and var byThemselves ? errors.Sum(e => e.Together) / byThemselves : 1;
    }

    private static T[] Each<T>(TimeSeries[] series, Func<TimeSeries, int, T> compute, ParallelOptions parallel)
    {
        var results = new T[series.Length];
        Parallel.For(0, series.Length, parallel, i => results[i] = compute(series[i], i));
        return results;
    }
}
