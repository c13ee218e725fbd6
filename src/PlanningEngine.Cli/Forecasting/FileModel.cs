using System.Runtime.InteropServices;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Intervals;
using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// What the series of a file teach each other, as in a run of the server: a global model at earlier origins and at the end, weights of all methods, calibration. It is learned
/// from a sample that neither ids nor order decide, so that a file of any length needs the same memory, and kept only where it proves itself at the file's own origins.
/// </summary>
internal sealed class FileModel
{
    private const int FewestSeries = 30;
    private const int MostSeries = 4_000;
    private const int MostValues = 1_000_000;
    private const int MostToWeigh = 1_500;

    /// <summary>Least share of the learned weights that makes the global methods worth their while: independent series are left to themselves.</summary>
    private const double FewestGlobalWeight = 0.25;

    private readonly AutoForecaster _forecaster;
    private readonly FileTimeline _timeline;
    private readonly OriginPlan _plan;
    private readonly CalibrationTable _calibration;

    private FileModel(AutoForecaster forecaster, FileTimeline timeline, OriginPlan plan, CalibrationTable calibration) =>
        (_forecaster, _timeline, _plan, _calibration) = (forecaster, timeline, plan, calibration);

    /// <summary>Learns; null where there are too few series, too short ones, or the global methods do not prove themselves.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="all">The series of the file, one after the other.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static FileModel? Learn(ForecastJobOptions options, IEnumerable<FileSeries> all, CancellationToken cancellationToken)
    {
        var timeline = new FileTimeline();
        var sample = new PriorityQueue<FileSeries, ulong>(Comparer<ulong>.Create((a, b) => b.CompareTo(a)));
        long values = 0;
        foreach (var series in all)
        {
            timeline.Add(series);
            if (!Array.Exists(series.Values, v => !double.IsNaN(v)))
                continue;
            sample.Enqueue(series, Content(series.Values));
            values += series.Values.Length;
            while (sample.Count > MostSeries || (values > MostValues && sample.Count > FewestSeries))
                values -= sample.Dequeue().Values.Length;
        }

        timeline.Complete();
        if (sample.Count < FewestSeries)
            return null;
        var drawn = sample.UnorderedItems.OrderBy(i => i.Priority).ThenBy(i => i.Element.Id, StringComparer.Ordinal)
            .Select((i, number) => timeline.Place(i.Element, options.Periods) with { Id = FormattableString.Invariant($"{number:D6}") }).ToArray();
        var lengths = drawn.Select(s => s.Length).Order().ToArray();
        var plan = PlanFor(timeline.End, lengths[lengths.Length / 2], options.Horizon, options.Periods[0]);
        return plan.Inner.Count < 2 ? null : Learn(options, timeline, drawn, plan, cancellationToken);
    }

    /// <summary>A series in its place on the time axis.</summary>
    public TimeSeries Place(FileSeries series, IReadOnlyList<int> periods) => _timeline.Place(series, periods);

    /// <summary>The calibrated forecast of a series.</summary>
    public Forecast Forecast(TimeSeries series, ForecastRequest request, CancellationToken cancellationToken) =>
        _forecaster.Finish(series, request, _forecaster.Backtest(series, request, _plan, cancellationToken), _calibration, cancellationToken).Forecast;

    /// <summary>
    /// Three origins after a cycle and a fifth were seen, each with as much after it as there is, up to the horizon. All choose and calibrate: a file is answered without credibility.
    /// </summary>
    private static OriginPlan PlanFor(int end, int length, int horizon, int period)
    {
        var training = period > 1 ? period + Math.Max(4, period / 5) : Math.Max(8, length / 2);
        var compared = Math.Min(horizon, (length - training) / 2);
        if (compared < 1)
            return OriginPlan.None;
        var spacing = Math.Min(compared, (length - training - compared) / 2);
        return new OriginPlan([.. Enumerable.Range(0, 3).Select(i => end - compared - (2 - i) * spacing).Distinct()], [], compared);
    }

    private static FileModel? Learn(ForecastJobOptions options, FileTimeline timeline, TimeSeries[] drawn, OriginPlan plan, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken };
        var training = new GlobalTreesOptions { Threads = 1, Axis = timeline.Axis };
        int[] cutoffs = [.. plan.Inner, timeline.End];
        var parts = new GlobalTreesForecaster[cutoffs.Length];
        Parallel.For(0, parts.Length, parallel, i => parts[i] = GlobalTreesForecaster.Train(drawn, [cutoffs[i]], options.Horizon, training, cancellationToken));
        var global = GlobalTreesForecaster.Combine(parts).Methods;

        var request = options.Request(nonNegative: false);
        TimeSeries[] weighed = [.. drawn.Where(s => s.Length > 0).Take(MostToWeigh)];
        var trial = new AutoForecaster(global);
        var evidence = new IReadOnlyList<CombinationEvidence>[weighed.Length];
        Parallel.For(0, weighed.Length, parallel, i => evidence[i] = trial.Evidence(weighed[i], request, plan, cancellationToken));
        var learned = LearnedWeights.From(evidence.SelectMany(e => e));
        if (ShareOf(global, learned, evidence.Sum(e => e.Count)) < FewestGlobalWeight)
            return null;

        var forecaster = new AutoForecaster(global, learned: learned);
        var backtests = new SeriesBacktest[weighed.Length];
        Parallel.For(0, weighed.Length, parallel, i => backtests[i] = forecaster.Backtest(weighed[i], request, plan, cancellationToken));
        var pool = new CalibrationPool();
        foreach (var backtest in backtests)
            pool.Add(backtest);
        return new FileModel(forecaster, timeline, plan, pool.ToTable());
    }

    /// <summary>Share of the global methods in the learned weights; what was not learned has none.</summary>
    private static double ShareOf(IReadOnlyList<IForecaster> global, LearnedWeights learned, int observations)
    {
        var sum = 0.0;
        foreach (var set in learned.Sets)
        {
            var names = set.Key.Split(' ').Select(k => k[..k.IndexOf('=', StringComparison.Ordinal)]).ToArray();
            for (var i = 0; i < names.Length; i++)
                if (global.Any(g => g.Name == names[i]))
                    sum += set.Weights[i] * set.Observations;
        }

        return observations > 0 ? sum / observations : 0;
    }

    /// <summary>A number of the content alone (FNV-1a over the bits): which series are drawn depends on neither names nor order.</summary>
    private static ulong Content(double[] values)
    {
        var hash = 14695981039346656037UL;
        foreach (var word in MemoryMarshal.Cast<double, ulong>(values))
            hash = ((hash ^ (word & 0xFFFFFFFF)) * 1099511628211UL ^ (word >> 32)) * 1099511628211UL;
        return hash ^ (hash >> 29);
    }
}
