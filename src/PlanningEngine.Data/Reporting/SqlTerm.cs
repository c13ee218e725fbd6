namespace PlanningEngine.Data.Reporting;

/// <summary>A piece of SQL that has a value.</summary>
/// <param name="Sql">The text, safe to stand beside any operator.</param>
/// <param name="Type">What the value is.</param>
/// <param name="IsNullable">True where the value may be NULL.</param>
public sealed record SqlTerm(string Sql, ReportingType Type, bool IsNullable)
{
    /// <summary>The column whose stored numbers stand for texts, if the term is one; its SQL is then the number.</summary>
    public ReportingColumn? Labelled { get; init; }

    /// <summary>The plain column of the set itself that the term is; null for everything computed or joined.</summary>
    public ReportingColumn? Column { get; init; }

    /// <summary>Decimal places of money: 4 where it is stored or summed, more where it was multiplied or divided.</summary>
    public int Scale { get; init; } = StoredScale;

    /// <summary>Decimal places of stored money.</summary>
    public const int StoredScale = 4;

    /// <summary>Decimal places of products, quotients and averages of money.</summary>
    public const int ComputedScale = 10;

    /// <summary>True for numbers of any type.</summary>
    public bool IsNumber => Type is ReportingType.Whole32 or ReportingType.Whole64 or ReportingType.Real or ReportingType.Money;

    /// <summary>True for whole numbers.</summary>
    public bool IsWhole => Type is ReportingType.Whole32 or ReportingType.Whole64;
}
