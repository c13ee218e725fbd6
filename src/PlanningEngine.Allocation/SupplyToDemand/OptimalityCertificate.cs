namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Dual price of a source or demand: what one more unit at that node is worth, as a pair compared rank first.</summary>
/// <param name="Id">Id of the source or demand.</param>
/// <param name="Rank">0: money only. Otherwise the rank of the shortage that one unit at the node relieves: under
/// <see cref="PriorityRule.Strict"/> the lowest priority of the problem has rank 1, the next one 2, and so on; minimum fills have the highest rank.</param>
/// <param name="Money">Money per unit.</param>
public sealed record NodePrice(string Id, int Rank, double Money);

/// <summary>Proof of how good a plan is, to be verified by <see cref="SupplyPlanChecker"/> without trusting the solver.</summary>
/// <param name="Objective">What was minimised: lane costs plus, for each unmet unit, its unit value and its rank times <paramref name="RankWeight"/>.</param>
/// <param name="Bound">No plan has an objective below this.</param>
/// <param name="Gap">Objective less bound, at least 0; exactly 0 for a proven optimum. Summed from complementary slackness, not from a difference of two large numbers.</param>
/// <param name="RelativeGap"><paramref name="Gap"/> over the larger of 1 and the absolute objective.</param>
/// <param name="RankWeight">Money that one rank outweighs: more than twice the money that any exchange of one unit can move in this problem, so a rank is never bought.</param>
/// <param name="SourcePrices">Dual prices of the sources, in the order of the problem.</param>
/// <param name="DemandPrices">Dual prices of the demands with a positive quantity, in the order of the problem.</param>
public sealed record OptimalityCertificate(
    double Objective,
    double Bound,
    double Gap,
    double RelativeGap,
    double RankWeight,
    IReadOnlyList<NodePrice> SourcePrices,
    IReadOnlyList<NodePrice> DemandPrices)
{
    /// <summary>
    /// For a problem with lanes that take other than unit for unit: prices per goal, the most important first, money last; empty for networks. The objective is money alone then, and the bound holds
    /// among plans that serve minimum fills and priorities as well.
    /// </summary>
    public IReadOnlyList<GoalPrices> Goals { get; init; } = [];
}

/// <summary>Dual prices of one goal of a lexicographic program: by how much one unit more at a source, or one unit less wanted by a demand, lowers the goal.</summary>
/// <param name="MinimumFills">True: the goal is the units below minimum fills.</param>
/// <param name="Priority">The goal is the units unmet of this priority; null for minimum fills and money.</param>
/// <param name="Sources">One per source, in the order of the problem, at least 0 in the first goal that prices it.</param>
/// <param name="Demands">One per demand, in the order of the problem.</param>
public sealed record GoalPrices(bool MinimumFills, int? Priority, IReadOnlyList<double> Sources, IReadOnlyList<double> Demands);
