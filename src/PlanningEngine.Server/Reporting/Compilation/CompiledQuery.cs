using System.Text.Json;
using PlanningEngine.Data.Reporting;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>One statement and how its rows become an answer.</summary>
internal sealed record CompiledQuery
{
    /// <summary>The rows.</summary>
    public required string Sql { get; init; }

    /// <summary>The number of all rows, run before the rows in the same command; null where nobody asked.</summary>
    public string? CountSql { get; init; }

    public required SqlParameters Parameters { get; init; }

    /// <summary>What a row looks like in the answer.</summary>
    public required OutputObject Shape { get; init; }

    /// <summary>Positions and types of the values that a token must carry to go on after a row; empty where rows are counted.</summary>
    public IReadOnlyList<(int Ordinal, ReportingType Type)> Order { get; init; } = [];

    /// <summary>True where a walk goes on by counting rows: aggregated results.</summary>
    public bool IsCounted { get; init; }

    /// <summary>The fragment of the context URL.</summary>
    public required string Context { get; init; }
}

/// <summary>Which rows of a query one page holds.</summary>
/// <param name="Rows">Rows of the page.</param>
/// <param name="LooksAhead">True to fetch one row more, so as to know whether another page follows.</param>
/// <param name="Skip">Rows to skip first: $skip on the first page.</param>
/// <param name="After">Order values of the last row sent; null on the first page.</param>
internal sealed record PageWindow(long Rows, bool LooksAhead, long Skip, JsonElement[]? After);
