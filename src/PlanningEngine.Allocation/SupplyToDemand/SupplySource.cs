namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>What a source gives.</summary>
public enum SourceKind
{
    /// <summary>Units that are there.</summary>
    Stock,

    /// <summary>Units that can be made; a lane from it to a demand means making that demand's product there and shipping it.</summary>
    Capacity,
}

/// <summary>A place and period that can give a limited quantity.</summary>
/// <param name="Id">Unique among the sources (ordinal comparison), not empty.</param>
/// <param name="Label">Code or name of what is given, in a planner's words.</param>
/// <param name="Kind">Stock or capacity.</param>
/// <param name="Available">Units available, 0 .. 1e15.</param>
/// <param name="Place">Words for the place, for example "plant B"; empty uses <paramref name="Label"/>.</param>
/// <param name="Period">Words for the period, for example "May 2026"; may be empty.</param>
public sealed record SupplySource(string Id, string Label, SourceKind Kind, double Available, string Place = "", string Period = "");
