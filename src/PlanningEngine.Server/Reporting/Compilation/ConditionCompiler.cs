using Microsoft.OData.UriParser;
using PlanningEngine.Data.Reporting;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>
/// Turns parsed conditions into SQL. OData's logic has two values where SQL's has three: <c>null eq null</c> holds,
/// <c>x ne 5</c> holds where x is null, and orderings of null do not hold, so that their negation does. Negations are therefore
/// pushed down to the comparisons (De Morgan), where an unknown outcome can only mean "no".
/// </summary>
internal sealed class ConditionCompiler(ExpressionCompiler expressions)
{
    private const string Always = "1 = 1";
    private const string Never = "1 = 0";
    private int _depth;

    /// <summary>A condition, or its negation.</summary>
    public string Condition(QueryNode node, bool isNegated)
    {
        expressions.Context.Enter(++_depth);
        var sql = expressions.Inner(node) switch
        {
            ConstantNode constant => constant.Value is bool flag && flag != isNegated ? Always : Never,
            UnaryOperatorNode { OperatorKind: UnaryOperatorKind.Not } not => Condition(not.Operand, !isNegated),
            BinaryOperatorNode { OperatorKind: BinaryOperatorKind.And or BinaryOperatorKind.Or } both => Both(both, isNegated),
            BinaryOperatorNode { OperatorKind: BinaryOperatorKind.Equal or BinaryOperatorKind.NotEqual } equality =>
                Equality(equality.Left, equality.Right, (equality.OperatorKind == BinaryOperatorKind.Equal) != isNegated),
            BinaryOperatorNode { OperatorKind: var kind } order when OperatorOf(kind) is { } op => Ordering(order, op, isNegated),
            InNode set => In(set, isNegated),
            SingleValueFunctionCallNode call when FunctionCompiler.IsCondition(call.Name) => Negated(FunctionCompiler.Condition(call, expressions), isNegated),
            SingleValueFunctionCallNode call => Flag(call, !isNegated),
            var other when ExpressionCompiler.Path(other) is not null => Flag(other, !isNegated),
            var other => throw ExpressionCompiler.NotOffered(other),
        };
        _depth--;
        return sql;
    }

    private static string? OperatorOf(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.GreaterThan => ">",
        BinaryOperatorKind.GreaterThanOrEqual => ">=",
        BinaryOperatorKind.LessThan => "<",
        BinaryOperatorKind.LessThanOrEqual => "<=",
        _ => null,
    };

    private static string Negated(string condition, bool isNegated) => isNegated ? $"NOT ({condition})" : condition;

    private string Both(BinaryOperatorNode node, bool isNegated)
    {
        var isAnd = (node.OperatorKind == BinaryOperatorKind.And) != isNegated;
        return $"({Condition(node.Left, isNegated)} {(isAnd ? "AND" : "OR")} {Condition(node.Right, isNegated)})";
    }

    private string Flag(QueryNode node, bool wanted)
    {
        var term = expressions.Value(node);
        return term.Type == ReportingType.Flag ? $"{term.Sql} = {(wanted ? 1 : 0)}" : throw ExpressionCompiler.NotOffered(node);
    }

    private string Equality(QueryNode left, QueryNode right, bool isEqual)
    {
        if (IsNull(left) || IsNull(right))
            return IsNull(left) && IsNull(right) ? (isEqual ? Always : Never) : NullTest(IsNull(left) ? right : left, isEqual);
        if (Constant(right)?.Value is bool flag && !IsNamed(left))
            return Condition(left, flag != isEqual);
        if (Constant(left) is not null)
            (left, right) = (right, left);
        if (DateRanges.Of(expressions, left, isEqual ? "=" : "<>", Constant(right)) is { } range)
            return range;
        var one = expressions.Value(left);
        if (one.Labelled is { } column && Constant(right)?.Value is string label)
            return LabelEquality(one, column, label, isEqual);
        one = ExpressionCompiler.AsText(one);
        var two = ExpressionCompiler.AsText(expressions.Value(right, one));
        return isEqual ? Equal(one, two, right) : NotEqual(one, two);
    }

    private string NullTest(QueryNode node, bool isNull) =>
        $"{expressions.Value(node).Sql} IS {(isNull ? "" : "NOT ")}NULL";

    private static string LabelEquality(SqlTerm term, ReportingColumn column, string label, bool isEqual)
    {
        foreach (var (number, text) in column.Labels)
        {
            if (text == label)
                return isEqual ? $"{term.Sql} = {number}" : OrNull($"{term.Sql} <> {number}", term);
        }

        return isEqual ? Never : Always;
    }

    private string Equal(SqlTerm one, SqlTerm two, QueryNode right)
    {
        var sql = $"{one.Sql} = {two.Sql}";
        if (one.IsNullable && two.IsNullable)
            sql = $"({sql} OR ({one.Sql} IS NULL AND {two.Sql} IS NULL))";
        return DateRanges.Implied(expressions, one, "=", Constant(right)) is { } implied ? $"({sql} AND {implied})" : sql;
    }

    private static string NotEqual(SqlTerm one, SqlTerm two)
    {
        var sql = $"{one.Sql} <> {two.Sql}";
        if (one.IsNullable && two.IsNullable)
            return $"({sql} OR ({one.Sql} IS NULL AND {two.Sql} IS NOT NULL) OR ({one.Sql} IS NOT NULL AND {two.Sql} IS NULL))";
        return OrNull(sql, one, two);
    }

    private string Ordering(BinaryOperatorNode node, string op, bool isNegated)
    {
        var (left, right) = (node.Left, node.Right);
        if (IsNull(left) || IsNull(right))
            return isNegated ? Always : Never;
        if (Constant(left) is not null && Constant(right) is null)
            (left, right, op) = (right, left, Mirrored(op));
        if (isNegated)
            op = Inverse(op);
        if (!isNegated && DateRanges.Of(expressions, left, op, Constant(right)) is { } range)
            return range;
        var one = ExpressionCompiler.AsText(expressions.Value(left));
        var two = ExpressionCompiler.AsText(expressions.Value(right, one));
        var sql = $"{one.Sql} {op} {two.Sql}";
        if (isNegated)
            return OrNull(sql, one, two);
        return DateRanges.Implied(expressions, one, op, Constant(right)) is { } implied ? $"({sql} AND {implied})" : sql;
    }

    private string In(InNode node, bool isNegated)
    {
        if (expressions.Inner(node.Right) is not CollectionConstantNode list)
            throw ExpressionCompiler.NotOffered(node.Right);
        var term = expressions.Value(node.Left);
        var values = list.Collection.Where(c => c.Value is not null).ToArray();
        var hasNull = values.Length < list.Collection.Count;
        var texts = term.Labelled is { } column
            ? column.Labels.Where(l => values.Any(v => (string)v.Value == l.Value)).Select(l => l.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray()
            : [.. values.Select(v => expressions.Value(v, term).Sql)];
        var member = texts.Length == 0 ? (isNegated ? $"{term.Sql} IS NOT NULL" : Never) : $"{term.Sql} {(isNegated ? "NOT " : "")}IN ({string.Join(", ", texts)})";
        // "not in" without null among the values holds where the left side is null; with null it does not.
        return hasNull != isNegated ? $"({member} OR {term.Sql} IS NULL)" : member;
    }

    private bool IsNull(QueryNode node) => expressions.Inner(node) is ConstantNode { Value: null };

    private ConstantNode? Constant(QueryNode node) => expressions.Inner(node) as ConstantNode;

    private bool IsNamed(QueryNode node) => ExpressionCompiler.Path(expressions.Inner(node)) is not null;

    private static string OrNull(string sql, params ReadOnlySpan<SqlTerm> terms)
    {
        foreach (var term in terms)
        {
            if (term.IsNullable)
                sql += $" OR {term.Sql} IS NULL";
        }

        return $"({sql})";
    }

    private static string Mirrored(string op) => op switch { ">" => "<", ">=" => "<=", "<" => ">", _ => ">=" };

    private static string Inverse(string op) => op switch { ">" => "<=", ">=" => "<", "<" => ">=", _ => ">" };
}
