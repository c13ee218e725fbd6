using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Calendar;
using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Forecasting.Seasonality;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>A series of a file as it is forecast.</summary>
/// <param name="Series">The series: with unknown values where rows are missing and up to the end that the file's series share, with its periods and what is known ahead.</param>
/// <param name="Found">Its rows; where they are not placed beside those of others, with unknown values where some are missing.</param>
/// <param name="Gaps">Its missing rows; null where its times do not say.</param>
/// <param name="StepsToEnd">Steps between its own end and that of the file, at least 0.</param>
internal sealed record PlacedSeries(TimeSeries Series, FileSeries Found, FileGaps? Gaps, int StepsToEnd)
{
    /// <summary>What series taught each other that it is forecast by; null where it is forecast from itself alone.</summary>
    public FileModel? Model { get; init; }

    /// <summary>What came back, a number per row; empty where the file says nothing of it.</summary>
    public IReadOnlyList<double> Returned { get; init; } = [];

    /// <summary>Whether it has a place beside the other series, so that its first step is theirs.</summary>
    public bool IsOnAxis => Model is not null || StepsToEnd > 0;

    /// <summary>Whether missing rows were filled.</summary>
    public bool IsFilled => Gaps is { IsFilled: true } && Series.Length >= Gaps.Series.Values.Length;
}

/// <summary>Where each series of a file is placed in time, with its regressors and periods: by what series teach each other, else from the end that most share, else row after row.</summary>
internal sealed class FilePlaces
{
    private const int Week = 7;
    private const int WeeksOfYear = 52;

    private readonly ForecastJobOptions _options;
    private readonly FileEnd? _end;

    private FilePlaces(ForecastJobOptions options, FileModel? model, FileEnd? end) => (_options, Model, _end) = (options, model, end);

    /// <summary>Finds out, and learns what series teach each other where that is asked for.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="read">Reads the series of the file, one after the other; twice at most.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static FilePlaces Of(ForecastJobOptions options, Func<Findings, IEnumerable<FileSeries>> read, CancellationToken cancellationToken)
    {
        var (model, alone, timeline) = FileModel.Learn(options, read, cancellationToken);
        var end = model is not null ? null : timeline is null ? FileEnd.Find(read, options) : FileEnd.Of(timeline, options);
        return new FilePlaces(options, model, end) { Alone = Said(model, alone) };
    }

    /// <summary>Each series goes on from its own end.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="alone">Why; empty where nothing else is asked for.</param>
    public static FilePlaces RowByRow(ForecastJobOptions options, string alone) => new(options, null, null) { Alone = Said(null, alone) };

    /// <summary>What series teach each other; null where each is forecast from itself alone.</summary>
    public FileModel? Model { get; }

    /// <summary>A sentence on why series do not teach each other, or not all that they could; empty where they do, or where that is not asked for.</summary>
    public string Alone { get; private init; } = "";

    /// <summary>The same for methods that look at each series alone.</summary>
    public FilePlaces WithoutModel => Model is null ? this : new FilePlaces(_options, null, FileEnd.Of(Model.Timeline, _options));

    /// <summary>Places a series.</summary>
    /// <param name="read">Its rows.</param>
    /// <param name="findings">What was found when it was read: what is refused by itself has no place beside the others.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public PlacedSeries Place(FileSeries read, Findings findings, CancellationToken cancellationToken)
    {
        var gaps = GapsOf(read, findings);
        var isAlone = (Model is null && _end is null) || FileEnd.IsRefused(read, findings, _options);
        if (!isAlone && Model is not null)
        {
            var shared = Model.Place(read, _options.DetectPeriods ? FileModel.PeriodsOfDays : Model.Timeline.PeriodsThatOccur(_options.Periods));
            return new PlacedSeries(shared, read, gaps, Model.Timeline.StepsAfter(read)) { Model = Model };
        }

        var found = gaps is { IsFilled: true } ? gaps.Series : read;
        var periods = _options.DetectPeriods ? Detected(found.Values, cancellationToken) : gaps?.Timeline.PeriodsThatOccur(_options.Periods) ?? _options.Periods;
        var stepsToEnd = isAlone ? 0 : _end!.StepsAfter(read, found);
        var placed = stepsToEnd > 0 ? found.Continued(stepsToEnd) : found;
        var series = new TimeSeries(found.Id, placed.Values, periods[0]) { FurtherPeriods = [.. periods.Skip(1)], Attributes = found.Known.Attributes };
        series = InYears(series, gaps?.Timeline.Axis);
        series = found == read ? KnownColumns.Onto(series, placed.Known, _options.Regressors) : KnownColumns.Onto(series, placed.Known, []) with { Regressors = gaps!.Regressors };
        return new PlacedSeries(series, found, gaps, stepsToEnd) { Returned = [.. placed.Known.Returned.Take(placed.Values.Length)] };
    }

    /// <summary>Places an item of which more is known than its rows.</summary>
    /// <param name="item">The item.</param>
    /// <param name="read">Its rows.</param>
    /// <param name="findings">What was found when they were read.</param>
    public PlacedSeries Place(LifecycleItem item, FileSeries read, Findings findings) =>
        new(item.Series.Length == read.Values.Length ? KnownColumns.Onto(item.Series, read.Known, _options.Regressors) : item.Series, read, GapsOf(read, findings), 0) { Returned = item.Returned };

    /// <summary>A series with its missing rows; null where they are not clear, or the series is refused.</summary>
    public FileGaps? GapsOf(FileSeries read, Findings findings) =>
        findings.SpoilAll || findings.Spoiled.ContainsKey(read.Id) ? null : FileGaps.Of(read, _options.Regressors, _options.DetectPeriods || _options.Periods.Any(p => p > 1));

    /// <summary>Weeks with dates whose season of 52 is a year.</summary>
    private static TimeSeries InYears(TimeSeries series, TimeAxis? axis) =>
        axis is { Unit: AxisUnit.Days, Length: Week } && (series.Period == WeeksOfYear || series.FurtherPeriods.Contains(WeeksOfYear)) ? LeapWeeks.ByDate(series, series.Length) : series;

    private static IReadOnlyList<int> Detected(double[] values, CancellationToken cancellationToken) =>
        SeasonalityDetector.Detect(values, cancellationToken) is { Count: > 0 } cycles ? [.. cycles.Select(c => c.Period)] : [1];

    private static string Said(FileModel? model, string reason) => reason.Length == 0 ? "" : model is null
        ? $"Each series was forecast from itself alone: {reason}."
        : $"Each series was forecast from itself and, where it sells seldom, from what such series show together: {reason}.";
}
