namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Who is served first when there is not enough.</summary>
public enum PriorityRule
{
    /// <summary>Lexicographic: the unmet quantity of priority 1 is made as small as possible, then that of priority 2, and so on;
    /// only then money decides. No amount of lower priority outweighs one unit of a higher one.</summary>
    Strict,

    /// <summary>Money alone decides: value of what is served less what its lanes cost. Priorities are ignored.</summary>
    ByValue,
}

/// <summary>Scarce supply, demands that compete for it, and the lanes between them.</summary>
/// <remarks>Everything flows in one unit of measure, but for lanes that state how many units of their source a unit of their demand takes. The order of the lists has no influence on the plan.</remarks>
/// <param name="Sources">Places that can give; may be empty.</param>
/// <param name="Demands">Quantities wanted; at least one.</param>
/// <param name="Lanes">Allowed pairs, each pair once; may be empty.</param>
/// <param name="Rule">Who is served first.</param>
public sealed record SupplyProblem(
    IReadOnlyList<SupplySource> Sources,
    IReadOnlyList<Demand> Demands,
    IReadOnlyList<Lane> Lanes,
    PriorityRule Rule = PriorityRule.Strict);
