using PlanningEngine.Data.Reporting;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>One term of an order.</summary>
internal sealed record OrderTerm(SqlTerm Term, bool IsDescending);

/// <summary>The condition "comes after this row" in an order; null is the smallest value on both databases.</summary>
internal static class Keyset
{
    /// <summary>a after x, or a equal x and (b after y, or ...).</summary>
    public static string After(IReadOnlyList<OrderTerm> order, object?[] values, CompilationContext context)
    {
        var condition = "1 = 0";
        var bound = "";
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var (term, value) = (order[i].Term, values[i]);
            var name = value is null ? null : context.Parameters.Add(value, term.Type);
            var equal = name is null ? $"{term.Sql} IS NULL" : $"{term.Sql} = {name}";
            var after = Beyond(order[i], name);
            condition = i == order.Count - 1 ? after : $"({after} OR ({equal} AND {condition}))";
            // The first term's bound stands alone as well, so that an index can seek to it.
            if (i == 0 && order.Count > 1 && name is not null && !term.IsNullable)
                bound = $"{term.Sql} {(order[i].IsDescending ? "<=" : ">=")} {name} AND ";
        }

        return $"({bound}{condition})";
    }

    private static string Beyond(OrderTerm order, string? value) => (order.IsDescending, value) switch
    {
        (false, null) => $"{order.Term.Sql} IS NOT NULL",
        (false, _) => $"{order.Term.Sql} > {value}",
        (true, null) => "1 = 0",
        (true, _) => order.Term.IsNullable ? $"({order.Term.Sql} < {value} OR {order.Term.Sql} IS NULL)" : $"{order.Term.Sql} < {value}",
    };
}
