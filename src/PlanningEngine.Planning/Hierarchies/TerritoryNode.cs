namespace PlanningEngine.Planning.Hierarchies;

/// <summary>A territory in its tree.</summary>
/// <param name="Code">Code of the territory.</param>
/// <param name="Name">Name of the territory; its code when the input had none.</param>
/// <param name="ParentCode">Code of the parent; null at a root.</param>
/// <param name="Depth">0 at a root.</param>
/// <param name="Level1">Name of the root above the node, or of the node itself.</param>
/// <param name="Level2">Name of the ancestor at depth 1; a shallower node repeats its own name.</param>
/// <param name="Level3">Name of the ancestor at depth 2, also for deeper nodes; a shallower node repeats its own name.</param>
/// <param name="First">Position of the node in preorder, from 1.</param>
/// <param name="Last">Position of its last descendant; equal to <paramref name="First"/> at a leaf.</param>
public sealed record TerritoryNode(
    string Code,
    string Name,
    string? ParentCode,
    int Depth,
    string Level1,
    string Level2,
    string Level3,
    int First,
    int Last)
{
    /// <summary>True when nothing lies below.</summary>
    public bool IsLeaf => First == Last;

    /// <summary>True when the other node is this one or lies below it.</summary>
    public bool Covers(TerritoryNode other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return First <= other.First && other.First <= Last;
    }
}
