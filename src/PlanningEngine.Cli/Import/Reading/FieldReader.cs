using System.Globalization;
using Google.Type;
using PlanningEngine.Cli.Import.Mapping;
using PlanningEngine.Contracts.V1;
using Money = Google.Type.Decimal;

namespace PlanningEngine.Cli.Import.Reading;

/// <summary>Reads the fields of a file's rows; what cannot be read is a finding, and the row is then left out.</summary>
internal sealed class FieldReader
{
    private readonly Dictionary<string, BoundExpression> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _required;
    private readonly (RowCondition Condition, int Ordinal)[] _where;
    private readonly Dictionary<string, Date> _days = new(StringComparer.Ordinal);
    private readonly string _file;
    private readonly FileFormat _format;
    private readonly NumberFormatInfo _numbers;
    private readonly LookupTables _lookups;
    private readonly Findings _findings;
    private CsvRow _row = null!;
    private bool _isPeeking;
    private bool _isReported;

    private FieldReader(
        string file, Func<string, int> ordinalOf, IReadOnlyDictionary<string, ColumnExpression> columns, IEnumerable<InputField> fields,
        IReadOnlyList<RowCondition> where, FileFormat format, LookupTables lookups, Findings findings)
    {
        _file = file;
        _format = format;
        _numbers = format.NumberFormat();
        _lookups = lookups;
        _findings = findings;
        _required = fields.Where(f => f.Required).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        _where = [.. where.Select(c => (c, ordinalOf(c.Column)))];
        foreach (var (name, expression) in columns)
            _fields[name] = new BoundExpression(expression, ordinalOf, format);
    }

    /// <summary>Whether the current row can be used.</summary>
    public bool IsUsable { get; private set; }

    /// <summary>Binds expressions to the columns of a file.</summary>
    /// <returns>The reader; null when a column is missing and that is an error.</returns>
    public static FieldReader? Bind(
        string file, IReadOnlyList<string> header, IReadOnlyDictionary<string, ColumnExpression> columns, IReadOnlyList<InputField> fields,
        IReadOnlyList<RowCondition> where, FileFormat format, LookupTables lookups, Findings findings, IReadOnlyList<string>? order = null)
    {
        var ordinals = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < header.Count; i++)
            ordinals.TryAdd(header[i], i);
        var missing = columns.Values.SelectMany(c => c.ReadColumns()).Concat(where.Select(w => w.Column)).Concat(order ?? [])
            .Where(c => !ordinals.ContainsKey(c)).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        var usable = true;
        foreach (var column in missing)
            usable &= findings.Report(ReaderRules.MissingColumn, file, 1, column, column, "",
                $"The file has no column ({column}); it has {string.Join(", ", header.Take(40))}. Maybe correct the mapping, or its delimiter.") != Severity.Error;
        return usable ? new FieldReader(file, c => ordinals.GetValueOrDefault(c, -1), columns, fields, where, format, lookups, findings) : null;
    }

    /// <summary>Takes a row up.</summary>
    /// <returns>Whether its conditions hold.</returns>
    public bool Take(CsvRow row)
    {
        _row = row;
        IsUsable = true;
        foreach (var (condition, ordinal) in _where)
        {
            var value = ordinal < 0 ? default : row.Field(ordinal).Trim();
            if (!condition.Holds(value.ToString(), BoundExpression.IsNull(value, _format)))
                return false;
        }

        return true;
    }

    /// <summary>A text; empty when there is none.</summary>
    public string Text(string field)
    {
        if (!_fields.TryGetValue(field, out var bound))
            return "";
        var value = Evaluate(bound);
        if (value.IsEmpty)
            RequireValue(field, bound);
        else if (value.Contains('\uFFFD'))
            Report(ReaderRules.UnreadableText, bound, value.ToString(), "The text holds characters that are not in the file's encoding. Maybe set (encoding), for example windows-1252.");
        return bound.Pooled(value);
    }

    /// <summary>A text without any finding about it.</summary>
    public string Peek(string field)
    {
        _isPeeking = true;
        try
        {
            return _fields.TryGetValue(field, out var bound) ? bound.Pooled(bound.Evaluate(_row, this)) : "";
        }
        finally
        {
            _isPeeking = false;
        }
    }

    /// <summary>A floating-point number; 0 when there is none.</summary>
    public double Number(string field) => OptionalNumber(field) ?? 0;

    /// <summary>A floating-point number; null when there is none.</summary>
    public double? OptionalNumber(string field)
    {
        if (!TryEvaluate(field, out var bound, out var value))
            return null;
        if (double.TryParse(value, _format.NumberStyles, _numbers, out var number) && double.IsFinite(number))
            return bound.Expression.Scale == 1 ? number : number * (double)bound.Expression.Scale;
        ReportNumber(bound, value);
        return null;
    }

    /// <summary>An exact amount; null when there is none.</summary>
    public Money? Money(string field) =>
        TryEvaluate(field, out var bound, out var value) && TryAmount(bound, value, out var amount)
            ? new Money { Value = amount.ToString(CultureInfo.InvariantCulture) }
            : null;

    /// <summary>A whole number; 0 when there is none.</summary>
    public int Whole(string field)
    {
        if (!TryEvaluate(field, out var bound, out var value) || !TryAmount(bound, value, out var amount))
            return 0;
        if (amount == decimal.Truncate(amount) && Math.Abs(amount) <= int.MaxValue)
            return (int)amount;
        ReportNumber(bound, value);
        return 0;
    }

    /// <summary>true, yes, y or 1; false when there is none.</summary>
    public bool Flag(string field)
    {
        if (!TryEvaluate(field, out var bound, out var value))
            return false;
        foreach (var word in (ReadOnlySpan<string>)["true", "yes", "y", "1"])
            if (value.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        foreach (var word in (ReadOnlySpan<string>)["false", "no", "n", "0"])
            if (value.Equals(word, StringComparison.OrdinalIgnoreCase))
                return false;
        Report(ReaderRules.UnreadableText, bound, value.ToString(), "This is neither true nor false. Maybe map it with (values).");
        return false;
    }

    /// <summary>One of some words, whatever their case; the default of its type when there is none.</summary>
    public T Choice<T>(string field, IReadOnlyList<(string Word, T Value)> choices)
        where T : struct
    {
        if (!TryEvaluate(field, out var bound, out var value))
            return default;
        foreach (var (word, choice) in choices)
            if (value.Equals(word, StringComparison.OrdinalIgnoreCase))
                return choice;
        Report(ReaderRules.UnknownWord, bound, value.ToString(), $"This is none of: {string.Join(", ", choices.Select(c => c.Word))}. Maybe map it with (values).");
        return default;
    }

    /// <summary>A day; null when there is none.</summary>
    public Date? Day(string field)
    {
        if (!TryEvaluate(field, out var bound, out var value))
            return null;
        // Formats differ per field, so the cache is keyed by the text alone only for fields with the file's own formats.
        var cached = bound.Expression is { Dates.Count: 0, Month: MonthRounding.None };
        if (cached && _days.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(value, out var known))
            return known;
        if (!System.DateTime.TryParseExact(value, bound.Dates, _format.Culture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var moment))
        {
            Report(ReaderRules.UnreadableDate, bound, value.ToString(), $"This is not a date in the form {string.Join(" or ", bound.Dates.Take(2))}. Maybe add its form to (dates).");
            return null;
        }

        var day = Rounded(DateOnly.FromDateTime(moment), bound.Expression.Month);
        var date = new Date { Year = day.Year, Month = day.Month, Day = day.Day };
        if (cached && _days.Count < 100_000)
            _days[value.ToString()] = date;
        return date;
    }

    /// <summary>Looks a value up for an expression.</summary>
    internal ReadOnlySpan<char> LookUp(BoundExpression bound, ReadOnlySpan<char> key)
    {
        var name = bound.Expression.Lookup!;
        if (_lookups.Find(name, key) is { } found)
            return found;
        switch (bound.Expression.Missing)
        {
            case MissingLookup.Keep:
                return key;
            case MissingLookup.Report:
                Report(ReaderRules.UnmatchedLookup, bound, key.ToString(), $"Lookup ({name}) does not know ({key}). Maybe its file is older than this one.");
                return default;
            default:
                return default;
        }
    }

    private static DateOnly Rounded(DateOnly day, MonthRounding rounding)
    {
        var start = day.AddDays(1 - day.Day);
        return rounding switch
        {
            MonthRounding.Start => start,
            MonthRounding.Next => day == start ? start : start.AddMonths(1),
            MonthRounding.Nearest => day.DayNumber - start.DayNumber <= start.AddMonths(1).DayNumber - day.DayNumber ? start : start.AddMonths(1),
            _ => day,
        };
    }

    private bool TryEvaluate(string field, out BoundExpression bound, out ReadOnlySpan<char> value)
    {
        value = default;
        if (!_fields.TryGetValue(field, out bound!))
            return false;
        value = Evaluate(bound);
        if (!value.IsEmpty)
            return true;
        RequireValue(field, bound);
        return false;
    }

    private bool TryAmount(BoundExpression bound, ReadOnlySpan<char> value, out decimal amount)
    {
        if (!decimal.TryParse(value, _format.NumberStyles, _numbers, out amount))
        {
            ReportNumber(bound, value);
            return false;
        }

        if (bound.Expression.Scale != 1)
            amount *= bound.Expression.Scale;
        return true;
    }

    private void ReportNumber(BoundExpression bound, ReadOnlySpan<char> value) =>
        Report(ReaderRules.UnreadableNumber, bound, value.ToString(), $"This is not a number with the decimal separator ({_numbers.NumberDecimalSeparator}). Maybe set (decimal) and (thousands), or add the text to (nulls).");

    private ReadOnlySpan<char> Evaluate(BoundExpression bound)
    {
        _isReported = false;
        return bound.Evaluate(_row, this);
    }

    /// <summary>A field without a value, unless it has been said why it has none.</summary>
    private void RequireValue(string field, BoundExpression bound)
    {
        if (!_required.Contains(field) || _isReported)
            return;
        Report(ReaderRules.MissingValue, bound, "", $"The field ({field}) needs a value. Maybe leave such rows out with (where), or give a default with (coalesce).");
        IsUsable = false;
    }

    /// <summary>Reports a finding of the current row, which an error makes unusable.</summary>
    private void Report(string rule, BoundExpression bound, string value, string reason)
    {
        if (_isPeeking)
            return;
        _isReported = true;
        var severity = _findings.Report(rule, _file, _row.Line, "", bound.ColumnName, value, reason);
        if (severity == Severity.Error)
            IsUsable = false;
    }
}
