using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Forecasting;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// The end that the series of a file share, where times show that at least half of them end together: all are then forecast from there on, whatever the method and whether or not they teach each other, so that a
/// step is the same time in all of them. One that ends before has unknown values up to there.
/// </summary>
internal sealed class FileEnd
{
    private readonly FileTimeline _timeline;

    private FileEnd(FileTimeline timeline) => _timeline = timeline;

    /// <summary>Reads the file; null where there is no such end, or regressors are not known of all series up to the horizon from there.</summary>
    /// <param name="read">Reads the series of the file, one after the other.</param>
    /// <param name="options">What is asked.</param>
    public static FileEnd? Find(Func<Findings, IEnumerable<FileSeries>> read, ForecastJobOptions options)
    {
        var findings = SeriesFindings.Gather(options.Input);
        var timeline = new FileTimeline();
        foreach (var series in read(findings))
        {
            if (findings.SpoilAll)
                return null;
            if (IsRefused(series, findings, options))
                continue;
            if (series.Times.Length == 0)
                return null;
            timeline.Add(series);
        }

        timeline.Complete();
        return Of(timeline, options);
    }

    /// <summary>The same of a file whose series have been placed.</summary>
    /// <param name="timeline">Where all of them lie, complete.</param>
    /// <param name="options">What is asked.</param>
    public static FileEnd? Of(FileTimeline timeline, ForecastJobOptions options) =>
        timeline.SharedEnd && timeline.KnownUntil >= (long)timeline.End + options.Horizon ? new FileEnd(timeline) : null;

    /// <summary>Whether a series is refused by itself.</summary>
    public static bool IsRefused(FileSeries series, Findings findings, ForecastJobOptions options) => findings.Spoiled.ContainsKey(series.Id)
        || InputRules.Check(KnownColumns.Onto(new TimeSeries(series.Id, series.Values, options.DetectPeriods ? 1 : options.Periods[0]), series.Known, options.Regressors), options.Request(nonNegative: false)).Count > 0;

    /// <summary>Steps between the end of a series and that of the file; 0 where its own buckets are others than the file's.</summary>
    /// <param name="read">The series as it was read.</param>
    /// <param name="filled">The same with unknown values where rows are missing.</param>
    public int StepsAfter(FileSeries read, FileSeries filled) =>
        read.Times.Length > 0 && _timeline.InTime(read, [1]).Length == filled.Values.Length ? _timeline.StepsAfter(read) : 0;
}
