using System.Globalization;
using PlanningEngine.Cli.Import.Mapping;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Forecasting;
using PlanningEngine.Forecasting.Launches;
using PlanningEngine.Forecasting.Lifecycle;
using PhaseOut = PlanningEngine.Forecasting.Lifecycle.PhaseOut;
using SimilarItem = PlanningEngine.Forecasting.Launches.SimilarItem;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>
/// What a file says about the lives of items: one row per series_id, any of the columns predecessor, share, similar (ids with | between them), level, end_step (the first
/// step without sales, from 1) and decline (shares of the last buckets, with | between them). Predecessors and similar items are series of the forecast's own file.
/// </summary>
internal sealed class LifecycleFile
{
    public const string UnknownSeries = "unknown-series";
    public const string Unusable = "unusable-lifecycle";
    private const string UniqueIds = "duplicate-series";
    private const char Separator = '|';

    /// <summary>Severities of the rules that only this reader knows.</summary>
    public static IReadOnlyDictionary<string, Severity> Severities { get; } =
        new Dictionary<string, Severity> { [UnknownSeries] = Severity.Error, [Unusable] = Severity.Error, [UniqueIds] = Severity.Error };

    private readonly List<Row> _rows = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Findings _findings;
    private readonly string _file;

    private LifecycleFile(Findings findings, string file) => (_findings, _file) = (findings, file);

    /// <summary>Items by id, once <see cref="Bind"/> found them.</summary>
    public IReadOnlyDictionary<string, LifecycleItem> Items { get; private set; } = new Dictionary<string, LifecycleItem>();

    /// <summary>Reads the file; what is wrong becomes a finding.</summary>
    public static LifecycleFile Read(string path, Findings findings)
    {
        var read = new LifecycleFile(findings, path);
        using var csv = CsvTable.Open(new InputFile(path, File.Exists(path) ? path : null), FileFormat.Default, findings);
        if (csv is null)
            return read;
        var header = csv.Header.ToList();
        int Find(string name) => header.FindIndex(h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase));
        var id = Find("series_id");
        if (id < 0)
            findings.Report(ReaderRules.MissingColumn, path, 1, "", "series_id", "", $"The file has no column (series_id); it has {string.Join(", ", header)}. Maybe rename a column.");
        int[] columns = [Find("predecessor"), Find("share"), Find("similar"), Find("level"), Find("end_step"), Find("decline")];
        while (id >= 0 && csv.Read())
            read.Take(csv, id, columns);
        return read;
    }

    /// <summary>Finds the series that the rows speak of.</summary>
    /// <param name="all">The series of the forecast's file.</param>
    /// <param name="periods">Seasonal periods.</param>
    public void Bind(IReadOnlyList<FileSeries> all, IReadOnlyList<int> periods)
    {
        var timeline = new FileTimeline();
        foreach (var series in all)
            timeline.Add(series);
        timeline.Complete();
        var byId = all.ToDictionary(s => s.Id, StringComparer.Ordinal);
        var items = new Dictionary<string, LifecycleItem>(StringComparer.Ordinal);
        foreach (var row in _rows)
        {
            foreach (var missing in row.Similar.Append(row.Predecessor).Where(id => id.Length > 0 && !byId.ContainsKey(id)))
                _findings.Report(UnknownSeries, _file, row.Line, row.Id, "", missing, $"The series ({missing}) is not in the file to forecast. Maybe add its history.");
            if (row.Predecessor.Length > 0 && !timeline.HasTimes)
                _findings.Report(Unusable, _file, row.Line, row.Id, "predecessor", row.Predecessor, "Without a time column nobody knows when the successor began. Maybe add a column such as month.");
            TimeSeries InTime(string id) => timeline.InTime(byId[id], periods);
            var series = byId.ContainsKey(row.Id) ? InTime(row.Id) : new TimeSeries(row.Id, [], periods[0], timeline.After) { FurtherPeriods = [.. periods.Skip(1)] };
            var life = new ItemLifecycle
            {
                Predecessor = byId.ContainsKey(row.Predecessor) ? InTime(row.Predecessor) : null,
                Share = row.Share,
                Similar = [.. row.Similar.Where(byId.ContainsKey).Select(id => new SimilarItem(InTime(id), 1))],
                Launch = new LaunchOptions { ExpectedLevel = row.Level },
                PhaseOut = row.EndStep is { } end ? new PhaseOut(series.End + end - 1, row.Decline) : null,
            };
            if (series.Length == 0 && life.Predecessor is null && life.Similar.Count == 0)
                _findings.Report(Unusable, _file, row.Line, row.Id, "", "", "The series has no history, no predecessor and no similar item. Maybe name one.");
            foreach (var violation in life.Check(series))
                _findings.Report(Unusable, _file, row.Line, row.Id, "", "", violation.Message);
            items[row.Id] = new LifecycleItem(row.Id, series, life, byId.ContainsKey(row.Id))
            {
                Returned = byId.TryGetValue(row.Id, out var own) && own.Known.Returned.Count > 0 ? timeline.InTime(own.WithReturned(), periods).Values : [],
            };
        }

        Items = items;
    }

    private void Take(CsvTable csv, int id, int[] columns)
    {
        string Text(int column) => columns[column] < 0 ? "" : csv.Field(columns[column]).Trim().ToString();
        string[] Parts(int column) => Text(column).Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var subject = csv.Field(id).Trim().ToString();
        double? Number(int column, string text)
        {
            if (text.Length == 0)
                return null;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
                return number;
            _findings.Report(ReaderRules.UnreadableNumber, _file, csv.Line, subject, csv.Header[columns[column]], text, "This is not a finite number with a decimal point. Maybe leave it empty.");
            return null;
        }

        var end = Number(4, Text(4));
        if (end is { } step && (step != Math.Floor(step) || Math.Abs(step) > InputRules.LongestHorizon))
            _findings.Report(ReaderRules.UnreadableNumber, _file, csv.Line, subject, "end_step", Text(4), "The end must be a whole step, from 1. Maybe count from the first step of the forecast.");
        if (subject.Length == 0)
            _findings.Report(SeriesReader.MissingId, _file, csv.Line, "", "series_id", "", "The row has no series_id. Maybe fill it in, or remove the row.");
        else if (!_ids.Add(subject))
            _findings.Report(UniqueIds, _file, csv.Line, subject, "series_id", subject, "The series has a row already. Maybe put both into one.");
        else
            _rows.Add(new Row(subject, csv.Line, Text(0), Number(1, Text(1)) ?? 1, Parts(2), Number(3, Text(3)), (int?)end, [.. Parts(5).Select(p => Number(5, p) ?? 0)]));
    }

    private sealed record Row(string Id, long Line, string Predecessor, double Share, string[] Similar, double? Level, int? EndStep, double[] Decline);
}

/// <summary>An item of a lifecycle file.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Series">Its history in its place in time; empty where it has not sold yet.</param>
/// <param name="Life">What is known.</param>
/// <param name="HasRows">Whether the forecast's file has rows of it.</param>
internal sealed record LifecycleItem(string Id, TimeSeries Series, ItemLifecycle Life, bool HasRows)
{
    /// <summary>What came back, per bucket of the history; empty where the file says nothing of it.</summary>
    public IReadOnlyList<double> Returned { get; init; } = [];
}
