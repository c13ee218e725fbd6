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
    private const string UnknownColumn = "unknown-column";
    private const string ShareOutOfRange = "share-out-of-range";
    private const string EndOutOfRange = "end-step-out-of-range";
    private const char Separator = '|';

    /// <summary>Severities of the rules that only this reader knows.</summary>
    public static IReadOnlyDictionary<string, Severity> Severities { get; } =
        new[] { UnknownSeries, Unusable, UniqueIds, UnknownColumn, ShareOutOfRange, EndOutOfRange, LifecycleLinks.PredecessorCycle, LifecycleLinks.SharesAboveOne }.ToDictionary(r => r, _ => Severity.Error);

    private static readonly string[] Columns = ["predecessor", "share", "similar", "level", "end_step", "decline"];
    private IReadOnlyList<LifecycleRow> _rows = [];
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
        foreach (var unknown in header.Where(h => !Columns.Prepend("series_id").Contains(h, StringComparer.OrdinalIgnoreCase)))
            findings.Report(UnknownColumn, path, 1, "", unknown, "", $"A lifecycle file has no column ({unknown}); it may have series_id, {string.Join(", ", Columns)}. Maybe correct its name, or remove it.");
        foreach (var twice in header.GroupBy(h => h, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            findings.Report(UnknownColumn, path, 1, "", twice.Key, "", $"The column ({twice.Key}) stands in the file {twice.Count()} times. Maybe remove all but one.");
        int[] columns = [.. Columns.Select(Find)];
        var rows = new List<LifecycleRow>();
        while (id >= 0 && csv.Read())
            read.Take(csv, id, columns, rows);
        read._rows = new LifecycleLinks(path, findings).InOrder(rows);
        return read;
    }

    /// <summary>Finds the series that the rows speak of.</summary>
    /// <param name="all">The series of the forecast's file.</param>
    /// <param name="periods">Seasonal periods.</param>
    /// <param name="refused">Series of that file that are refused for findings of their own; rows cannot speak of them.</param>
    public void Bind(IReadOnlyList<FileSeries> all, IReadOnlyList<int> periods, IReadOnlyDictionary<string, (string Rule, string Reason)> refused)
    {
        var timeline = new FileTimeline();
        foreach (var series in all)
            timeline.Add(series);
        timeline.Complete();
        var byId = all.ToDictionary(s => s.Id, StringComparer.Ordinal);
        TimeSeries Own(string id) => byId.TryGetValue(id, out var found)
            ? timeline.InTime(found, periods)
            : new TimeSeries(id, [], periods[0], timeline.After) { FurtherPeriods = [.. periods.Skip(1)] };
        foreach (var row in _rows)
        {
            foreach (var spoiled in row.Similar.Append(row.Predecessor).Append(row.Id).Where(refused.ContainsKey))
                _findings.Report(Unusable, _file, row.Line, row.Id, "", spoiled, $"The series ({spoiled}) is refused: {refused[spoiled].Rule}. Maybe correct it first.");
            foreach (var missing in row.Similar.Append(_ids.Contains(row.Predecessor) ? "" : row.Predecessor).Where(id => id.Length > 0 && !byId.ContainsKey(id) && !refused.ContainsKey(id)))
                _findings.Report(UnknownSeries, _file, row.Line, row.Id, "", missing, $"The series ({missing}) is not in the file to forecast. Maybe add its history.");
            if (row.Predecessor.Length > 0 && !timeline.HasTimes)
                _findings.Report(Unusable, _file, row.Line, row.Id, "predecessor", row.Predecessor, "Without a time column nobody knows when the successor began. Maybe add a column such as month.");
        }

        var replaced = _rows.Select(r => r.Predecessor).Where(id => byId.ContainsKey(id) && !_ids.Contains(id)).Distinct(StringComparer.Ordinal)
            .Select(id => new LifecycleRow(id, 0, "", 1, [], null, null, []));
        var successions = new ItemSuccessions(_rows, Own);
        var seasons = new LaunchSeasons(timeline.HasTimes && !timeline.IsCounted ? all.Select(s => Own(s.Id)) : []);
        var items = new Dictionary<string, LifecycleItem>(StringComparer.Ordinal);
        var histories = new Dictionary<string, TimeSeries>(StringComparer.Ordinal);
        foreach (var row in replaced.Concat(_rows))
        {
            var own = Own(row.Id);
            var inherited = histories.TryGetValue(row.Predecessor, out var old) ? successions.Inherited(old, own, ShareOf(row)) : null;
            if (inherited is not null && Array.TrueForAll(inherited.Values, double.IsNaN))
                inherited = null;
            histories[row.Id] = inherited is null ? own : Supersession.Continue(inherited, own, ShareOf(row));
            var gone = successions.IsGone(own);
            var life = new ItemLifecycle
            {
                Predecessor = inherited is null ? null : Kept(inherited),
                Share = ShareOf(row),
                Similar = [.. row.Similar.Where(byId.ContainsKey).Select(id => new SimilarItem(Own(id), 1))],
                Launch = new LaunchOptions { ExpectedLevel = row.Level, Season = seasons.Of(row.Similar) },
                PhaseOut = gone ? new PhaseOut(own.End, []) : row.EndStep is { } end ? new PhaseOut(own.End + end - 1, row.Decline) : null,
            };
            if (own.Length == 0 && row.Predecessor.Length == 0 && life.Similar.Count == 0)
                _findings.Report(Unusable, _file, row.Line, row.Id, "", "", "The series has no history, no predecessor and no similar item. Maybe name one.");
            foreach (var violation in row.Line > 0 ? life.Check(own) : [])
                _findings.Report(Unusable, _file, row.Line, row.Id, "", "", violation.Message);
            items[row.Id] = new LifecycleItem(row.Id, Kept(own), life, byId.ContainsKey(row.Id))
            {
                Line = row.Line,
                Returned = !gone && byId.TryGetValue(row.Id, out var found) && found.Known.Returned.Count > 0 ? Kept(timeline.InTime(found.WithReturned(), periods)).Values : [],
                StillSold = items.GetValueOrDefault(row.Predecessor) is { Life.PhaseOut: not null } before && !successions.IsGone(before.Series) ? before : null,
                Notes = successions.Notes(own),
            };

            TimeSeries Kept(TimeSeries series) => series with { Values = [.. series.Values.Select((v, t) => v * successions.Kept(own, series.FirstPeriod + t))] };
        }

        Items = items;
    }

    private void Take(CsvTable csv, int id, int[] columns, List<LifecycleRow> rows)
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
        if (end is { } step && (step != Math.Floor(step) || step is < 1 or > InputRules.LongestHorizon))
            _findings.Report(EndOutOfRange, _file, csv.Line, subject, "end_step", Text(4), $"The end must be a whole step, from 1 to {InputRules.LongestHorizon}. Maybe count from the first step of the forecast.");
        if (end is null && Text(4).Length == 0 && Text(5).Length > 0)
            _findings.Report(Unusable, _file, csv.Line, subject, "decline", Text(5), "A decline says nothing without an end. Maybe fill in end_step.");
        var share = Number(1, Text(1));
        CheckShare(share, Text(1), Text(0), subject, csv.Line);
        if (subject.Length == 0)
            _findings.Report(SeriesReader.MissingId, _file, csv.Line, "", "series_id", "", "The row has no series_id. Maybe fill it in, or remove the row.");
        else if (!_ids.Add(subject))
            _findings.Report(UniqueIds, _file, csv.Line, subject, "series_id", subject, "The series has a row already. Maybe put both into one.");
        else
            rows.Add(new LifecycleRow(subject, csv.Line, Text(0), share ?? 1, Parts(2), Number(3, Text(3)), (int?)end, [.. Parts(5).Select(p => Number(5, p) ?? 0)]));
    }

    private void CheckShare(double? share, string text, string predecessor, string subject, long line)
    {
        if (share is null)
            return;
        if (predecessor.Length == 0)
            _findings.Report(ShareOutOfRange, _file, line, subject, "share", text, $"The item ({subject}) has a share ({text}) and no predecessor. Maybe fill predecessor.");
        else if (!(share is > 0 and <= 1))
            _findings.Report(ShareOutOfRange, _file, line, subject, "share", text, $"The share ({text}) of the demand for ({predecessor}) that goes to ({subject}) must be above 0 and at most 1. Maybe it is in percent.");
    }

    /// <summary>The share; all of it where it is out of range, which is a finding already.</summary>
    private static double ShareOf(LifecycleRow row) => row.Share is > 0 and <= 1 ? row.Share : 1;
}
