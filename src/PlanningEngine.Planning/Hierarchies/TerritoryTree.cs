using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Hierarchies;

/// <summary>The sales territory tree with levels and preorder intervals: a node covers exactly the nodes whose First lies in its interval.</summary>
/// <remarks>
/// Siblings are in ordinal order of code, so the same set of rows gives the same tree. Bad input still gives a tree with every distinct code, and all violations:
/// a node with an unknown parent becomes a root, a cycle is cut above its ordinally smallest code, the first of several rows with one code wins.
/// Immutable and safe to share between threads.
/// </remarks>
public sealed class TerritoryTree
{
    private readonly Dictionary<string, TerritoryNode> _byCode;
    private readonly Dictionary<string, List<TerritoryNode>> _children;

    private TerritoryTree(IReadOnlyList<TerritoryNode> nodes, IReadOnlyList<Violation> violations)
    {
        (Nodes, Violations) = (nodes, violations);
        _byCode = nodes.ToDictionary(n => n.Code, StringComparer.Ordinal);
        _children = nodes.Where(n => n.ParentCode is not null)
            .GroupBy(n => n.ParentCode!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
    }

    /// <summary>All nodes in preorder.</summary>
    public IReadOnlyList<TerritoryNode> Nodes { get; }

    /// <summary>What was wrong with the rows: missing-code, duplicate-code, unknown-parent, parent-cycle. Empty when nothing was.</summary>
    public IReadOnlyList<Violation> Violations { get; }

    /// <summary>The roots in order.</summary>
    public IEnumerable<TerritoryNode> Roots => Nodes.Where(n => n.ParentCode is null);

    /// <summary>Builds the tree.</summary>
    /// <param name="rows">Territories in any order.</param>
    public static TerritoryTree Build(IEnumerable<TerritoryRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var violations = new List<Violation>();
        var byCode = Distinct(rows, violations);
        var parents = byCode.ToDictionary(r => r.Key, r => Parent(r.Value, byCode, violations), StringComparer.Ordinal);
        foreach (var cycle in ParentLinks.FindCycles(parents))
        {
            violations.Add(new Violation("parent-cycle", cycle[0], $"The territories ({string.Join(" > ", cycle)}) are each other's parents. Maybe give one of them a parent outside."));
            parents[cycle[0]] = null;
        }

        return new TerritoryTree(Preorder(byCode, parents), violations);
    }

    /// <summary>The node with a code, or null.</summary>
    public TerritoryNode? Find(string? code) => code is null ? null : _byCode.GetValueOrDefault(code);

    /// <summary>The direct children of a node, in order; none for an unknown code.</summary>
    public IReadOnlyList<TerritoryNode> Children(string code) => _children.TryGetValue(code, out var children) ? children : [];

    /// <summary>The node and everything below it, in preorder; none for an unknown code.</summary>
    public IEnumerable<TerritoryNode> Subtree(string code) =>
        Find(code) is { } node ? Nodes.Skip(node.First - 1).Take(node.Last - node.First + 1) : [];

    private static Dictionary<string, TerritoryRow> Distinct(IEnumerable<TerritoryRow> rows, List<Violation> violations)
    {
        var byCode = new Dictionary<string, TerritoryRow>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (string.IsNullOrWhiteSpace(row.Code))
                violations.Add(new Violation("missing-code", row.Name, $"The territory ({row.Name}) has no code. Maybe fill the code column."));
            else if (!byCode.TryAdd(row.Code, row) && byCode[row.Code] != row)
                violations.Add(new Violation("duplicate-code", row.Code, $"The territory ({row.Code}) comes twice with different content. Maybe keep one of the rows."));
        }

        return byCode;
    }

    private static string? Parent(TerritoryRow row, Dictionary<string, TerritoryRow> byCode, List<Violation> violations)
    {
        if (string.IsNullOrEmpty(row.ParentCode))
            return null;
        if (byCode.ContainsKey(row.ParentCode))
            return row.ParentCode;
        violations.Add(new Violation("unknown-parent", row.Code, $"The parent ({row.ParentCode}) of territory ({row.Code}) does not exist. Maybe load it too, or clear the parent."));
        return null;
    }

    /// <summary>Walks with an explicit stack, so that a chain of any depth is walked.</summary>
    private static List<TerritoryNode> Preorder(Dictionary<string, TerritoryRow> byCode, Dictionary<string, string?> parents)
    {
        var children = parents.Where(p => p.Value is not null).ToLookup(p => p.Value!, p => p.Key, StringComparer.Ordinal);
        var open = new Stack<(string Code, TerritoryNode? Parent)>();
        foreach (var root in parents.Where(p => p.Value is null).Select(p => p.Key).OrderDescending(StringComparer.Ordinal))
            open.Push((root, null));
        var nodes = new List<TerritoryNode>(byCode.Count);
        while (open.TryPop(out var next))
        {
            var node = Node(byCode[next.Code], next.Parent, nodes.Count + 1);
            nodes.Add(node);
            foreach (var child in children[next.Code].OrderDescending(StringComparer.Ordinal))
                open.Push((child, node));
        }

        return Close(nodes);
    }

    private static TerritoryNode Node(TerritoryRow row, TerritoryNode? parent, int position)
    {
        var name = string.IsNullOrWhiteSpace(row.Name) ? row.Code : row.Name;
        var depth = parent is null ? 0 : parent.Depth + 1;
        return new TerritoryNode(
            row.Code,
            name,
            parent?.Code,
            depth,
            parent?.Level1 ?? name,
            depth < 2 ? name : parent!.Level2,
            depth < 3 ? name : parent!.Level3,
            position,
            position);
    }

    /// <summary>Sets Last: from the end, each node hands its own to its parent, whose last child comes first.</summary>
    private static List<TerritoryNode> Close(List<TerritoryNode> nodes)
    {
        var positions = nodes.ToDictionary(n => n.Code, n => n.First - 1, StringComparer.Ordinal);
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (nodes[i].ParentCode is not { } parent)
                continue;
            var above = positions[parent];
            if (nodes[i].Last > nodes[above].Last)
                nodes[above] = nodes[above] with { Last = nodes[i].Last };
        }

        return nodes;
    }
}
