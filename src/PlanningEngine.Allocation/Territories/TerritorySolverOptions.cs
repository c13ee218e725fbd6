namespace PlanningEngine.Allocation.Territories;

/// <summary>Limits of one solve; the same limits and seed give the same answer on any machine.</summary>
public sealed record TerritorySolverOptions
{
    /// <summary>
    /// Moves of the annealing tried per account, 0 .. 10,000,000; default 30,000. Ten million moves take about a third of a second. The work on the bound and on regions that are solved anew is in proportion.
    /// </summary>
    public int MovesPerAccount { get; init; } = 30_000;

    /// <summary>Seed of the search.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>An earlier answer to start from: its assignments and prices are used where the ids are still there. Null starts from the linear relaxation.</summary>
    public TerritoryResult? Previous { get; init; }
}
