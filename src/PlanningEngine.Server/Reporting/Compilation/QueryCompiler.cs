using Microsoft.OData.UriParser;
using PlanningEngine.Data.Reporting;
using PlanningEngine.Server.Reporting.Streaming;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>Turns a parsed read into one SQL statement.</summary>
internal static class QueryCompiler
{
    /// <summary>The rows of a page.</summary>
    public static CompiledQuery Compile(FeedQuery query, CompilationContext context, PageWindow window)
    {
        var relation = Rows(query, context);
        var expressions = new ExpressionCompiler(context, relation);
        var projection = new Projection();
        var shape = relation is SetRelation set
            ? new EntityShape(set, projection, context.Limits).Build(query.SelectExpand)
            : AggregateShape.Build((DerivedRelation)relation, projection, query.SelectExpand);
        var order = Order(query, expressions);
        var ordinals = order.Select(o => (projection.Add(o.Term), o.Term.Type)).ToArray();

        // Counted before the page's own condition is added: the count is of all rows.
        var countSql = query.WithCount ? $"SELECT {context.Dialect.CountRows}{relation.FromWhere()}" : null;
        if (window.After is { } after)
            relation.Conditions.Add(Keyset.After(order, OrderValues.Parse(after, [.. order.Select(o => o.Term.Type)]), context));
        var sql = $"SELECT {projection.Sql}{relation.FromWhere()}{OrderText(order)}";
        if (query.Key is null)
        {
            var rows = window.LooksAhead ? window.Rows + 1 : window.Rows;
            var limit = context.Parameters.Add(rows, ReportingType.Whole64);
            sql += context.Dialect.Page(limit, window.Skip > 0 ? context.Parameters.Add(window.Skip, ReportingType.Whole64) : null);
        }

        return new()
        {
            Sql = sql,
            CountSql = countSql,
            Parameters = context.Parameters,
            Shape = shape,
            Order = relation is SetRelation ? ordinals : [],
            IsCounted = relation is not SetRelation,
            Context = ContextFragment.Of(query, relation),
        };
    }

    /// <summary>The number of rows that match, without paging: /$count.</summary>
    public static CompiledQuery CompileCount(FeedQuery query, CompilationContext context)
    {
        var relation = Rows(query, context);
        return new()
        {
            Sql = $"SELECT {context.Dialect.CountRows}{relation.FromWhere()}",
            Parameters = context.Parameters,
            Shape = new(""),
            Context = "",
        };
    }

    private static Relation Rows(FeedQuery query, CompilationContext context)
    {
        context.Aliases = query.Aliases;
        var set = new SetRelation(query.Set, context.Dialect, context.Visibility());
        if (query.Key is { } key)
            set.Conditions.Add($"{set.Key.Sql} = {context.Parameters.Add(key, ReportingType.Whole64)}");
        Relation relation = set;
        if (query.Apply is { } apply)
            relation = ApplyCompiler.Transform(context, relation, apply);
        var expressions = new ExpressionCompiler(context, relation);
        if (query.Compute is { } compute)
            ApplyCompiler.Compute(expressions, compute.ComputedItems);
        if (query.Filter is { } filter)
            relation.Conditions.Add(expressions.Conditions.Condition(filter.Expression, false));
        return relation;
    }

    /// <summary>What the client asked for, then whatever makes the order total.</summary>
    private static List<OrderTerm> Order(FeedQuery query, ExpressionCompiler expressions)
    {
        var order = new List<OrderTerm>();
        for (var clause = query.OrderBy; clause is not null; clause = clause.ThenBy)
        {
            if (expressions.Inner(clause.Expression) is not ConstantNode)
                Add(ExpressionCompiler.AsText(expressions.Value(clause.Expression)), clause.Direction == OrderByDirection.Descending);
        }

        if (expressions.Relation is SetRelation set)
        {
            if (order.Count == 0 && set is { IsDateRestricted: true, Set.IsFact: true } && set.Find("DateKey") is { } date)
                Add(date, false);
            Add(set.Key, false);
        }
        else
        {
            foreach (var path in ((DerivedRelation)expressions.Relation).Identity)
                Add(expressions.Named(path), false);
        }

        return order;

        void Add(SqlTerm term, bool isDescending)
        {
            if (order.All(o => o.Term.Sql != term.Sql))
                order.Add(new(term, isDescending));
        }
    }

    private static string OrderText(List<OrderTerm> order) => order.Count == 0
        ? " ORDER BY (SELECT NULL)"
        : " ORDER BY " + string.Join(", ", order.Select(o => o.IsDescending ? o.Term.Sql + " DESC" : o.Term.Sql));
}
