using Microsoft.OData.UriParser;
using PlanningEngine.Server.Reporting.Protocol;

namespace PlanningEngine.Server.Reporting.Compilation;

/// <summary>What a row of an aggregated result looks like: grouped paths become nested objects.</summary>
internal static class AggregateShape
{
    public static OutputObject Build(DerivedRelation relation, Projection projection, SelectExpandClause? clause)
    {
        if (clause?.SelectedItems.Any(i => i is ExpandedNavigationSelectItem) == true)
            throw FeedException.NotImplemented("OptionNotOffered", "$expand after an aggregation is not offered. Maybe group by the names you need, such as groupby((Product/Name)).");
        var selected = EntityShape.SelectedNames(clause);
        var root = new OutputObject("");
        foreach (var path in relation.Paths.Where(p => selected is null || selected.Contains(p.Split('/')[0])))
        {
            var parts = path.Split('/');
            var target = root;
            foreach (var part in parts[..^1])
                target = Child(target, part);
            target.Columns.Add(projection.Column(parts[^1], relation.Find(path)!, isComputed: !relation.Identity.Contains(path)));
        }

        foreach (var name in relation.ComputedNames.Where(n => selected is null || selected.Contains(n)))
            root.Columns.Add(projection.Column(name, relation.Find(name)!, isComputed: true));
        return root;
    }

    private static OutputObject Child(OutputObject parent, string name)
    {
        var encoded = Projection.Encode(name);
        var child = parent.Children.FirstOrDefault(c => c.Name.Equals(encoded));
        if (child is null)
            parent.Children.Add(child = new(name));
        return child;
    }
}
