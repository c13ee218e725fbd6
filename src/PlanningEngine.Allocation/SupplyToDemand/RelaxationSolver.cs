namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Finds what must give way, at least weight, so that all minimum fills can be met.</summary>
/// <remarks>
/// Unit for unit it is a minimum-cost flow of the required units alone: limits are arcs without a cost, giving way is an arc beside them at its weight. With split rules, or lanes that take other than unit for
/// unit, it is a program for SCIP or GLOP.
/// </remarks>
public static class RelaxationSolver
{
    /// <summary>Solves a problem.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="weights">What may give way.</param>
    /// <param name="splits">Split rules, which hold; null for none.</param>
    /// <param name="cancellationToken">Stops the solve.</param>
    /// <exception cref="InvalidProblemException">Problem, rules or weights break rules; holds all violations.</exception>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static RelaxationResult Solve(SupplyProblem problem, RelaxationWeights weights, IReadOnlyList<SplitRule>? splits = null, CancellationToken cancellationToken = default)
    {
        splits ??= [];
        InputCheck.ThrowIfAny([.. SupplyProblemValidator.Validate(problem), .. SplitSolver.Validate(problem, splits), .. Validate(problem, weights)]);
        var asked = new RelaxationCosts(
            [.. problem.Demands.Select(demand => weights.MinimumFills.TryGetValue(demand.Id, out var weight) ? weight : double.PositiveInfinity)],
            [.. problem.Sources.Select(source => weights.Availabilities.TryGetValue(source.Id, out var weight) ? weight : double.PositiveInfinity)],
            [.. problem.Lanes.Select(lane => lane.Maximum is not null && weights.LaneMaximums.TryGetValue((lane.SourceId, lane.DemandId), out var weight) ? weight : double.PositiveInfinity)]);
        var found = Find(problem, splits, asked, cancellationToken);
        if (found.Amounts is { } amounts)
        {
            var relaxations = Items(problem, amounts, asked);
            var weight = relaxations.Sum(relaxation => relaxation.Weight);
            return new RelaxationResult(found.Status, weight, relaxations, [], relaxations.Length == 0
                ? "Every minimum fill can be met as things are."
                : $"All minimum fills can be met when {relaxations.Length} limits give way, at a weight of {PlannerWords.Quantity(weight)}: {PlannerWords.Names([.. relaxations.Take(4).Select(relaxation => relaxation.Sentence.TrimEnd('.'))])}.");
        }

        if (found.Status != SolveStatus.Infeasible)
            return new RelaxationResult(SolveStatus.NoSolutionFound, 0, [], [], "The solve was stopped before a relaxation was found.");
        // What has a weight may give way for nothing; of the other minimum fills as little as possible.
        var least = new RelaxationCosts(Array.ConvertAll(asked.MinimumFill, cost => double.IsFinite(cost) ? 0.0 : 1), Array.ConvertAll(asked.Availability, Free), Array.ConvertAll(asked.LaneMaximum, Free));
        Relaxation[] blocking = Find(problem, splits, least, cancellationToken).Amounts is { } needed
            ? [.. Items(problem, needed, asked).Where(relaxation => relaxation.Kind == RelaxationKind.MinimumFill && !weights.MinimumFills.ContainsKey(relaxation.DemandId!))]
            : [];
        return new RelaxationResult(SolveStatus.Infeasible, 0, [], blocking,
            $"What has no weight cannot hold together. Maybe give a weight to the minimum fill of {PlannerWords.Names([.. blocking.Select(relaxation => $"demand {relaxation.DemandId}, which lacks {PlannerWords.Quantity(relaxation.Quantity)}")])}.");
    }

    private static double Free(double cost) => double.IsFinite(cost) ? 0 : cost;

    private static (SolveStatus Status, RelaxedAmounts? Amounts) Find(SupplyProblem problem, IReadOnlyList<SplitRule> splits, RelaxationCosts costs, CancellationToken cancellationToken) =>
        splits.Count == 0 && problem.Lanes.All(lane => lane.UnitsPerUnit == 1)
            ? RelaxationFlow.Find(problem, costs, cancellationToken)
            : RelaxationProgram.Find(problem, splits, costs, cancellationToken);

    private static Relaxation[] Items(SupplyProblem problem, RelaxedAmounts amounts, RelaxationCosts costs)
    {
        var sourceOf = problem.Sources.ToDictionary(source => source.Id, StringComparer.Ordinal);
        var demandOf = problem.Demands.ToDictionary(demand => demand.Id, StringComparer.Ordinal);
        string Units(double quantity) => PlannerWords.Quantity(quantity);
        double Weight(double quantity, double cost) => double.IsFinite(cost) ? quantity * cost : 0;
        return
        [
            .. problem.Demands.Select((demand, i) => (demand, less: amounts.MinimumFill[i], cost: costs.MinimumFill[i])).Where(item => item.less > 0)
                .Select(item => new Relaxation(RelaxationKind.MinimumFill, null, item.demand.Id, item.less, Weight(item.less, item.cost),
                    $"Let {PlannerWords.Demand(item.demand)} have at least {Units(item.demand.MinimumFill * item.demand.Quantity - item.less)} instead of {Units(item.demand.MinimumFill * item.demand.Quantity)}.")),
            .. problem.Sources.Select((source, i) => (source, more: amounts.Availability[i], cost: costs.Availability[i])).Where(item => item.more > 0)
                .Select(item => new Relaxation(RelaxationKind.Availability, item.source.Id, null, item.more, Weight(item.more, item.cost),
                    $"Have {Units(item.source.Available + item.more)} instead of {Units(item.source.Available)} at {PlannerWords.PlaceAndPeriod(item.source)}.")),
            .. problem.Lanes.Select((lane, i) => (lane, more: amounts.LaneMaximum[i], cost: costs.LaneMaximum[i])).Where(item => item.more > 0)
                .Select(item => new Relaxation(RelaxationKind.LaneMaximum, item.lane.SourceId, item.lane.DemandId, item.more, Weight(item.more, item.cost),
                    $"Let the lane from {PlannerWords.PlaceAndPeriod(sourceOf[item.lane.SourceId])} to {PlannerWords.Demand(demandOf[item.lane.DemandId])} carry {Units(item.lane.Maximum!.Value + item.more)} instead of {Units(item.lane.Maximum.Value)}.")),
        ];
    }

    private static IReadOnlyList<Violation> Validate(SupplyProblem problem, RelaxationWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var check = new InputCheck();
        var demands = problem.Demands.Select(demand => demand?.Id).ToHashSet(StringComparer.Ordinal);
        var sources = problem.Sources.Select(source => source?.Id).ToHashSet(StringComparer.Ordinal);
        var lanes = problem.Lanes.Where(lane => lane?.Maximum is not null).Select(lane => (lane.SourceId, lane.DemandId)).ToHashSet();
        foreach (var (id, weight) in weights.MinimumFills)
        {
            if (check.Require(demands.Contains(id), "UNKNOWN_DEMAND", $"MinimumFills[{id}]", $"The demand ({id}) of a weight must be one of the {demands.Count} demands. Maybe drop the weight."))
                check.Number(weight, "weight", $"the minimum fill of demand ({id})", $"MinimumFills[{id}]");
        }

        foreach (var (id, weight) in weights.Availabilities)
        {
            if (check.Require(sources.Contains(id), "UNKNOWN_SOURCE", $"Availabilities[{id}]", $"The source ({id}) of a weight must be one of the {sources.Count} sources. Maybe drop the weight."))
                check.Number(weight, "weight", $"the availability of source ({id})", $"Availabilities[{id}]");
        }

        foreach (var ((source, demand), weight) in weights.LaneMaximums)
        {
            var subject = $"LaneMaximums[{source}->{demand}]";
            if (check.Require(lanes.Contains((source, demand)), "UNKNOWN_LANE", subject, $"The lane ({source} -> {demand}) of a weight must be one with a maximum. Maybe drop the weight."))
                check.Number(weight, "weight", $"the maximum of lane ({source} -> {demand})", subject);
        }

        return check.Found;
    }
}

/// <summary>Cost per unit of giving way, in the order of the problem; infinite where a limit must hold.</summary>
internal sealed record RelaxationCosts(double[] MinimumFill, double[] Availability, double[] LaneMaximum);

/// <summary>Units by which limits give way, in the order of the problem.</summary>
internal sealed record RelaxedAmounts(double[] MinimumFill, double[] Availability, double[] LaneMaximum);
