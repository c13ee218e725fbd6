namespace PlanningEngine.Allocation.Networks;

/// <summary>A minimum-cost flow problem over whole numbers: send what nodes give to nodes that take it, over arcs with a cost per unit and a capacity.</summary>
/// <remarks>The arrays are used as they are, not copied: leave them unchanged while a result is in use. Solving is fastest when the arcs of a tail stand together.</remarks>
/// <param name="Supply">Per node the units it gives (above 0) or takes (below 0); they sum to 0. Its length is the number of nodes.</param>
/// <param name="From">Tail of each arc, a node 0 .. nodes - 1.</param>
/// <param name="To">Head of each arc, another node.</param>
/// <param name="Cost">Cost per unit of each arc; below 0 only where the arc has a capacity.</param>
/// <param name="Capacity">Most units of each arc, 0 .. 2^60; null when no arc has a limit.</param>
public sealed record FlowProblem(long[] Supply, int[] From, int[] To, long[] Cost, long[]? Capacity = null);
