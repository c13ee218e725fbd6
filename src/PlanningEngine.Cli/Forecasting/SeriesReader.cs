using System.Globalization;
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

    private static readonly string[] TimeColumns = ["timestamp", "period", "month", "week", "date", "ds", "t"];
    private static readonly string[] TimeForms = ["yyyy-MM-dd", "yyyy-MM", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-dd HH:mm", "yyyyMMdd"];
    private readonly SeenIds _closed = new(order == RowOrder.Ascending);
    private readonly HashSet<string> _withoutTrain = new(StringComparer.Ordinal);

    /// <summary>Severities of the rules that only this reader knows.</summary>
    public static IReadOnlyDictionary<string, Severity> Severities { get; } =
        new Dictionary<string, Severity> { [MissingId] = Severity.Error, [TimeOrder] = Severity.Error, [KnownColumns.AttributeVaries] = Severity.Error, [ReaderRules.EmptyFile] = Severity.Error, [KnownColumns.AvailabilityOutOfRange] = Severity.Error, [KnownColumns.ReturnsOutOfRange] = Severity.Error };

    /// <summary>Series of which the file has no train row, known at the end.</summary>
    public int SeriesWithoutTrain => _withoutTrain.Count;

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
                    yield return current.Done();
                current = Open(id, csv.Line, open, gathered);
            }

            Take(csv, columns, known, current);
        }

        if (!gather && current is { Values.Count: > 0 })
            yield return current.Done();
        foreach (var series in gathered.Where(s => s.Values.Count > 0))
            yield return series.Done();
    }

    /// <summary>The id of the row when it is not that of the row before; a row without an id changes nothing and is not taken.</summary>
    private string? IdChanges(CsvTable csv, int ordinal, Growing? current)
    {
        var id = csv.Field(ordinal).Trim();
        if (!id.IsEmpty)
            return current is not null && id.SequenceEqual(current.Id) ? null : id.ToString();
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
                known.Take(current.Known, current.Id, columns.Time >= 0 && TryTime(csv.Field(columns.Time).Trim(), out var ahead, out _) ? ahead : null, isHistory: false);
            return;
        }

        if (current.Values.Count == 0)
            _withoutTrain.Remove(current.Id);
        var time = columns.Time >= 0 ? CheckTime(csv, columns.Time, current) : null;
        if (time is { } at)
            current.Times.Add(at);
        current.Values.Add(ReadValue(csv, columns.Value, current.Id));
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

        return (Required("series_id"), Required("value"), Find("split"), TimeColumns.Select(Find).FirstOrDefault(t => t >= 0, -1));
    }

    private double ReadValue(CsvTable csv, int ordinal, string id)
    {
        var text = csv.Field(ordinal).Trim();
        if (text.IsEmpty || text.Equals("NA", StringComparison.OrdinalIgnoreCase) || text.Equals("NaN", StringComparison.OrdinalIgnoreCase)
            || text.Equals("NULL", StringComparison.OrdinalIgnoreCase) || text.Equals("N/A", StringComparison.OrdinalIgnoreCase))
            return double.NaN;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return value;
        findings.Report(ReaderRules.UnreadableNumber, input.Name, csv.Line, id, "value", text.ToString(), "This is not a finite number with a decimal point. Maybe write NA where it is not known.");
        return double.NaN;
    }

    private double? CheckTime(CsvTable csv, int ordinal, Growing series)
    {
        var text = csv.Field(ordinal).Trim();
        if (!TryTime(text, out var time, out var dated))
            return null;
        series.Dated = dated;
        if (series.LastTime is { } last && time <= last)
        {
            var what = time == last ? "occurs twice" : "is earlier than the one before it";
            findings.Report(TimeOrder, input.Name, csv.Line, series.Id, csv.Header[ordinal], text.ToString(), $"The time ({text}) of series ({series.Id}) {what}. Maybe sort the file by series and time, and add up doubles.");
        }

        series.LastTime = time;
        return time;
    }

    private static bool TryTime(ReadOnlySpan<char> text, out double time, out bool dated)
    {
        dated = DateTime.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment);
        if (dated)
        {
            time = moment.Ticks;
            return true;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out time);
    }

    private sealed class Growing(string id, long line)
    {
        public string Id => id;

        public List<double> Values { get; } = [];

        public List<double> Times { get; } = [];

        public double? LastTime { get; set; }

        public bool Dated { get; set; }

        public KnownRows Known { get; } = new();

        /// <summary>Whether rows without a value at the end are the future.</summary>
        public bool EndsWithFuture { get; set; }

        public FileSeries Done()
        {
            var length = EndsWithFuture ? Math.Max(1, Values.FindLastIndex(v => !double.IsNaN(v)) + 1) : Values.Count;
            return new FileSeries(id, line, [.. Values.Take(length)], Times.Count == Values.Count ? [.. Times.Take(length)] : [], Dated) { Known = Known };
        }
    }
}
