using System.Runtime.InteropServices;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// What the series of a file teach each other, learned from a sample that neither ids nor order decide, so that a file of any length needs the same memory. Series without
/// times, or whose times show that they do not end together, are left to themselves: what a shared calendar teaches is not there, and trying costs ten times the answer.
/// </summary>
internal sealed class FileModel
{
    private const int MostSeries = 4_000;
    private const int MostValues = 1_000_000;

    /// <summary>Cycles of days that teach each other, where they are not given: the year is found by date.</summary>
    public static IReadOnlyList<int> PeriodsOfDays { get; } = [7, 365];

    private readonly CollectionForecaster _forecaster;
    private readonly FileTimeline _timeline;
    private readonly IReadOnlyList<RegressorOption> _regressors;

    private FileModel(CollectionForecaster forecaster, FileTimeline timeline, IReadOnlyList<RegressorOption> regressors) =>
        (_forecaster, _timeline, _regressors) = (forecaster, timeline, regressors);

    /// <summary>Learns; without a global model, and with the reason, where that is not possible or does not pay.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="all">The series of the file, one after the other.</param>
    /// <param name="timeline">An empty one, which says then where they lie.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static (FileModel? Model, string Alone) Learn(ForecastJobOptions options, IEnumerable<FileSeries> all, FileTimeline timeline, CancellationToken cancellationToken)
    {
        var sample = new PriorityQueue<FileSeries, ulong>(Comparer<ulong>.Create((a, b) => b.CompareTo(a)));
        var count = 0;
        long values = 0;
        foreach (var series in all)
        {
            count++;
            timeline.Add(series);
            sample.Enqueue(series, Content(series.Values));
            values += Size(series);
            while (sample.Count > MostSeries || (values > MostValues && sample.Count > CollectionForecaster.FewestSeries))
                values -= Size(sample.Dequeue());
        }

        timeline.Complete();
        // All are forecast from the same bucket on, so that what is known ahead of each must reach as far from there.
        if (count < CollectionForecaster.FewestSeries)
            return (null, FormattableString.Invariant($"series teach each other from {CollectionForecaster.FewestSeries} on, and {count} can be used"));
        if (!timeline.HasTimes)
            return (null, "their times, without which they cannot teach each other, are missing or make no common axis");
        if (timeline.IsCounted)
            return (null, "their rows are counted from the same number on and are not as many, so that it is not known which end together; dates would say it");
        if (!timeline.SharedEnd)
            return (null, "most of them do not end together, without which they cannot teach each other");
        if ((options.DetectPeriods || options.Periods.Count > 1) && timeline.Axis is not { Unit: AxisUnit.Days, Length: 1 })
            return (null, "series that are not days, or leave out days of the week, teach each other only with one --period given");
        if (timeline.KnownUntil < (long)timeline.End + options.Horizon)
            return (null, "regressors are not known of all of them up to the horizon, without which they cannot teach each other");
        var drawn = sample.UnorderedItems.OrderBy(i => i.Priority).ThenBy(i => i.Element.Id, StringComparer.Ordinal)
            .Select((i, number) => Place(timeline, i.Element, options.DetectPeriods ? PeriodsOfDays : timeline.PeriodsThatOccur(options.Periods), options.Regressors) with { Id = FormattableString.Invariant($"{number:D6}") }).ToArray();
        var forecaster = CollectionForecaster.Learn(drawn, options.Horizon, timeline.Axis, options.Threads, cancellationToken);
        return (
            forecaster is null || (options.DetectPeriods && !forecaster.HasGlobalModel) ? null : new FileModel(forecaster, timeline, options.Regressors),
            forecaster is { HasGlobalModel: true } ? "" : "learning from each other made no smaller errors at the file's own earlier origins, or the histories are too short to tell");
    }

    /// <summary>A series in its place on the time axis, with what is known ahead.</summary>
    public TimeSeries Place(FileSeries series, IReadOnlyList<int> periods) => Place(_timeline, series, periods, _regressors);

    /// <summary>Where the series of the file lie in time.</summary>
    public FileTimeline Timeline => _timeline;

    /// <summary>Steps between the end of a series and that of the file.</summary>
    public int StepsAfter(FileSeries series) => _timeline.StepsAfter(series);

    /// <summary>Gives calibrated forecasts of the file's series.</summary>
    public IForecaster Forecaster => _forecaster;

    /// <summary>Whether series teach each other more than the season of seldom demand, and how many that paused for long come back.</summary>
    public bool HasGlobalModel => _forecaster.HasGlobalModel;

    private static TimeSeries Place(FileTimeline timeline, FileSeries series, IReadOnlyList<int> periods, IReadOnlyList<RegressorOption> regressors)
    {
        var placed = timeline.Place(series, periods) with { Attributes = series.Known.Attributes };
        return regressors.Count == 0 ? placed : placed with { Regressors = timeline.Regressors(series, regressors) };
    }

    private static int Size(FileSeries series) => series.Values.Length + series.Known.Regressors.Count;

    /// <summary>A number of the content alone (FNV-1a over the bits): which series are drawn depends on neither names nor order.</summary>
    private static ulong Content(double[] values)
    {
        var hash = 14695981039346656037UL;
        foreach (var word in MemoryMarshal.Cast<double, ulong>(values))
            hash = ((hash ^ (word & 0xFFFFFFFF)) * 1099511628211UL ^ (word >> 32)) * 1099511628211UL;
        return hash ^ (hash >> 29);
    }
}
