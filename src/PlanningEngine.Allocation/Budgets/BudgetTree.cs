namespace PlanningEngine.Allocation.Budgets;

/// <summary>Groups and items flattened: groups in depth-first order under a root, items sorted by their group, so that each subtree is a stretch of both.</summary>
internal sealed class BudgetTree
{
    private BudgetTree(int groups, int items)
    {
        Parent = new int[groups];
        End = new int[groups];
        Least = new double[groups];
        Most = new double[groups];
        FirstItem = new int[groups + 1];
        Demands = new ItemDemand[items];
        Item = new int[items];
        Group = new int[groups];
    }

    /// <summary>[group]: its parent; the root, 0, has -1.</summary>
    public int[] Parent { get; }

    /// <summary>[group]: the first group after its subtree.</summary>
    public int[] End { get; }

    public double[] Least { get; }

    public double[] Most { get; }

    /// <summary>[group]: where its own items start; its subtree's items end at <c>FirstItem[End[group]]</c>.</summary>
    public int[] FirstItem { get; }

    public ItemDemand[] Demands { get; }

    /// <summary>[place]: index of the item in the problem.</summary>
    public int[] Item { get; }

    /// <summary>[group]: index of the group in the problem; the root has -1.</summary>
    public int[] Group { get; }

    public static BudgetTree Build(BudgetProblem problem)
    {
        var groups = problem.Groups ?? [];
        var index = groups.Select((group, i) => (group.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        var children = Enumerable.Range(0, groups.Count).ToLookup(i => groups[i].ParentId is { } parent ? index[parent] : -1);
        var members = Enumerable.Range(0, problem.Items.Count).ToLookup(i => problem.Items[i].GroupId is { } group ? index[group] : -1);
        var tree = new BudgetTree(groups.Count + 1, problem.Items.Count);
        var (nextGroup, nextItem, plenty) = (0, 0, (2 * problem.Budget) + problem.Items.Sum(item => item.Least) + 1);
        // An explicit stack: a chain of groups may be deep. A group's end is written when its subtree is left.
        var open = new Stack<(int Group, int Parent, int Leaving)>([(-1, -1, -1)]);
        while (open.TryPop(out var at))
        {
            if (at.Leaving >= 0)
            {
                tree.End[at.Leaving] = nextGroup;
                continue;
            }

            var place = nextGroup++;
            (tree.Group[place], tree.Parent[place], tree.FirstItem[place]) = (at.Group, at.Parent, nextItem);
            tree.Least[place] = at.Group < 0 ? 0 : groups[at.Group].Least;
            tree.Most[place] = at.Group < 0 ? problem.Budget : groups[at.Group].Most ?? plenty;
            foreach (var item in members[at.Group])
            {
                var of = problem.Items[item];
                tree.Item[nextItem] = item;
                // An S-shape is enveloped up to what it can really get; the others keep room to say what more budget would be worth.
                var room = of.Curve.Inflection > 0 ? problem.Budget : plenty;
                tree.Demands[nextItem++] = new ItemDemand(of.Curve, of.Least, Math.Max(of.Least, Math.Min(of.Most ?? room, room)));
            }

            open.Push((at.Group, at.Parent, place));
            foreach (var child in children[at.Group].Reverse())
                open.Push((child, place, -1));
        }

        tree.FirstItem[^1] = nextItem;
        return tree;
    }
}
