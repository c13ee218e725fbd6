using System.Globalization;
using Microsoft.OData.UriParser;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>Turns parsed expressions into SQL values over a relation. Implicit conversions of the parser are ignored: SQL promotes numbers itself.</summary>
internal sealed class ExpressionCompiler
{
    private readonly FunctionCompiler _functions;
    private int _depth;

    public ExpressionCompiler(CompilationContext context, Relation relation)
    {
        Context = context;
        Relation = relation;
        Conditions = new(this);
        _functions = new(this);
    }

    public CompilationContext Context { get; }

    public Relation Relation { get; }

    public ConditionCompiler Conditions { get; }

    public SqlDialect Dialect => Context.Dialect;

    /// <summary>A value.</summary>
    /// <param name="node">The parsed expression.</param>
    /// <param name="beside">What a constant is compared or joined with, so that it takes the same type.</param>
    public SqlTerm Value(QueryNode node, SqlTerm? beside = null)
    {
        Context.Enter(++_depth);
        var term = Inner(node) switch
        {
            ConstantNode constant => Constant(constant, beside),
            BinaryOperatorNode { OperatorKind: var kind } binary when IsArithmetic(kind) => Arithmetic(binary),
            UnaryOperatorNode { OperatorKind: UnaryOperatorKind.Negate } unary => Negate(unary),
            SingleValueFunctionCallNode call when !FunctionCompiler.IsCondition(call.Name) => _functions.Value(call),
            BinaryOperatorNode or UnaryOperatorNode or InNode or SingleValueFunctionCallNode => Truth(node),
            var other when Path(other) is { } path => Named(path),
            var other => throw NotOffered(other),
        };
        _depth--;
        return term;
    }

    /// <summary>A value as text: stored numbers that stand for texts are translated.</summary>
    public SqlTerm Text(QueryNode node) => AsText(Value(node));

    /// <summary>A name of the relation.</summary>
    public SqlTerm Named(string path) => Relation.Find(path)
        ?? throw FeedException.BadRequest("UnknownName", $"The name ({path}) is not there at this step of the query. Maybe use a grouped name or an alias of the step before.");

    /// <summary>Strips conversions and resolves aliases.</summary>
    public QueryNode Inner(QueryNode node) => node switch
    {
        ConvertNode convert => Inner(convert.Source),
        ParameterAliasNode alias => Context.Aliases.TryGetValue(alias.Alias, out var value) && value is not null
            ? Inner(value)
            : throw FeedException.BadRequest("UnknownAlias", $"The alias ({alias.Alias}) has no value. Maybe add &{alias.Alias}=... to the URL."),
        _ => node,
    };

    /// <summary>The path that a node names, such as Product/Level1; null for everything else.</summary>
    public static string? Path(QueryNode? node) => node switch
    {
        SingleValuePropertyAccessNode property => Join(Path(property.Source), property.Property.Name),
        SingleValueOpenPropertyAccessNode open => Join(Path(open.Source), open.Name),
        SingleNavigationNode navigation => Join(Path(navigation.Source), navigation.NavigationProperty.Name),
        ResourceRangeVariableReferenceNode or NonResourceRangeVariableReferenceNode => "",
        ConvertNode convert => Path(convert.Source),
        _ => null,
    };

    /// <summary>Text of a term whose stored numbers stand for texts.</summary>
    public static SqlTerm AsText(SqlTerm term)
    {
        if (term.Labelled is not { } column)
            return term;
        var cases = column.Labels.Select(l => string.Create(CultureInfo.InvariantCulture, $"WHEN {l.Key} THEN '{l.Value}'"));
        return new($"CASE {term.Sql} {string.Join(' ', cases)} END", ReportingType.Text, term.IsNullable);
    }

    public static FeedException NotOffered(QueryNode node) => FeedException.NotImplemented("ExpressionNotOffered",
        $"An expression of the kind ({node.Kind}) is not offered. Maybe use names, comparisons, arithmetic and the functions that $metadata lists.");

    private static bool IsArithmetic(BinaryOperatorKind kind) => kind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract
        or BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide or BinaryOperatorKind.Modulo;

    private static string? Join(string? source, string name) => source switch
    {
        null => null,
        "" => name,
        _ => $"{source}/{name}",
    };

    private SqlTerm Truth(QueryNode node) => new(Dialect.Truth(Conditions.Condition(node, false)), ReportingType.Flag, false);

    private SqlTerm Constant(ConstantNode constant, SqlTerm? beside)
    {
        var (value, type) = Literals.Read(constant, beside);
        var isWhole = type is ReportingType.Whole32 or ReportingType.Whole64;
        return new(Context.Parameters.Add(value, type), type, false) { Scale = isWhole ? 0 : SqlTerm.StoredScale };
    }

    private SqlTerm Arithmetic(BinaryOperatorNode node)
    {
        var left = Number(node.Left, null);
        var right = Number(node.Right, left);
        if (Inner(node.Left) is ConstantNode)
            left = Number(node.Left, right);
        var result = left.Type == ReportingType.Real || right.Type == ReportingType.Real ? ReportingType.Real
            : left.Type == ReportingType.Money || right.Type == ReportingType.Money ? ReportingType.Money
            : ReportingType.Whole64;
        var isNullable = left.IsNullable || right.IsNullable;
        return node.OperatorKind switch
        {
            BinaryOperatorKind.Add => Result(Dialect.Arithmetic('+', left, right, result), Math.Max(left.Scale, right.Scale)),
            BinaryOperatorKind.Subtract => Result(Dialect.Arithmetic('-', left, right, result), Math.Max(left.Scale, right.Scale)),
            BinaryOperatorKind.Multiply => Result(Dialect.Arithmetic('*', left, right, result), SqlTerm.ComputedScale),
            BinaryOperatorKind.Divide => Result(Dialect.Divide(left, right, result), SqlTerm.ComputedScale) with { IsNullable = true },
            _ when result == ReportingType.Whole64 => Result($"({left.Sql} % NULLIF({right.Sql}, 0))", 0) with { IsNullable = true },
            _ => throw FeedException.NotImplemented("ExpressionNotOffered", "The operator (mod) is offered for whole numbers only."),
        };

        SqlTerm Result(string sql, int scale) => new(sql, result, isNullable) { Scale = scale };
    }

    private SqlTerm Negate(UnaryOperatorNode unary)
    {
        var operand = Number(unary.Operand, null);
        return operand with { Sql = $"(-{operand.Sql})", Column = null };
    }

    private SqlTerm Number(QueryNode node, SqlTerm? beside)
    {
        var term = Value(node, beside);
        return term.IsNumber && term.Labelled is null ? term
            : throw FeedException.NotImplemented("ExpressionNotOffered", "Arithmetic is offered for numbers only. Maybe compare dates with ge and lt.");
    }
}
