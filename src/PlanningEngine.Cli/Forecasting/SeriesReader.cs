using System.Globalization;
using System.Runtime.InteropServices;
using PlanningEngine.Cli.Import.Mapping;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>The history of one series as it stands in a file.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Line">Line of its first row.</param>
/// <param name="Values">Its values in time order; NaN where unknown.</param>
/// <param name="Times">Time of each value: ticks of a date, or the number in the file; empty where the file gives none that can be read.</param>
/// <param name="Dated">Whether the times are dates.</param>
internal sealed record FileSeries(string Id, long Line, double[] Values, double[] Times, bool Dated)
{
    /// <summary>What its rows say beside the values.</summary>
    public KnownRows Known { get; init; } = new();

    /// <summary>One of its times as the file writes them, the shortest; empty without times.</summary>
    public string TimeText { get; init; } = "";

    /// <summary>An example of its times where they cannot be read, so that <see cref="Times"/> is empty; null where the file has no times or they can be read.</summary>
    public UnreadTime? Unread { get; init; }

    /// <summary>Lines of its values below zero, in the order of the values.</summary>
    public IReadOnlyList<long> NegativeLines { get; init; } = [];

    /// <summary>The times of its history and, where rows go on into the future, of these too; of the history alone where those of the future cannot be read or do not ascend.</summary>
    public IReadOnlyList<double> AllTimes => Known.Times.Count > Times.Length && Known.Times.Zip(Known.Times.Skip(1), (a, b) => b > a).All(ascends => ascends) ? Known.Times : Times;

    /// <summary>The series with unknown values after its last one, in which it could be sold.</summary>
    public FileSeries Continued(int steps)
    {
        double[] unknown = [.. Enumerable.Repeat(double.NaN, steps)];
        List<double> After(List<double> column) => column.Count == 0 ? column : [.. column.Take(Values.Length), .. unknown];
        return this with { Values = [.. Values, .. unknown], Known = Known with { Availability = After(Known.Availability), Returned = After(Known.Returned) } };
    }

    /// <summary>
    /// The series as the file had it when the history ended earlier: what is known ahead stays, and where rows may be the future those without a value at the end are. Null where it had no row.
    /// </summary>
    /// <param name="rows">Rows of the history that were known then.</param>
    public FileSeries? Until(int rows)
    {
        if (rows < 1)
            return null;
        if (Known.Regressors.Count > 0)
            rows = LengthWithFuture(Values.AsSpan(0, rows));
        List<double> Before(List<double> column) => column.Count == 0 ? column : [.. column.Take(rows)];
        return this with { Values = Values[..rows], Times = Times.Length == 0 ? Times : Times[..rows], Known = Known with { Availability = Before(Known.Availability), Returned = Before(Known.Returned) } };
    }

    /// <summary>Rows of a history where those without a value at its end are the future.</summary>
    public static int LengthWithFuture(ReadOnlySpan<double> values)
    {
        var length = values.Length;
        while (length > 1 && double.IsNaN(values[length - 1]))
            length--;
        return length;
    }

    /// <summary>What came back in place of the values.</summary>
    public FileSeries WithReturned() => this with { Values = [.. Known.Returned.Take(Values.Length)] };
}

/// <summary>How the rows of a file are ordered; each can be read with less memory than the next.</summary>
internal enum RowOrder
{
    /// <summary>The rows of a series stand together, and ids ascend: any number of series needs the same memory.</summary>
    Ascending,

    /// <summary>The rows of a series stand together: ids are remembered.</summary>
    Together,

    /// <summary>Rows of a series may stand anywhere: the whole file is read first.</summary>
    Any,
}

/// <summary>Rows are not in the order in which they were read; the next one may do.</summary>
internal sealed class RowOrderException : Exception;

/// <summary>Reads series from a file with the columns series_id and value, optionally a time and a split.</summary>
/// <remarks>
/// Usually the rows of a series stand together and series come out one by one. All orders give the same series in the order of their first rows.
/// </remarks>
/// <param name="input">The file.</param>
/// <param name="findings">Takes what cannot be read.</param>
/// <param name="order">How rows are expected to be ordered.</param>
/// <param name="regressors">Columns known ahead. Where there are any, rows that are not train rows, and rows without a value at the end of a series, are its future.</param>
/// <param name="attributes">Columns that say what a series is.</param>
internal sealed class SeriesReader(InputFile input, Findings findings, RowOrder order, IReadOnlyList<RegressorOption>? regressors = null, IReadOnlyList<string>? attributes = null)
{
    public const string MissingId = "missing-series-id";
    public const string TimeOrder = "time-order";
    internal const string NotUtf8 = "The text holds bytes that are not UTF-8, so that names which differ in these letters would be one. Maybe save the file as UTF-8 (in a spreadsheet: CSV UTF-8), or run iconv -f WINDOWS-1252 -t UTF-8.";

    private readonly SeenIds _closed = new(order == RowOrder.Ascending);
    private readonly HashSet<string> _withoutTrain = new(StringComparer.Ordinal);

    /// <summary>Severities of the rules that only this reader knows.</summary>
    public static IReadOnlyDictionary<string, Severity> Severities { get; } =
        new Dictionary<string, Severity> { [MissingId] = Severity.Error, [TimeOrder] = Severity.Error, [ReaderRules.UnreadableText] = Severity.Error, [KnownColumns.AttributeVaries] = Severity.Error, [ReaderRules.EmptyFile] = Severity.Error, [KnownColumns.AvailabilityOutOfRange] = Severity.Error, [KnownColumns.ReturnsOutOfRange] = Severity.Error };

    /// <summary>Series of which the file has no train row, known at the end.</summary>
    public int SeriesWithoutTrain => _withoutTrain.Count;

    /// <summary>Whether a file without a time column is a finding.</summary>
    public bool NeedsTimes { get; init; }

    /// <summary>The time column in use, known once rows were read; empty where there is none.</summary>
    public string Time { get; private set; } = "";

    /// <summary>Other columns with the name of a time.</summary>
    public IReadOnlyList<string> OtherTimes { get; private set; } = [];

    /// <summary>Reads the series.</summary>
    /// <exception cref="RowOrderException">Rows are not in the expected order; read again and expect less.</exception>
    public IEnumerable<FileSeries> Read(CancellationToken cancellationToken)
    {
        using var csv = CsvTable.Open(input, FileFormat.Default, findings);
        if (csv is null)
            yield break;
        var columns = Columns(csv);
        var known = new KnownColumns(csv, findings, input.Name, regressors ?? [], attributes ?? []);
        if (columns.Id < 0 || columns.Value < 0 || !known.Usable)
            yield break;
        var open = new Dictionary<string, Growing>(StringComparer.Ordinal);
        Growing? current = null;
        var gather = order == RowOrder.Any;
        var gathered = new List<Growing>();
        while (csv.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IdChanges(csv, columns.Id, current) is { } id)
            {
                if (!gather && current is { Values.Count: > 0 })
                    yield return Done(current);
                current = Open(id, csv.Line, open, gathered);
            }

            Take(csv, columns, known, current);
        }

        if (!gather && current is { Values.Count: > 0 })
            yield return Done(current);
        foreach (var series in gathered.Where(s => s.Values.Count > 0))
            yield return Done(series);
    }

    /// <summary>The id of the row when it is not that of the row before; a row without an id changes nothing and is not taken.</summary>
    private string? IdChanges(CsvTable csv, int ordinal, Growing? current)
    {
        var id = csv.Field(ordinal).Trim();
        if (!id.IsEmpty && current is not null && id.SequenceEqual(current.Id))
            return null;
        if (id.Contains('\uFFFD'))
            findings.Report(ReaderRules.UnreadableText, input.Name, csv.Line, "", "series_id", id.ToString(), NotUtf8);
        if (!id.IsEmpty)
            return id.ToString();
        findings.Report(MissingId, input.Name, csv.Line, "", "series_id", "", "The row has no series_id. Maybe fill it in, or remove the row.");
        return null;
    }

    private void Take(CsvTable csv, (int Id, int Value, int Split, int Time) columns, KnownColumns known, Growing? current)
    {
        if (current is null)
            return;
        if (columns.Split >= 0 && !csv.Field(columns.Split).Trim().Equals("train", StringComparison.OrdinalIgnoreCase))
        {
            if (current.Values.Count == 0)
                _withoutTrain.Add(current.Id);
            else
                known.Take(current.Known, current.Id, columns.Time >= 0 && known.HasRegressors ? current.Times.Take(csv.Field(columns.Time).Trim(), csv.Line).Time : null, isHistory: false);
            return;
        }

        if (current.Values.Count == 0)
            _withoutTrain.Remove(current.Id);
        var time = columns.Time >= 0 ? CheckTime(csv, columns.Time, current) : null;
        if (time is { } at)
            current.Times.Known.Add(at);
        current.Values.Add(ReadValue(csv, columns.Value, current.Id));
        if (current.Values[^1] < 0)
            current.NegativeLines.Add(csv.Line);
        current.EndsWithFuture = known.HasRegressors;
        known.Take(current.Known, current.Id, time, isHistory: true);
    }

    private Growing Open(string id, long line, Dictionary<string, Growing> open, List<Growing> gathered)
    {
        if (order != RowOrder.Any)
            return _closed.Add(id) ? new Growing(id, line) : throw new RowOrderException();
        if (!open.TryGetValue(id, out var series))
        {
            open[id] = series = new Growing(id, line);
            gathered.Add(series);
        }

        return series;
    }

    private (int Id, int Value, int Split, int Time) Columns(CsvTable csv)
    {
        int Find(string name) => csv.Header.ToList().FindIndex(h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase));
        int Required(string name)
        {
            var ordinal = Find(name);
            if (ordinal < 0)
                findings.Report(ReaderRules.MissingColumn, input.Name, 1, "", name, "", $"The file has no column ({name}); it has {string.Join(", ", csv.Header.Take(40))}. Maybe rename a column.");
            return ordinal;
        }

        var times = TimeColumn.Candidates(csv.Header);
        var time = TimeColumn.Best(input, times);
        Time = time < 0 ? "" : csv.Header[time];
        if (NeedsTimes && time < 0)
            findings.Report(ReaderRules.MissingColumn, input.Name, 1, "", "", "", TimeColumn.Missing);
        OtherTimes = [.. times.Where(t => t != time).Select(t => csv.Header[t])];
        return (Required("series_id"), Required("value"), Find("split"), time);
    }

    private double ReadValue(CsvTable csv, int ordinal, string id)
    {
        var text = csv.Field(ordinal).Trim();
        if (text.IsEmpty || text.Equals("NA", StringComparison.OrdinalIgnoreCase) || text.Equals("NaN", StringComparison.OrdinalIgnoreCase)
            || text.Equals("NULL", StringComparison.OrdinalIgnoreCase) || text.Equals("N/A", StringComparison.OrdinalIgnoreCase))
            return double.NaN;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return value;
        findings.Report(ReaderRules.UnreadableNumber, input.Name, csv.Line, id, "value", text.ToString(), NumberTexts.Reason(text, "Maybe write NA where it is not known."));
        return double.NaN;
    }

    private double? CheckTime(CsvTable csv, int ordinal, Growing series)
    {
        var text = csv.Field(ordinal).Trim();
        var (time, order) = series.Times.Take(text, csv.Line);
        // Times of names that became one follow from that.
        if (order <= 0 && !series.Id.Contains('\uFFFD', StringComparison.Ordinal))
        {
            var what = order == 0 ? "occurs twice" : "is earlier than the one before it";
            findings.Report(TimeOrder, input.Name, csv.Line, series.Id, csv.Header[ordinal], text.ToString(), $"The time ({text}) of series ({series.Id}) {what}. Maybe sort the file by series and time, and add up doubles.");
        }

        return time;
    }

    /// <summary>A series all of whose rows were seen. Where most of its times were read alike, the first of the others is a finding.</summary>
    private FileSeries Done(Growing series)
    {
        var done = series.Done();
        if (done.Unread is not { } other || !series.Times.MostAlike)
            return done;
        findings.Report(ReaderRules.UnreadableDate, input.Name, other.Line, series.Id, Time, other.Text,
            $"The time ({other.Text}) of series ({series.Id}) cannot be read as the others are. Maybe write it as they are: 2022-03-31, 2022-03 or 31.03.2022.");
        return done;
    }

    private sealed class Growing(string id, long line)
    {
        public string Id => id;

        public List<double> Values { get; } = [];

        public List<long> NegativeLines { get; } = [];

        public SeriesTimes Times { get; } = new();

        public KnownRows Known { get; } = new();

        /// <summary>Whether rows without a value at the end are the future.</summary>
        public bool EndsWithFuture { get; set; }

        public FileSeries Done()
        {
            var length = EndsWithFuture ? FileSeries.LengthWithFuture(CollectionsMarshal.AsSpan(Values)) : Values.Count;
            var unread = Times.FirstOther;
            var hasTimes = unread is null && Times.Known.Count == Values.Count;
            return new FileSeries(id, line, [.. Values.Take(length)], hasTimes ? [.. Times.Known.Take(length)] : [], Times.Kind == TimeKind.Date) { Known = Known, Unread = unread, TimeText = Times.Usual, NegativeLines = NegativeLines };
        }
    }
}
