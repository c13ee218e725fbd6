using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Import.Mapping;

/// <summary>How files become a load: what a mapping file says, checked and typed.</summary>
internal sealed record ImportMapping
{
    /// <summary>Path of the mapping file.</summary>
    public required string Path { get; init; }

    /// <summary>Name of the source system.</summary>
    public required string Source { get; init; }

    /// <summary>What the load is.</summary>
    public string Description { get; init; } = "";

    /// <summary>The bucket in which gaps and jumps are looked for.</summary>
    public LoadBucket Bucket { get; init; } = LoadBucket.Month;

    /// <summary>Severity per rule where it differs from the rule's default.</summary>
    public IReadOnlyDictionary<string, Severity> Severities { get; init; } = new Dictionary<string, Severity>();

    /// <summary>Lookups in an order in which each uses only earlier ones.</summary>
    public IReadOnlyList<LookupMapping> Lookups { get; init; } = [];

    /// <summary>The sets in file order.</summary>
    public required IReadOnlyList<SetMapping> Sets { get; init; }

    /// <summary>What to do with equal codes or row keys, per set as the server names it.</summary>
    public IReadOnlyDictionary<string, DuplicatePolicy> Duplicates { get; init; } = new Dictionary<string, DuplicatePolicy>();
}

/// <summary>A table from key to value, read from a file before the sets.</summary>
/// <param name="Name">Name by which columns refer to it.</param>
/// <param name="File">The file.</param>
/// <param name="Format">How the file is written.</param>
/// <param name="Key">Expression of the key.</param>
/// <param name="Value">Expression of the value.</param>
/// <param name="Where">Rows that count.</param>
internal sealed record LookupMapping(string Name, string File, FileFormat Format, ColumnExpression Key, ColumnExpression Value, IReadOnlyList<RowCondition> Where);

/// <summary>Rows of one set: from files, or written in the mapping itself.</summary>
internal sealed record SetMapping
{
    /// <summary>The set.</summary>
    public required InputSet Set { get; init; }

    /// <summary>Files or patterns such as <c>sales-*.csv</c>.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>How the files are written.</summary>
    public required FileFormat Format { get; init; }

    /// <summary>Expression per field.</summary>
    public IReadOnlyDictionary<string, ColumnExpression> Columns { get; init; } = new Dictionary<string, ColumnExpression>();

    /// <summary>Rows that count.</summary>
    public IReadOnlyList<RowCondition> Where { get; init; } = [];

    /// <summary>Columns by which the rows are sorted before they are sent; empty keeps the order of the file.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>Rows written in the mapping, as field and value.</summary>
    public IReadOnlyList<InlineRow> Rows { get; init; } = [];
}

/// <summary>A row that stands in the mapping itself.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Values">Field and value.</param>
internal sealed record InlineRow(int Line, IReadOnlyDictionary<string, string> Values);

/// <summary>A condition on one column: it equals one of some values, none of them, or is empty or not.</summary>
/// <param name="Column">The column.</param>
/// <param name="Equal">Values of which it must equal one; empty: any.</param>
/// <param name="NotEqual">Values none of which it may equal.</param>
/// <param name="Empty">Whether it must be empty; null: either.</param>
internal sealed record RowCondition(string Column, IReadOnlyList<string> Equal, IReadOnlyList<string> NotEqual, bool? Empty)
{
    /// <summary>Whether a value meets the condition.</summary>
    public bool Holds(string value, bool isEmpty) =>
        (Empty is null || Empty == isEmpty)
        && (Equal.Count == 0 || Equal.Contains(value, StringComparer.Ordinal))
        && !NotEqual.Contains(value, StringComparer.Ordinal);
}
