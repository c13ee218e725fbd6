namespace PlanningEngine.Allocation.Locations;

/// <summary>Answer to a <see cref="LocationProblem"/>.</summary>
/// <param name="Status">How the solve ended.</param>
/// <param name="SiteOfCustomer">Site of every customer; empty when there is no plan.</param>
/// <param name="OpenSites">The sites that serve somebody, ascending; empty when there is no plan.</param>
/// <param name="Objective">Total distance; 0 without a plan.</param>
/// <param name="Bound">No plan is shorter; at most the objective. 0 when infeasible.</param>
/// <param name="Conflicts">Why there is no plan, in words; empty unless <see cref="SolveStatus.Infeasible"/>.</param>
/// <param name="Nodes">Work done, in nodes of the branch and bound.</param>
public sealed record LocationResult(
    SolveStatus Status,
    IReadOnlyList<int> SiteOfCustomer,
    IReadOnlyList<int> OpenSites,
    long Objective,
    long Bound,
    IReadOnlyList<string> Conflicts,
    long Nodes);
