using System.Globalization;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Evaluation;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>A series as the file had it at a cut-off, and where such a file places it.</summary>
internal sealed record SeriesCutoff(FileSeries Known, FilePlaces Places);

/// <summary>
/// The cut-offs of a file. Where times show that at least half of its series end together, they lie at the same times for all of them, and what series teach each other is learned at each from all rows before
/// it and none after; otherwise they are counted back from each series' own end, and every series is forecast from itself alone.
/// </summary>
internal sealed class FileCutoffs
{
    private readonly EvaluationOptions _options;
    private readonly IReadOnlyList<(int Ordinal, FilePlaces Places)> _common;
    private readonly FilePlaces _rowByRow;
    private readonly FileTimeline _timeline;
    private readonly Findings _none;

    private FileCutoffs(EvaluationOptions options, FileTimeline timeline, IReadOnlyList<(int Ordinal, FilePlaces Places)> common, FilePlaces rowByRow) =>
        (_options, _timeline, _common, _rowByRow, _none) = (options, timeline, common, rowByRow, SeriesFindings.Gather(options.File.Input));

    /// <summary>Finds the cut-offs, and learns at each.</summary>
    /// <param name="options">What is asked.</param>
    /// <param name="all">Series that can be used.</param>
    /// <param name="progress">Told of each cut-off at which something may be learned, before it is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static FileCutoffs Find(EvaluationOptions options, IReadOnlyList<FileSeries> all, Action<string> progress, CancellationToken cancellationToken)
    {
        var file = options.Methods.Contains(ForecastJobOptions.Automatic) ? options.File : options.File with { WithoutGlobalModel = true };
        var timeline = new FileTimeline();
        foreach (var series in all)
            timeline.Add(series);
        timeline.Complete();
        if (!timeline.SharedEnd)
            return new FileCutoffs(options, timeline, [], FilePlaces.RowByRow(file, FileModel.WhyAlone(file) ?? all.Select(FileModel.WhyAlone).FirstOrDefault(why => why is not null) ?? FileModel.WhyAlone(file, all.Count, timeline) ?? ""));
        int[] ordinals = [.. Enumerable.Range(0, options.Origins).Select(i => timeline.End - file.Horizon - (long)(options.Origins - 1 - i) * options.Spacing).Where(c => c > 0).Select(c => (int)c)];
        var common = new List<(int, FilePlaces)>();
        foreach (var ordinal in ordinals)
        {
            FileSeries[] known = [.. all.Select(series => Until(series, timeline, ordinal)).OfType<FileSeries>()];
            if (known.Length > 0 && FileModel.WhyAlone(file) is null)
                progress(string.Create(CultureInfo.InvariantCulture, $"Cut-off {common.Count + 1} of {ordinals.Length}: {known.Length:N0} series known up to {LastOf(known)}"));
            common.Add((ordinal, FilePlaces.Of(file, _ => known, cancellationToken)));
        }

        return new FileCutoffs(options, timeline, common, FilePlaces.RowByRow(file, ""));
    }

    /// <summary>The cut-offs of a series before which it has a row, increasing.</summary>
    public IReadOnlyList<SeriesCutoff> Of(FileSeries series)
    {
        if (_timeline.SharedEnd)
            return [.. _common.Select(c => (Known: Until(series, _timeline, c.Ordinal), c.Places)).Where(c => c.Known is not null).Select(c => new SeriesCutoff(c.Known!, c.Places))];
        var (whole, places) = InTime(series);
        var cutoffs = RollingOrigins.Cutoffs(new TimeSeries(series.Id, whole.Values, 1), _options.File.Horizon, _options.Origins, _options.Spacing);
        return [.. cutoffs.Select(cutoff => series.Until(places?.Count(place => place < cutoff) ?? cutoff)).OfType<FileSeries>().DistinctBy(known => known.Values.Length).Select(known => new SeriesCutoff(known, _rowByRow))];
    }

    /// <summary>All rows of a series in the buckets of what was known at a cut-off, so that what came later stands behind that: without rows at times that never occurred before. Null where rows came between the buckets.</summary>
    /// <param name="known">What was known.</param>
    /// <param name="series">All rows.</param>
    public FileSeries? InBucketsOf(PlacedSeries known, FileSeries series)
    {
        var timeline = known.Model?.Timeline ?? (series.Dated ? known.Gaps?.Timeline : null);
        var rows = timeline is null ? series : timeline.WithoutOthers(series);
        if (rows is null)
            return null;
        return known.Model is null ? InTime(rows).Series : rows with { Values = known.Model.Timeline.InTime(rows, [1]).Values };
    }

    /// <summary>What there is to say of learning, a sentence each.</summary>
    public IReadOnlyList<string> Remarks()
    {
        if (_common.Count == 0)
            return _rowByRow.Alone.Length > 0 ? [_rowByRow.Alone] : [];
        string Said(FilePlaces places) => places is { Alone: "", Model: not null } ? "The series taught each other." : places.Alone;
        return [.. _common.Select((c, i) => (Number: i + 1, Text: Said(c.Places))).Where(c => c.Text.Length > 0).GroupBy(c => c.Text, StringComparer.Ordinal)
            .Select(same => same.Count() == _common.Count ? same.Key : $"Cut-off {string.Join(", ", same.Select(c => c.Number.ToString(CultureInfo.InvariantCulture)))}: {same.Key}")];
    }

    private (FileSeries Series, IReadOnlyList<int>? Places) InTime(FileSeries series) =>
        _rowByRow.GapsOf(series, _none) is { } gaps ? (gaps.Series, gaps.Places) : (series, null);

    private static FileSeries? Until(FileSeries series, FileTimeline timeline, int ordinal) => series.Until(series.Times.Count(time => timeline.Ordinal(time) < ordinal));

    private static string LastOf(FileSeries[] known)
    {
        var last = known.MaxBy(series => series.Times[^1])!;
        return TimeColumn.Write(last.Times[^1], last.TimeText);
    }
}
