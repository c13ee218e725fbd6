using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.Preparation;
using PlanningEngine.Forecasting.Seasonality;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>
/// The method <c>auto</c> for a collection of series that end together: they teach each other a global model at earlier origins and at the end, the weights of all methods,
/// and the calibration. It is kept only where, at the last origin, the series forecast better together than each alone: independent series are left to themselves,
/// but for the season that those of seldom demand clearly show together (<see cref="SharedSeasons"/>).
/// </summary>
/// <remarks>Learn from a sample, forecast any series of the collection. Immutable, safe for concurrent calls; the same sample gives the same forecasts on any number of threads.</remarks>
public sealed class CollectionForecaster : IForecaster
{
    /// <summary>Fewest series that can teach each other.</summary>
    public const int FewestSeries = 30;

    private const int MostToWeigh = 1_500;
    private const int MostToProve = 300;
    private const int MostToCalibrate = 500;
    private const int Origins = 3;

    /// <summary>Most of the error of series on their own that learning together may leave, to be worth its while.</summary>
    private const double ClearlyBetter = 0.97;

    private readonly AutoForecaster _forecaster;
    private readonly OriginPlan _plan;
    private readonly CalibrationTable? _calibration;

    private CollectionForecaster(AutoForecaster forecaster, OriginPlan plan, CalibrationTable? calibration) =>
        (_forecaster, _plan, _calibration) = (forecaster, plan, calibration);

    /// <summary>Whether a global model, weights and calibration were learned; otherwise a shared season alone.</summary>
    public bool HasGlobalModel => _calibration is not null;

    /// <inheritdoc />
    public string Name => "auto";

    /// <summary>Learns; null where there are too few series, too short ones, or learning together does not prove itself and no season is shared.</summary>
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
        sample = [.. sample.Select(FirstSale.Since)];
        var end = sample.Max(s => s.End);
        var lengths = sample.Select(s => s.Length).Order().ToArray();
        var plan = PlanFor(end, lengths[lengths.Length / 2], horizon, sample[0].Period);
        var seasons = SharedSeasons.Learn(sample, [.. plan.Inner, end], cancellationToken);
        var ofSeasons = seasons.IsEmpty ? null : new CollectionForecaster(new AutoForecaster { Seasons = seasons }, OriginPlan.None, null);
        if (plan.Inner.Count < Origins)
            return ofSeasons;

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        var training = new GlobalTreesOptions { Threads = 1, Axis = axis };
        int[] cutoffs = [.. plan.Inner, end];
        var parts = new GlobalTreesForecaster[cutoffs.Length];
        Parallel.For(0, parts.Length, parallel, i => parts[i] = GlobalTreesForecaster.Train(sample, [cutoffs[i]], horizon, training, cancellationToken));
        var global = GlobalTreesForecaster.Combine(parts).Methods;

        var request = new ForecastRequest(horizon);
        TimeSeries[] weighed = [.. sample.Take(MostToWeigh)];
        if (!Pays(global, seasons, [.. weighed.Take(MostToProve)], plan, parallel))
            return ofSeasons;
        var trial = new AutoForecaster(global) { Seasons = seasons };
        CombinationEvidence[] evidence = [.. Each(weighed, s => trial.Evidence(s, request, plan, cancellationToken), parallel).SelectMany(e => e)];
        var pool = new CalibrationPool();
        foreach (var held in plan.Inner)
        {
            // What weights say of origins that they were learned from is too good: each origin is judged by weights of the others.
            var others = new AutoForecaster(global, learned: LearnedWeights.From(evidence.Where(e => e.Cutoff != held))) { Seasons = seasons };
            var judged = plan with { Inner = [.. plan.Inner.Where(cutoff => cutoff != held)], Later = [held] };
            foreach (var backtest in Each([.. weighed.Take(MostToCalibrate)], s => others.Backtest(s, request, judged, cancellationToken), parallel))
                pool.AddLater(backtest);
        }

        return new CollectionForecaster(new AutoForecaster(global, learned: LearnedWeights.From(evidence)) { Seasons = seasons }, plan, pool.ToTable());
    }

    /// <inheritdoc />
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken = default) =>
        _calibration is null ? _forecaster.Forecast(series, request, cancellationToken)
            : _forecaster.Finish(series, request, _forecaster.Backtest(series, request, _plan, cancellationToken), _calibration, cancellationToken).Forecast;

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

    /// <summary>Whether, at the last origin and with nothing after it known, the series forecast better together than each alone; errors count in units of each series' size.</summary>
    private static bool Pays(IReadOnlyList<IForecaster> global, SharedSeasons seasons, TimeSeries[] series, OriginPlan plan, ParallelOptions parallel)
    {
        var (last, earlier) = (plan.Inner[^1], plan with { Inner = [.. plan.Inner.SkipLast(1)] });
        TimeSeries[] usable = [.. series.Where(s => s.FirstPeriod < last && Array.Exists(s.Values[..(last - s.FirstPeriod)], v => !double.IsNaN(v) && v != 0))];
        var request = new ForecastRequest(plan.Horizon);
        var trial = new AutoForecaster(global) { Seasons = seasons };
        var learned = LearnedWeights.From(Each(usable, s => trial.Evidence(s.Until(last), request, earlier, parallel.CancellationToken), parallel).SelectMany(e => e));
        var (together, alone) = (new AutoForecaster(global, learned: learned) { Seasons = seasons }, new AutoForecaster { Seasons = seasons });
        var errors = Each(usable, s =>
        {
            var known = s.Until(last);
            var actual = s.Values[(last - s.FirstPeriod)..];
            var size = known.Values.Where(v => !double.IsNaN(v)).Average(Math.Abs);
            double Error(Forecast forecast) => actual.Take(plan.Horizon).Select((a, step) => double.IsNaN(a) ? 0 : Math.Abs(a - forecast.Mean[step])).Sum() / size;
            var backtest = together.Backtest(known, request, earlier, parallel.CancellationToken);
            return (
                Together: Error(together.Finish(known, request, backtest, CalibrationTable.Reference, parallel.CancellationToken).Forecast),
                Alone: Error(alone.Forecast(known, request, parallel.CancellationToken)));
        }, parallel);
        return errors.Sum(e => e.Together) < ClearlyBetter * errors.Sum(e => e.Alone);
    }

    private static T[] Each<T>(TimeSeries[] series, Func<TimeSeries, T> compute, ParallelOptions parallel)
    {
        var results = new T[series.Length];
        Parallel.For(0, series.Length, parallel, i => results[i] = compute(series[i]));
        return results;
    }
}
