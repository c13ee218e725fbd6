using System.Globalization;
using PlanningEngine.Cli.Import.Reading;
using PlanningEngine.Forecasting;

namespace PlanningEngine.Cli.Forecasting;

/// <summary>The columns of a file beside the values: regressors, whose rows go on into the future, attributes, which say what a series is, and availability and what was returned, which it has or has not.</summary>
internal sealed class KnownColumns
{
    /// <summary>Rule: a series has one value of an attribute.</summary>
    internal const string AttributeVaries = "attribute-varies";

    internal const string AvailabilityOutOfRange = "availability-out-of-range";
    internal const string ReturnsOutOfRange = "returns-out-of-range";

    private const string AvailabilityColumn = "availability";
    private const string ReturnedColumn = "returned";

    private readonly CsvTable _csv;
    private readonly Findings _findings;
    private readonly string _file;
    private readonly IReadOnlyList<RegressorOption> _regressors;
    private readonly IReadOnlyList<string> _attributes;
    private readonly int[] _ordinals;
    private readonly int[] _attributeOrdinals;
    private readonly int _availability;
    private readonly int _returned;

    /// <summary>Finds the columns; reports those that are missing.</summary>
    internal KnownColumns(CsvTable csv, Findings findings, string file, IReadOnlyList<RegressorOption> regressors, IReadOnlyList<string> attributes)
    {
        (_csv, _findings, _file, _regressors, _attributes) = (csv, findings, file, regressors, attributes);
        var header = csv.Header.ToList();
        int Find(string name) => header.FindIndex(h => string.Equals(h, name, StringComparison.OrdinalIgnoreCase));
        (_availability, _returned) = (Find(AvailabilityColumn), Find(ReturnedColumn));
        _ordinals = [.. regressors.Select(r => Find(r.Column))];
        _attributeOrdinals = [.. attributes.Select(Find)];
        void Require(int ordinal, string column, string option)
        {
            if (ordinal < 0)
                findings.Report(ReaderRules.MissingColumn, file, 1, "", column, "", $"The file has no column ({column}); it has {string.Join(", ", header.Take(40))}. Maybe correct {option}.");
        }

        for (var i = 0; i < _ordinals.Length; i++)
            Require(_ordinals[i], regressors[i].Column, "--regressors");
        for (var i = 0; i < _attributeOrdinals.Length; i++)
            Require(_attributeOrdinals[i], attributes[i], "--attributes");
    }

    /// <summary>Whether rows may speak of the future.</summary>
    internal bool HasRegressors => _regressors.Count > 0;

    /// <summary>Whether all columns are there.</summary>
    internal bool Usable => !_ordinals.Contains(-1) && !_attributeOrdinals.Contains(-1);

    /// <summary>Takes the row that the table stands at.</summary>
    /// <param name="rows">Receives what it says.</param>
    /// <param name="id">The series.</param>
    /// <param name="time">Its time; null where it has none that can be read.</param>
    /// <param name="isHistory">Whether it holds a value.</param>
    internal void Take(KnownRows rows, string id, double? time, bool isHistory)
    {
        for (var i = 0; i < _attributeOrdinals.Length; i++)
            TakeAttribute(rows, id, _attributes[i], _csv.Field(_attributeOrdinals[i]).Trim());
        if (HasRegressors)
        {
            rows.Times.Add(time ?? double.NaN);
            rows.Lines.Add(_csv.Line);
        }

        for (var i = 0; i < _ordinals.Length; i++)
            rows.Regressors.Add(Read(_ordinals[i], id, double.NaN));
        if (isHistory && _availability >= 0)
            rows.Availability.Add(ReadWithin(_availability, id, 1, 1, AvailabilityOutOfRange, $"The availability of series ({id}) must lie between 0 and 1. Maybe divide per cents by 100."));
        if (isHistory && _returned >= 0)
            rows.Returned.Add(ReadWithin(_returned, id, double.NaN, InputRules.LargestMagnitude, ReturnsOutOfRange, $"Returns of series ({id}) must be at least 0 and finite. Maybe turn their sign."));
    }

    /// <summary>Puts what the rows say onto a series.</summary>
    internal static TimeSeries Onto(TimeSeries series, KnownRows rows, IReadOnlyList<RegressorOption> regressors) => series with
    {
        Availability = rows.Availability.Count > 0 ? [.. rows.Availability.Take(series.Length)] : null,
        Regressors = [.. regressors.Select((r, i) => new Regressor(r.Column, [.. rows.Regressors.Where((_, at) => at % regressors.Count == i)], r.Form))],
    };

    private void TakeAttribute(KnownRows rows, string id, string name, ReadOnlySpan<char> value)
    {
        if (!rows.Attributes.TryGetValue(name, out var known))
        {
            if (value.Contains('\uFFFD'))
                _findings.Report(ReaderRules.UnreadableText, _file, _csv.Line, id, name, value.ToString(), SeriesReader.NotUtf8);
            rows.Attributes[name] = value.ToString();
        }
        else if (!value.SequenceEqual(known))
            _findings.Report(AttributeVaries, _file, _csv.Line, id, name, value.ToString(), $"The series ({id}) was ({known}) before. Maybe name what changes with --regressors.");
    }

    private double ReadWithin(int ordinal, string id, double absent, double most, string rule, string reason)
    {
        var value = Read(ordinal, id, absent);
        if (!(value < 0 || value > most))
            return value;
        _findings.Report(rule, _file, _csv.Line, id, _csv.Header[ordinal], _csv.Field(ordinal).Trim().ToString(), reason);
        return absent;
    }

    private double Read(int ordinal, string id, double absent)
    {
        var text = _csv.Field(ordinal).Trim();
        if (text.IsEmpty || text.Equals("NA", StringComparison.OrdinalIgnoreCase) || text.Equals("NaN", StringComparison.OrdinalIgnoreCase))
            return absent;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return value;
        _findings.Report(ReaderRules.UnreadableNumber, _file, _csv.Line, id, _csv.Header[ordinal], text.ToString(), NumberTexts.Reason(text, "Maybe write 0 where nothing happens."));
        return absent;
    }
}

/// <summary>What the rows of one series say beside its values, row after row.</summary>
internal sealed record KnownRows
{
    /// <summary>Time of each row with regressors, history and future; NaN where it cannot be read. Empty without regressors.</summary>
    internal List<double> Times { get; init; } = [];

    /// <summary>Line of each of those rows.</summary>
    internal List<long> Lines { get; } = [];

    /// <summary>Regressors, all of a row together, history and future.</summary>
    internal List<double> Regressors { get; } = [];

    /// <summary>What the series is, by name.</summary>
    internal SortedDictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>Availability of the rows of the history; empty where the file has no such column.</summary>
    internal List<double> Availability { get; init; } = [];

    /// <summary>What came back in the rows of the history; empty where the file has no such column.</summary>
    internal List<double> Returned { get; init; } = [];
}
