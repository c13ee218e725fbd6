using Microsoft.OData.UriParser;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>The functions of OData that answer alike on both databases.</summary>
internal sealed class FunctionCompiler(ExpressionCompiler expressions)
{
    /// <summary>All functions that work, as $metadata lists them.</summary>
    public static readonly IReadOnlyList<string> Offered =
    [
        "contains", "startswith", "endswith", "tolower", "toupper", "length", "indexof", "substring", "concat", "trim",
        "year", "month", "day", "hour", "minute", "second", "date", "now", "round", "floor", "ceiling",
    ];

    /// <summary>True for functions that answer yes or no.</summary>
    public static bool IsCondition(string name) => name is "contains" or "startswith" or "endswith";

    /// <summary>A function that answers yes or no, as a condition.</summary>
    public static string Condition(SingleValueFunctionCallNode call, ExpressionCompiler expressions)
    {
        var (text, part) = (Argument(call, 0, expressions), Argument(call, 1, expressions));
        return call.Name switch
        {
            "contains" => expressions.Dialect.Contains(text.Sql, part.Sql),
            "startswith" => expressions.Dialect.StartsWith(text.Sql, part.Sql),
            _ => expressions.Dialect.EndsWith(text.Sql, part.Sql),
        };
    }

    /// <summary>A function that has a value.</summary>
    /// <exception cref="FeedException">501 for a function that is not offered.</exception>
    public SqlTerm Value(SingleValueFunctionCallNode call)
    {
        var dialect = expressions.Dialect;
        return call.Name switch
        {
            "tolower" => Text(call, dialect.Lower),
            "toupper" => Text(call, dialect.Upper),
            "trim" => Text(call, SqlDialect.Trim),
            "length" => Text(call, dialect.Length) with { Type = ReportingType.Whole32 },
            "concat" => Two(call, dialect.Concat, ReportingType.Text),
            "indexof" => Two(call, dialect.IndexOf, ReportingType.Whole32),
            "substring" => Substring(call),
            "year" or "month" or "day" or "hour" or "minute" or "second" => Moment(call, ReportingType.Whole32, m => dialect.DatePart(call.Name, m)),
            "date" => Moment(call, ReportingType.Day, dialect.DayOf),
            "now" => new(expressions.Context.Parameters.Add(expressions.Context.Snapshot.Now, ReportingType.Moment), ReportingType.Moment, false),
            "round" => Number(call, SqlDialect.Round),
            "floor" => Number(call, SqlDialect.Floor),
            "ceiling" => Number(call, dialect.Ceiling),
            _ => throw FeedException.NotImplemented("FunctionNotOffered", $"The function ({call.Name}) is not offered. Maybe use one of {string.Join(", ", Offered)}."),
        };
    }

    private static SqlTerm Argument(SingleValueFunctionCallNode call, int index, ExpressionCompiler expressions)
    {
        var term = expressions.Text(call.Parameters.ElementAt(index));
        return term.Type == ReportingType.Text ? term : throw WrongArgument(call, "texts");
    }

    private SqlTerm Text(SingleValueFunctionCallNode call, Func<string, string> function)
    {
        var text = Argument(call, 0, expressions);
        return new(function(text.Sql), ReportingType.Text, text.IsNullable);
    }

    private SqlTerm Two(SingleValueFunctionCallNode call, Func<string, string, string> function, ReportingType type)
    {
        var (left, right) = (Argument(call, 0, expressions), Argument(call, 1, expressions));
        return new(function(left.Sql, right.Sql), type, left.IsNullable || right.IsNullable);
    }

    private SqlTerm Substring(SingleValueFunctionCallNode call)
    {
        var text = Argument(call, 0, expressions);
        var numbers = call.Parameters.Skip(1).Select(p => expressions.Value(p)).ToArray();
        if (numbers.Any(n => !n.IsWhole))
            throw WrongArgument(call, "whole numbers");
        return new(expressions.Dialect.Substring(text.Sql, numbers[0].Sql, numbers.ElementAtOrDefault(1)?.Sql), ReportingType.Text,
            text.IsNullable || numbers.Any(n => n.IsNullable));
    }

    private SqlTerm Moment(SingleValueFunctionCallNode call, ReportingType type, Func<string, string> function)
    {
        var moment = expressions.Value(call.Parameters.Single());
        return moment.Type == ReportingType.Moment ? new(function(moment.Sql), type, moment.IsNullable) : throw WrongArgument(call, "moments");
    }

    private SqlTerm Number(SingleValueFunctionCallNode call, Func<string, string> function)
    {
        var number = expressions.Value(call.Parameters.Single());
        if (!number.IsNumber || number.Labelled is not null)
            throw WrongArgument(call, "numbers");
        return new(function(number.Sql), number.Type == ReportingType.Money ? ReportingType.Money : ReportingType.Real, number.IsNullable);
    }

    private static FeedException WrongArgument(SingleValueFunctionCallNode call, string expected) =>
        FeedException.BadRequest("WrongArgument", $"The function ({call.Name}) takes {expected}.");
}
