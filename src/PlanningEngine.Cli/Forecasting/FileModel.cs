using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.MachineLearning;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// What the series of a file teach each other, learned from a sample of them (<see cref="FileSample"/>). Series without times, or whose times show that they do not end together, are left to themselves:
/// what a shared calendar teaches is not there, and trying costs ten times the answer.
/// </summary>
internal sealed class FileModel
{
    /// <summary>Cycles of days that teach each other, where they are not given: the year is found by date.</summary>
    public static IReadOnlyList<int> PeriodsOfDays { get; } = [7, 365];

    private readonly CollectionForecaster _forecaster;
    private readonly IReadOnlyList<RegressorOption> _regressors;

    private FileModel(CollectionForecaster forecaster, FileTimeline timeline, IReadOnlyList<RegressorOption> regressors) => (_forecaster, Timeline, _regressors) = (forecaster, timeline, regressors);

    /// <summary>Learns; without a model, and with the reason, where that is not possible or does not pay. What is wrong with the file is found when it is read again.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="read">Reads the series of the file, one after the other.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The model, or why there is none (empty where none is asked for); and where the series lie in time, if all were read.</returns>
    public static (FileModel? Model, string Alone, FileTimeline? Timeline) Learn(ForecastJobOptions options, Func<Findings, IEnumerable<FileSeries>> read, CancellationToken cancellationToken)
    {
        if (WhyAlone(options) is { } unasked)
            return (null, unasked, null);
        var findings = SeriesFindings.Gather(options.Input);
        var (sample, timeline) = (new FileSample(), new FileTimeline());
        var (count, refused) = (0, 0);
        foreach (var series in read(findings))
        {
            if (findings.SpoilAll)
                break;
            if (WhyAlone(series) is { } unfit)
                return (null, unfit, null);
            if (FileEnd.IsRefused(series, findings, options))
            {
                refused++;
                continue;
            }

            count++;
            timeline.Add(series);
            sample.Add(series);
        }

        if (findings.SpoilAll)
            return (null, "", null);
        timeline.Complete();
        var (model, alone) = WhyAlone(options, count, timeline) is { } reason ? (null, reason) : Learn(options, sample, timeline, cancellationToken);
        return (model, alone.Length > 0 && refused > 0 ? FormattableString.Invariant($"{alone} ({refused} are refused)") : alone, timeline);
    }

    private static (FileModel? Model, string Alone) Learn(ForecastJobOptions options, FileSample sample, FileTimeline timeline, CancellationToken cancellationToken)
    {
        TimeSeries[] drawn = [.. sample.Drawn.Select((series, number) => Place(timeline, series, options.DetectPeriods ? PeriodsOfDays : timeline.PeriodsThatOccur(options.Periods), options.Regressors) with { Id = FormattableString.Invariant($"{number:D6}") })];
        var forecaster = CollectionForecaster.Learn(drawn, options.Horizon, timeline.Axis, options.Threads, cancellationToken);
        return (
            forecaster is null || (options.DetectPeriods && !forecaster.HasGlobalModel) ? null : new FileModel(forecaster, timeline, options.Regressors),
            forecaster is { HasGlobalModel: true } ? "" : "learning from each other made no smaller errors at the file's own earlier origins, or the histories are too short to tell");
    }

    /// <summary>Why series are left to themselves whatever the file: empty where nothing else is asked for; null where they are not.</summary>
    public static string? WhyAlone(ForecastJobOptions options) =>
        options.WithoutGlobalModel || options.Method != ForecastJobOptions.Automatic ? "" : options.Treatment != Treatment.None ? "series teach each other only without --treat" : null;

    /// <summary>Why the series of a file are left to themselves as soon as this one is among them; null where they are not.</summary>
    public static string? WhyAlone(FileSeries series) => series.Known.Availability.Count > 0 || series.Known.Returned.Count > 0 ? "series with availability or returned do not teach each other" : null;

    /// <summary>Why the series of a file are left to themselves without trying; null where they are not.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="count">Series that can be used.</param>
    /// <param name="timeline">Where they lie, complete.</param>
    public static string? WhyAlone(ForecastJobOptions options, int count, FileTimeline timeline)
    {
        if (count < CollectionForecaster.FewestSeries)
            return FormattableString.Invariant($"series teach each other from {CollectionForecaster.FewestSeries} on, and {count} can be used");
        if (!timeline.HasTimes)
            return "their times, without which they cannot teach each other, are missing or make no common axis";
        if (timeline.IsCounted)
            return "their rows are counted from the same number on and are not as many, so that it is not known which end together; dates would say it";
        if (!timeline.SharedEnd)
            return "most of them do not end together, without which they cannot teach each other";
        if ((options.DetectPeriods || options.Periods.Count > 1) && timeline.Axis is not { Unit: AxisUnit.Days, Length: 1 })
            return "series that are not days, or leave out days of the week, teach each other only with one --period given";
        // All are forecast from the same bucket on, so that what is known ahead of each must reach as far from there.
        return timeline.KnownUntil < (long)timeline.End + options.Horizon ? "regressors are not known of all of them up to the horizon, without which they cannot teach each other" : null;
    }

    /// <summary>A series in its place on the time axis, with what is known ahead.</summary>
    public TimeSeries Place(FileSeries series, IReadOnlyList<int> periods) => Place(Timeline, series, periods, _regressors);

    /// <summary>Where the series of the file lie in time.</summary>
    public FileTimeline Timeline { get; }

    /// <summary>Gives calibrated forecasts of the file's series.</summary>
    public IForecaster Forecaster => _forecaster;

    /// <summary>Whether series teach each other more than the season of seldom demand, and how many that paused for long come back.</summary>
    public bool HasGlobalModel => _forecaster.HasGlobalModel;

    private static TimeSeries Place(FileTimeline timeline, FileSeries series, IReadOnlyList<int> periods, IReadOnlyList<RegressorOption> regressors)
    {
        var placed = timeline.Place(series, periods) with { Attributes = series.Known.Attributes };
        return regressors.Count == 0 ? placed : placed with { Regressors = timeline.Regressors(series, regressors) };
    }
}
