using Google.OrTools.LinearSolver;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Solves supply problems in which demands may be served from few sources only, or not in small shipments.</summary>
/// <remarks>
/// A mixed-integer program (SCIP) chooses which lanes are open: first the breach of minimum fills is made as small as possible, then, under <see cref="PriorityRule.Strict"/>, what is unmet of each priority in turn, then money.
/// With the lanes chosen the rest is a network, and the exact flow of <see cref="SupplySolver"/> sets the quantities, so that no tolerance of the program reaches the plan.
/// </remarks>
public static class SplitSolver
{
    /// <summary>Node limit of each of the programs when none is given.</summary>
    public const long DefaultNodeLimit = 100_000;

    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="rules">At most one per demand; demands without one may be split at will.</param>
    /// <param name="nodeLimit">Most nodes of the branch and bound tree per program, at least 1.</param>
    /// <param name="cancellationToken">Stops the solve; the best plan found comes back.</param>
    /// <exception cref="InvalidProblemException">Problem or rules break rules; holds all violations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The node limit is below 1.</exception>
    public static SplitResult Solve(SupplyProblem problem, IReadOnlyList<SplitRule> rules, long nodeLimit = DefaultNodeLimit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodeLimit, 1);
        InputCheck.ThrowIfAny([.. SupplyProblemValidator.Validate(problem), .. Validate(problem, rules)]);
        var ruleOf = rules.ToDictionary(rule => rule.DemandId, StringComparer.Ordinal);
        using var model = new SplitModel(problem, ruleOf);
        var proven = true;
        var bound = double.PositiveInfinity;
        Lane[]? open = null;
        foreach (var stage in GoalStage.Of(problem))
        {
            var status = model.Minimise(stage, nodeLimit, cancellationToken);
            proven &= status == Solver.ResultStatus.OPTIMAL;
            // A stage that found nothing leaves the lanes of the one before, which keep every rule.
            if (status is not (Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE))
                break;
            if (stage.IsBreach && model.Value > SplitModel.Tolerance * model.Scale)
                return new SplitResult(proven ? SolveStatus.Infeasible : SolveStatus.NoSolutionFound, null, double.PositiveInfinity, double.PositiveInfinity, proven ? model.Breaches() : [], [], []);
            open = model.OpenLanes();
            if (stage.IsMoney)
                bound = model.EarlierStagesProven ? -model.Bound : bound;
            else
                model.Keep(stage);
        }

        // The rest is a network of the lanes chosen, solved in a fraction of the time the program took: it is not stopped, or what was found would be lost.
        if (open is null || Quantities(problem, ruleOf, open) is not ({ } plan, { } explanation))
            return new SplitResult(SolveStatus.NoSolutionFound, null, double.PositiveInfinity, double.PositiveInfinity, [], [], []);
        bound = proven ? plan.NetValue : Math.Max(plan.NetValue, Math.Min(bound, MostValue(problem)));
        return new SplitResult(proven ? SolveStatus.Optimal : SolveStatus.Feasible, plan, bound, bound - plan.NetValue, [], explanation.SourceValues, SplitShortages.Explain(problem, ruleOf, plan, explanation.Shortages));
    }

    /// <summary>What more units at a source are worth, by solving again: the change of net value.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="sourceId">Id of the source.</param>
    /// <param name="units">Units more, or fewer when below 0.</param>
    /// <param name="nodeLimit">Most nodes per program.</param>
    /// <param name="cancellationToken">Stops the solves.</param>
    /// <returns>The change; null when either solve ended without a proven optimum.</returns>
    /// <exception cref="InvalidProblemException">Problem or rules break rules, or there is no such source.</exception>
    public static double? WorthOfMore(SupplyProblem problem, IReadOnlyList<SplitRule> rules, string sourceId, double units, long nodeLimit = DefaultNodeLimit, CancellationToken cancellationToken = default)
    {
        var before = Solve(problem, rules, nodeLimit, cancellationToken);
        if (!problem.Sources.Any(source => source.Id == sourceId))
            throw new InvalidProblemException([new Violation("UNKNOWN_SOURCE", "sourceId", $"The source ({sourceId}) must be one of the {problem.Sources.Count} sources. Maybe it was renamed.")]);
        var after = Solve(problem with { Sources = [.. problem.Sources.Select(source => source.Id == sourceId ? source with { Available = source.Available + units } : source)] }, rules, nodeLimit, cancellationToken);
        return before.Status == SolveStatus.Optimal && after.Status == SolveStatus.Optimal ? after.Plan!.NetValue - before.Plan!.NetValue : null;
    }

    /// <summary>What any plan can be worth that meets the minimum fills: without split rules and without priorities nothing is lost, and the flow is proven in no time.</summary>
    private static double MostValue(SupplyProblem problem) =>
        SupplySolver.Solve(problem with { Rule = PriorityRule.ByValue }, new SupplySolverOptions { RefusedLaneLimit = 0, LaneValueLimit = 0, RatioValueLimit = 0 }, CancellationToken.None) is { Status: SolveStatus.Optimal, Plan: { } plan }
            ? plan.NetValue
            : double.PositiveInfinity;

    /// <summary>The exact flow over the open lanes; what every open lane must send at least is set aside first.</summary>
    private static (SupplyPlan? Plan, SupplyExplanation? Explanation) Quantities(SupplyProblem problem, Dictionary<string, SplitRule> ruleOf, IReadOnlyList<Lane> open)
    {
        double Least(Lane lane) => ruleOf.GetValueOrDefault(lane.DemandId)?.SmallestShipment ?? 0;
        var given = open.GroupBy(lane => lane.SourceId).ToDictionary(group => group.Key, group => group.Sum(lane => Least(lane) * lane.UnitsPerUnit), StringComparer.Ordinal);
        var taken = open.GroupBy(lane => lane.DemandId).ToDictionary(group => group.Key, group => group.Sum(Least), StringComparer.Ordinal);
        var rest = new SupplyProblem(
            [.. problem.Sources.Select(source => source with { Available = Math.Max(0, source.Available - given.GetValueOrDefault(source.Id)) })],
            [.. problem.Demands.Select(demand => Without(demand, taken.GetValueOrDefault(demand.Id)))],
            [.. open.Select(lane => lane with { Maximum = lane.Maximum is { } most ? Math.Max(0, most - Least(lane)) : null })],
            problem.Rule);
        var result = SupplySolver.Solve(rest, new SupplySolverOptions { RefusedLaneLimit = 0, LaneValueLimit = 0 }, CancellationToken.None);
        if (result is not { Status: SolveStatus.Optimal, Plan: { } plan })
            return (null, null);
        var more = plan.Shipments.ToDictionary(shipment => (shipment.SourceId, shipment.DemandId), shipment => shipment.Quantity);
        var shipments = open.Select(lane => new Shipment(lane.SourceId, lane.DemandId, Least(lane) + more.GetValueOrDefault((lane.SourceId, lane.DemandId)), lane.UnitCost, lane.UnitsPerUnit))
            .Where(shipment => shipment.Quantity > 0).OrderBy(shipment => shipment.SourceId, StringComparer.Ordinal).ThenBy(shipment => shipment.DemandId, StringComparer.Ordinal).ToArray();
        return (SupplyPlan.Of(problem, shipments), result.Explanation);
    }

    private static Demand Without(Demand demand, double taken)
    {
        var left = Math.Max(0, demand.Quantity - taken);
        return demand with { Quantity = left, MinimumFill = left == 0 ? 0 : Math.Clamp((demand.MinimumFill * demand.Quantity - taken) / left, 0, 1) };
    }

    /// <summary>Checks split rules against the demands of a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="rules">The rules.</param>
    /// <returns>All violations of the rules; empty when they can be used.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static IReadOnlyList<Violation> Validate(SupplyProblem problem, IReadOnlyList<SplitRule> rules)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(rules);
        var check = new InputCheck();
        var known = problem.Demands.Select(demand => demand?.Id).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < rules.Count; i++)
        {
            var rule = rules[i];
            if (!check.Require(rule?.DemandId is not null && known.Contains(rule.DemandId), "UNKNOWN_DEMAND", $"rules[{i}]", $"The demand ({rule?.DemandId}) of the split rule at position {i} must be one of the {known.Count} demands. Maybe drop the rule."))
                continue;
            check.Require(seen.Add(rule!.DemandId), "DUPLICATE", $"rules[{rule.DemandId}]", $"The split rule of demand ({rule.DemandId}) must appear once. Maybe keep the tighter one.");
            check.Require(rule.MostSources is null or >= 1, "OUT_OF_RANGE", $"rules[{rule.DemandId}].MostSources", $"The most sources ({rule.MostSources}) of demand ({rule.DemandId}) must be at least 1. Maybe drop its lanes instead.");
            check.Number(rule.SmallestShipment, "smallest shipment", $"demand ({rule.DemandId})", $"rules[{rule.DemandId}].SmallestShipment");
        }

        return check.Found;
    }
}
