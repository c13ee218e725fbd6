namespace PlanningEngine.Data.Reporting;

/// <summary>A column of a reporting set.</summary>
public sealed record ReportingColumn
{
    /// <summary>The public name.</summary>
    public required string Name { get; init; }

    /// <summary>The column's name in the table.</summary>
    public required string SqlName { get; init; }

    /// <summary>The type that is shown; an enumeration is shown as text.</summary>
    public required ReportingType Type { get; init; }

    /// <summary>True where the value may be absent.</summary>
    public required bool IsNullable { get; init; }

    /// <summary>Longest text in characters; null where the column is not text.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Decimal digits; null where the column is not money.</summary>
    public int? Precision { get; init; }

    /// <summary>Decimal places; null where the column is not money.</summary>
    public int? Scale { get; init; }

    /// <summary>What the column means, one sentence or two.</summary>
    public required string Description { get; init; }

    /// <summary>The texts of an enumeration by stored number; empty for every other column.</summary>
    public IReadOnlyDictionary<int, string> Labels { get; init; } = NoLabels;

    /// <summary>True where the sum over all rows of the set means something.</summary>
    public bool IsAdditive { get; init; }

    private static readonly Dictionary<int, string> NoLabels = [];
}
