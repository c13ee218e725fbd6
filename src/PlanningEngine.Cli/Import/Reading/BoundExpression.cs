using PlanningEngine.Cli.Import.Mapping;

namespace PlanningEngine.Cli.Import.Reading;

/// <summary>An expression bound to the columns of one file.</summary>
internal sealed class BoundExpression
{
    private const int LargestPool = 20_000;
    private readonly ColumnExpression _expression;
    private readonly int _ordinal;
    private readonly (string Text, int Ordinal)[] _parts;
    private readonly BoundExpression[] _choices;
    private readonly FileFormat _format;
    private HashSet<string>? _pool = new(StringComparer.Ordinal);

    public BoundExpression(ColumnExpression expression, Func<string, int> ordinalOf, FileFormat format)
    {
        _expression = expression;
        _format = format;
        _ordinal = expression.Column is null ? -1 : ordinalOf(expression.Column);
        _parts = expression.Template is null ? [] : [.. TemplateParts.Parse(expression.Template).Select(p => p.IsColumn ? ("", ordinalOf(p.Text)) : (p.Text, -2))];
        _choices = [.. expression.Coalesce.Select(e => new BoundExpression(e, ordinalOf, format))];
        Dates = expression.Dates.Count > 0 ? [.. expression.Dates] : [.. format.Dates];
    }

    /// <summary>What the mapping says.</summary>
    public ColumnExpression Expression => _expression;

    /// <summary>Formats of dates.</summary>
    public string[] Dates { get; }

    /// <summary>The column that a finding names.</summary>
    public string ColumnName => _expression.Column ?? _expression.Template ?? (_choices.Length > 0 ? _choices[0].ColumnName : "");

    /// <summary>The value in a row, trimmed; empty when there is none.</summary>
    public ReadOnlySpan<char> Evaluate(CsvRow row, FieldReader reader)
    {
        var value = Origin(row, reader);
        if (value.IsEmpty)
            return value;
        if (_expression.Values.Count > 0 && _expression.Values.TryGetValue(value.ToString(), out var replaced))
            value = replaced;
        if (_expression.Lookup is not null)
            value = reader.LookUp(this, value);
        return value;
    }

    /// <summary>One string for equal texts, as long as there are few of them.</summary>
    public string Pooled(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return "";
        if (_pool is null)
            return text.ToString();
        var lookup = _pool.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var known))
            return known;
        var added = text.ToString();
        _pool.Add(added);
        if (_pool.Count > LargestPool)
            _pool = null;
        return added;
    }

    /// <summary>Whether a text stands for no value.</summary>
    public static bool IsNull(ReadOnlySpan<char> text, FileFormat format)
    {
        if (text.IsEmpty)
            return true;
        foreach (var missing in format.Nulls)
            if (text.SequenceEqual(missing))
                return true;
        return false;
    }

    private ReadOnlySpan<char> Origin(CsvRow row, FieldReader reader)
    {
        if (_expression.Column is not null)
            return FieldOf(row, _ordinal);
        if (_expression.Constant is not null)
            return _expression.Constant;
        if (_expression.Template is not null)
            return Fill(row);
        foreach (var choice in _choices)
        {
            var value = choice.Evaluate(row, reader);
            if (!value.IsEmpty)
                return value;
        }

        return default;
    }

    private ReadOnlySpan<char> Fill(CsvRow row)
    {
        var text = new System.Text.StringBuilder();
        foreach (var (literal, ordinal) in _parts)
        {
            if (ordinal == -2)
            {
                text.Append(literal);
                continue;
            }

            var value = FieldOf(row, ordinal);
            if (value.IsEmpty)
                return default;
            text.Append(value);
        }

        return text.ToString();
    }

    private ReadOnlySpan<char> FieldOf(CsvRow row, int ordinal)
    {
        if (ordinal < 0)
            return default;
        var value = row.Field(ordinal).Trim();
        return IsNull(value, _format) ? default : value;
    }
}
