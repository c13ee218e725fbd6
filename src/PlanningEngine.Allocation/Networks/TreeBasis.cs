namespace PlanningEngine.Allocation.Networks;

/// <summary>A spanning tree and the side of every other arc: where a solve ended and another one can begin.</summary>
/// <param name="Preorder">The nodes, parents before children, the root first.</param>
/// <param name="Parent">Per node the node above it, -1 at the root.</param>
/// <param name="SignedArc">Per node the arc to its parent, complemented when it points down; numbers from the arc count on are artificial.</param>
/// <param name="AtUpper">Arcs outside the tree that carry their capacity, ascending.</param>
internal sealed record TreeBasis(int[] Preorder, int[] Parent, int[] SignedArc, int[] AtUpper);
