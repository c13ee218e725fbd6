using Microsoft.OData.UriParser;
using PlanningEngine.Data.Reporting;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>
/// Keeps conditions on dates seekable: year() and date() of a column become ranges on the column, and a bound on
/// PeriodStart adds the bound that it implies on the indexed DateKey.
/// </summary>
internal static class DateRanges
{
    /// <summary>A comparison of year(column) or date(column) with a constant as ranges on the column; null for all others.</summary>
    public static string? Of(ExpressionCompiler expressions, QueryNode left, string op, ConstantNode? right)
    {
        if (expressions.Inner(left) is not SingleValueFunctionCallNode { Name: "year" or "date" } call || right is null || Bounds(call.Name, right) is not var (start, end))
            return null;
        var column = expressions.Value(call.Parameters.Single());
        if (column.Type != ReportingType.Moment)
            return null;
        return op switch
        {
            "=" => $"({Compare(">=", start)} AND {Compare("<", end)})",
            "<>" => $"({Plain("<", start)} OR {Plain(">=", end)} OR {column.Sql} IS NULL)",
            ">" => Compare(">=", end),
            ">=" => Compare(">=", start),
            "<" => Compare("<", start),
            _ => Compare("<", end),
        };

        string Compare(string how, DateTime moment) =>
            Implied(expressions, column, how, moment) is { } implied ? $"({Plain(how, moment)} AND {implied})" : Plain(how, moment);

        string Plain(string how, DateTime moment) => $"{column.Sql} {how} {expressions.Context.Parameters.Add(moment, ReportingType.Moment)}";
    }

    /// <summary>What a comparison of a column with a constant implies for the date key; also notes that the date is restricted.</summary>
    public static string? Implied(ExpressionCompiler expressions, SqlTerm term, string op, ConstantNode? constant)
    {
        if (constant is null || expressions.Relation is not SetRelation { Set.IsFact: true } relation)
            return null;
        if (term.Column?.Name == "DateKey")
            relation.IsDateRestricted = true;
        return term.Column?.Name == "PeriodStart" && Literals.Read(constant, term).Value is DateTime moment ? Implied(expressions, term, op, moment) : null;
    }

    /// <remarks>
    /// A fact's date never lies before its period's start, give or take a day for the company's time zone. A published fact's date is its
    /// period's first day, so there an upper bound holds as well.
    /// </remarks>
    private static string? Implied(ExpressionCompiler expressions, SqlTerm term, string op, DateTime moment)
    {
        if (expressions.Relation is not SetRelation { Set.IsFact: true } relation || term.Column?.Name != "PeriodStart"
            || moment.Year is < 2 or > 9998 || relation.Set.FindColumn("DateKey") is not { } dateKey)
            return null;
        relation.IsDateRestricted = true;
        var column = relation.TermOf("", dateKey).Sql;
        var lower = op is "=" or ">" or ">=" ? $"{column} >= {Key(moment.AddDays(-1))}" : null;
        var upper = op is "=" or "<" or "<=" && relation.Set.Visibility != ReportingVisibility.VersionedFact ? $"{column} <= {Key(moment.AddDays(1))}" : null;
        return lower is not null && upper is not null ? $"{lower} AND {upper}" : lower ?? upper;

        string Key(DateTime day) => expressions.Context.Parameters.Add((day.Year * 100 + day.Month) * 100 + day.Day, ReportingType.Whole32);
    }

    private static (DateTime Start, DateTime End)? Bounds(string function, ConstantNode constant)
    {
        if (function == "year" && constant.Value is int year and >= 2 and <= 9997)
            return (Utc(new(year, 1, 1)), Utc(new(year + 1, 1, 1)));
        return function == "date" && Literals.Day(constant) is { Year: >= 2 and <= 9997 } day ? (Utc(day), Utc(day.AddDays(1))) : null;

        static DateTime Utc(DateOnly day) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
    }
}
