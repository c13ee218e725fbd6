using System.Globalization;
using Microsoft.OData.UriParser;
using Microsoft.OData.UriParser.Aggregation;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>Turns $apply into nested queries: each grouping wraps what came before, so a filter after it is a filter on its result.</summary>
internal static class ApplyCompiler
{
    /// <summary>Transformations that work, as $metadata lists them.</summary>
    public static readonly IReadOnlyList<string> Offered = ["filter", "groupby", "aggregate", "compute"];

    /// <summary>Runs all transformations over a set.</summary>
    /// <exception cref="FeedException">501 for a transformation that is not offered.</exception>
    public static Relation Transform(CompilationContext context, Relation relation, ApplyClause apply)
    {
        var step = 0;
        foreach (var transformation in apply.Transformations)
        {
            var expressions = new ExpressionCompiler(context, relation);
            relation = transformation switch
            {
                FilterTransformationNode filter => Filter(expressions, filter),
                ComputeTransformationNode compute => Compute(expressions, compute.Expressions),
                AggregateTransformationNode aggregate => Group(expressions, [], aggregate, step++),
                GroupByTransformationNode group => Group(expressions, group, step++),
                _ => throw NotOffered(transformation.Kind.ToString()),
            };
        }

        return relation;
    }

    /// <summary>Names expressions over a relation.</summary>
    public static Relation Compute(ExpressionCompiler expressions, IEnumerable<ComputeExpression> computed)
    {
        foreach (var expression in computed)
        {
            var term = expressions.Value(expression.Expression);
            CheckFree(expressions.Relation, expression.Alias);
            expressions.Relation.Compute(expression.Alias, term with { Column = null });
        }

        return expressions.Relation;
    }

    public static FeedException NotOffered(string transformation) => FeedException.NotImplemented("TransformationNotOffered",
        $"The transformation ({transformation}) is not offered in $apply. Maybe use one of {string.Join(", ", Offered)}.");

    private static Relation Filter(ExpressionCompiler expressions, FilterTransformationNode filter)
    {
        expressions.Relation.Conditions.Add(expressions.Conditions.Condition(filter.FilterClause.Expression, false));
        return expressions.Relation;
    }

    private static DerivedRelation Group(ExpressionCompiler expressions, GroupByTransformationNode group, int step)
    {
        var paths = new List<string>();
        foreach (var property in group.GroupingProperties)
            Collect(property, "", paths);
        return group.ChildTransformations switch
        {
            null => Group(expressions, paths, null, step),
            AggregateTransformationNode aggregate => Group(expressions, paths, aggregate, step),
            var other => throw NotOffered($"{other.Kind} inside groupby"),
        };
    }

    private static void Collect(GroupByPropertyNode property, string prefix, List<string> paths)
    {
        var path = prefix.Length == 0 ? property.Name : $"{prefix}/{property.Name}";
        if (property.ChildTransformations.Count == 0)
            paths.Add(path);
        foreach (var child in property.ChildTransformations)
            Collect(child, path, paths);
    }

    private static DerivedRelation Group(ExpressionCompiler expressions, List<string> paths, AggregateTransformationNode? aggregate, int step)
    {
        var keys = paths.Distinct(StringComparer.Ordinal).Select(p => (Path: p, Term: expressions.Named(p))).ToArray();
        var values = (aggregate?.AggregateExpressions ?? []).Select(a => (Path: a.Alias, Term: Aggregate(expressions, a))).ToArray();
        var columns = keys.Concat(values).ToArray();
        if (columns.Length == 0)
            throw FeedException.BadRequest("EmptyGroup", "groupby needs a name to group by or an aggregate.");
        var alias = string.Create(CultureInfo.InvariantCulture, $"q{step}");
        var list = string.Join(", ", columns.Select((c, i) => $"{c.Term.Sql} AS {Name(i)}"));
        var sql = $"SELECT {list}{expressions.Relation.FromWhere()}"
            + (keys.Length == 0 ? "" : $" GROUP BY {string.Join(", ", keys.Select(k => k.Term.Sql))}");
        var derived = new DerivedRelation(sql, alias);
        for (var i = 0; i < columns.Length; i++)
        {
            CheckFree(derived, columns[i].Path);
            derived.Add(columns[i].Path, columns[i].Term with { Sql = $"{alias}.{Name(i)}", Column = null });
        }

        derived.Identity.AddRange(keys.Select(k => k.Path));
        return derived;

        static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"c{index}");
    }

    private static SqlTerm Aggregate(ExpressionCompiler expressions, AggregateExpressionBase expression)
    {
        if (expression is not AggregateExpression aggregate)
            throw NotOffered("aggregate of a collection");
        if (aggregate.Method == AggregationMethod.VirtualPropertyCount)
            return new(expressions.Dialect.CountRows, ReportingType.Whole64, false);
        var term = expressions.Value(aggregate.Expression);
        var method = aggregate.Method switch
        {
            AggregationMethod.Sum => SqlAggregate.Sum,
            AggregationMethod.Average => SqlAggregate.Average,
            AggregationMethod.Min => SqlAggregate.Min,
            AggregationMethod.Max => SqlAggregate.Max,
            AggregationMethod.CountDistinct => SqlAggregate.CountDistinct,
            _ => throw NotOffered($"aggregate with {aggregate.MethodDefinition.MethodLabel}"),
        };
        if (method is SqlAggregate.Sum or SqlAggregate.Average && (!term.IsNumber || term.Labelled is not null))
            throw FeedException.BadRequest("WrongArgument", $"Only numbers have a sum or an average; the aggregate ({aggregate.Alias}) is over another type.");
        term = ExpressionCompiler.AsText(term);
        var sql = expressions.Dialect.Aggregate(method, term);
        return method switch
        {
            SqlAggregate.CountDistinct => new(sql, ReportingType.Whole64, false),
            SqlAggregate.Sum => term with { Sql = sql, Type = term.IsWhole ? ReportingType.Whole64 : term.Type, IsNullable = true },
            SqlAggregate.Average => new(sql, term.Type == ReportingType.Money ? ReportingType.Money : ReportingType.Real, true) { Scale = SqlTerm.ComputedScale },
            _ => term with { Sql = sql, IsNullable = true },
        };
    }

    private static void CheckFree(Relation relation, string name)
    {
        if (relation.Find(name) is not null)
            throw FeedException.BadRequest("NameTaken", $"The name ({name}) is already there. Maybe choose another alias after \"as\".");
    }
}
