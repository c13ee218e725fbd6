using Microsoft.OData.UriParser;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>What a row of a set looks like under $select, $expand and $compute.</summary>
internal sealed class EntityShape(SetRelation relation, Projection projection, ReportingOptions limits)
{
    public OutputObject Build(SelectExpandClause? clause)
    {
        var shape = Build("", "", clause, 0);
        var selected = SelectedNames(clause);
        foreach (var name in relation.ComputedNames.Where(n => selected is null || selected.Contains(n)))
            shape.Columns.Add(projection.Column(name, relation.Find(name)!, isComputed: true));
        return shape;
    }

    /// <summary>Names that $select lists; null where all are shown.</summary>
    public static HashSet<string>? SelectedNames(SelectExpandClause? clause)
    {
        if (clause is null || clause.AllSelected || clause.SelectedItems.Any(i => i is WildcardSelectItem))
            return null;
        return clause.SelectedItems.OfType<PathSelectItem>()
            .Select(i => i.SelectedPath.Count == 1 ? i.SelectedPath.FirstSegment.Identifier : throw PathInSelect())
            .ToHashSet(StringComparer.Ordinal);
    }

    private OutputObject Build(string name, string navigation, SelectExpandClause? clause, int depth)
    {
        if (depth > limits.MaxExpandDepth)
            throw FeedException.BadRequest("TooDeep", $"$expand leads further than {limits.MaxExpandDepth} steps. Maybe read the dimension set itself.");
        var set = relation.SetOf(navigation);
        var shape = new OutputObject(name);
        if (navigation.Length > 0)
            shape.Marker = projection.Add(relation.TermOf(navigation, set.Key));
        var selected = SelectedNames(clause);
        foreach (var column in set.Columns.Where(c => selected is null || selected.Contains(c.Name)))
            shape.Columns.Add(projection.Column(column.Name, relation.TermOf(navigation, column)));
        foreach (var item in clause?.SelectedItems ?? [])
        {
            if (item is ExpandedNavigationSelectItem expanded)
                shape.Children.Add(Expand(expanded, navigation, depth));
            else if (item is not (PathSelectItem or WildcardSelectItem))
                throw FeedException.NotImplemented("OptionNotOffered", "Only whole rows can be expanded, without $ref and $count. Maybe select the key instead.");
        }

        return shape;
    }

    private OutputObject Expand(ExpandedNavigationSelectItem item, string navigation, int depth)
    {
        if (item.FilterOption is not null || item.OrderByOption is not null || item.TopOption is not null || item.SkipOption is not null || item.CountOption is not null
            || item.SearchOption is not null || item.LevelsOption is not null || item.ComputeOption is not null || item.ApplyOption is not null)
            throw FeedException.NotImplemented("OptionNotOffered", "Inside $expand only $select and $expand are offered, since each navigation leads to one row. Maybe filter by a path such as Product/Level1.");
        if (item.PathToNavigationProperty.Count != 1)
            throw FeedException.NotImplemented("OptionNotOffered", "A path in $expand is not offered. Maybe nest: $expand=Account($expand=Territory).");
        var name = item.PathToNavigationProperty.FirstSegment.Identifier;
        return Build(name, navigation.Length == 0 ? name : $"{navigation}/{name}", item.SelectAndExpand, depth + 1);
    }

    private static FeedException PathInSelect() => FeedException.NotImplemented("OptionNotOffered",
        "A path in $select is not offered. Maybe use $expand=Product($select=Name).");
}
