namespace PlanningEngine.Data.Dimensions;

/// <summary>A node of the sales territory tree. Facts point at its leaves.</summary>
public sealed class Territory : Dimension
{
    /// <summary>Key; 0 is the Unknown member.</summary>
    public int TerritoryKey { get; set; }

    /// <summary>Name of the ancestor on the first level, or of the node itself when it is that level.</summary>
    public string Level1 { get; set; } = "";

    /// <summary>Name of the ancestor on the second level; the deepest level above it repeats downward.</summary>
    public string Level2 { get; set; } = "";

    /// <summary>Name of the ancestor on the third level; the deepest level above it repeats downward.</summary>
    public string Level3 { get; set; } = "";

    /// <summary>The parent node; null at a root.</summary>
    public int? ParentTerritoryKey { get; set; }

    /// <summary>Position of the node in a preorder walk of the tree; 0 is the Unknown member.</summary>
    public int PreorderFirst { get; set; }

    /// <summary>Preorder position of the node's last descendant: a node's subtree is the range first to last.</summary>
    public int PreorderLast { get; set; }

    /// <summary>True where the node has no children.</summary>
    public bool IsLeaf { get; set; }
}
