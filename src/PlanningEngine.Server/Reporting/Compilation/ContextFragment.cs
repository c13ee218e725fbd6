using Microsoft.OData.UriParser;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>
/// The part of a context URL after the number sign: the set and what was selected of it. A bare $expand adds nothing,
/// because "Name()" in a context URL breaks Excel and Power BI.
/// </summary>
internal static class ContextFragment
{
    public static string Of(FeedQuery query, Relation relation)
    {
        var list = relation is DerivedRelation derived ? Aggregated(derived, query.SelectExpand) : List(query.SelectExpand);
        return query.Set.Name + (list.Length == 0 ? "" : $"({list})") + (query.Key is null ? "" : "/$entity");
    }

    private static string List(SelectExpandClause? clause)
    {
        if (clause is null)
            return "";
        var names = EntityShape.SelectedNames(clause)?.ToList() ?? [];
        foreach (var item in clause.SelectedItems.OfType<ExpandedNavigationSelectItem>())
        {
            if (List(item.SelectAndExpand) is { Length: > 0 } inner)
                names.Add($"{item.PathToNavigationProperty.FirstSegment.Identifier}({inner})");
        }

        return string.Join(',', names);
    }

    private static string Aggregated(DerivedRelation relation, SelectExpandClause? clause)
    {
        var selected = EntityShape.SelectedNames(clause);
        var paths = relation.Paths.Concat(relation.ComputedNames).Where(p => selected is null || selected.Contains(p.Split('/')[0]));
        return Nest(paths.Select(p => p.Split('/')));
    }

    private static string Nest(IEnumerable<string[]> paths) => string.Join(',', paths.GroupBy(p => p[0], StringComparer.Ordinal)
        .Select(g => g.All(p => p.Length == 1) ? g.Key : $"{g.Key}({Nest(g.Where(p => p.Length > 1).Select(p => p[1..]))})"));
}
