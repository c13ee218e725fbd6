using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using PlanningEngine.Data.Reporting;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>A value in the answer and the result column it comes from.</summary>
/// <param name="Name">The property name, encoded once.</param>
/// <param name="Ordinal">Position in the result.</param>
/// <param name="Type">How it is read and written.</param>
/// <param name="Scale">Decimal places of money.</param>
internal sealed record OutputColumn(JsonEncodedText Name, int Ordinal, ReportingType Type, int Scale)
{
    /// <summary>Texts that stored numbers stand for, encoded once; null for every other column.</summary>
    public Dictionary<int, JsonEncodedText>? Labels { get; init; }

    /// <summary>Type annotation of a computed value that JSON does not show by itself; null elsewhere.</summary>
    public (JsonEncodedText Name, JsonEncodedText Value)? Annotation { get; init; }
}

/// <summary>An object in the answer: the row itself, or what it points to.</summary>
internal sealed class OutputObject(string name)
{
    public JsonEncodedText Name { get; } = Projection.Encode(name);

    /// <summary>Position of a value that is null when the whole object is; null for objects that are always there.</summary>
    public int? Marker { get; set; }

    public List<OutputColumn> Columns { get; } = [];

    public List<OutputObject> Children { get; } = [];
}

/// <summary>The SELECT list of a statement; each expression appears once.</summary>
internal sealed class Projection
{
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
    private readonly List<string> _list = [];

    public string Sql => string.Join(", ", _list);

    public int Add(SqlTerm term)
    {
        if (_ordinals.TryGetValue(term.Sql, out var ordinal))
            return ordinal;
        ordinal = _list.Count;
        _ordinals.Add(term.Sql, ordinal);
        _list.Add(string.Create(CultureInfo.InvariantCulture, $"{term.Sql} AS o{ordinal}"));
        return ordinal;
    }

    public OutputColumn Column(string name, SqlTerm term, bool isComputed = false) => new(Encode(name), Add(term), term.Type, term.Scale)
    {
        Labels = term.Labelled?.Labels.ToDictionary(l => l.Key, l => Encode(l.Value)),
        Annotation = isComputed && EdmName(term.Type) is { } type ? (Encode(name + "@odata.type"), Encode("#" + type)) : null,
    };

    public static JsonEncodedText Encode(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    /// <summary>The type's name where a client cannot guess it from JSON: texts, flags and doubles need none.</summary>
    private static string? EdmName(ReportingType type) => type switch
    {
        ReportingType.Whole32 => "Int32",
        ReportingType.Whole64 => "Int64",
        ReportingType.Money => "Decimal",
        ReportingType.Moment => "DateTimeOffset",
        ReportingType.Day => "Date",
        _ => null,
    };
}
