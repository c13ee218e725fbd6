namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Solves problems in which lanes take other than unit for unit: generalised flows, as a lexicographic linear program.</summary>
internal static class RatioSolver
{
    public static SupplyResult Solve(SupplyProblem problem, SupplySolverOptions options, CancellationToken cancellationToken)
    {
        var shape = new RatioShape(problem);
        using var program = shape.Program();
        if (program.Minimise(shape.Bounds, cancellationToken) is not { } solution)
            return new SupplyResult(SolveStatus.NoSolutionFound, null, null, null, [], 0);
        var plan = SupplyPlan.Of(problem, shape.Shipments(solution.Columns));
        var values = new RatioValues(shape, program, solution, cancellationToken);
        var sources = values.Sources(options.RatioValueLimit);
        var conflicts = RatioConflicts.Find(shape, solution);
        return new SupplyResult(
            conflicts.Count == 0 ? SolveStatus.Optimal : SolveStatus.Infeasible,
            plan,
            Certificate(shape, solution, plan),
            new SupplyExplanation(sources, values.Demands(options.RatioValueLimit), values.LimitedLanes(Math.Min(options.LaneValueLimit, options.RatioValueLimit)), values.RefusedLanes(options.RefusedLaneLimit), ShortageExplainer.Explain(Network(shape, plan), sources)),
            conflicts,
            0);
    }

    private static OptimalityCertificate Certificate(RatioShape shape, ProgramSolution solution, SupplyPlan plan)
    {
        var problem = shape.Problem;
        var objective = plan.Cost + problem.Demands.Zip(plan.Demands, (demand, planned) => planned.Unmet * demand.UnitValue).Sum();
        var money = solution.Prices[^1];
        double Size(int goal) => goal == shape.Stages.Length - 1 ? shape.MoneyScale : 1;
        return new OptimalityCertificate(
            objective,
            objective,
            0,
            0,
            0,
            [.. problem.Sources.Select((source, i) => new NodePrice(source.Id, 0, -money[i] * shape.MoneyScale))],
            [.. problem.Demands.Select((demand, i) => (demand, i)).Where(pair => pair.demand.Quantity > 0).Select(pair => new NodePrice(pair.demand.Id, 0, money[shape.DemandRow(pair.i)] * shape.MoneyScale))])
        {
            Goals = [.. shape.Stages.Select((stage, goal) => new GoalPrices(
                stage.IsBreach,
                stage.Priority,
                [.. problem.Sources.Select((_, i) => -solution.Prices[goal][i] * Size(goal))],
                [.. problem.Demands.Select((_, i) => solution.Prices[goal][shape.DemandRow(i)] * Size(goal))]))],
        };
    }

    /// <summary>The network of the lanes with the plan as its flow, for the words of shortages.</summary>
    private static SupplyNetwork Network(RatioShape shape, SupplyPlan plan)
    {
        var network = SupplyNetwork.Build(shape.Problem);
        var shipped = plan.Shipments.ToDictionary(shipment => (shipment.SourceId, shipment.DemandId), shipment => shipment.Quantity);
        var flow = network.Flow.Flow;
        for (var lane = 0; lane < network.Lanes.Count; lane++)
        {
            var input = shape.Problem.Lanes[network.Lanes.Input[lane]];
            var units = shipped.GetValueOrDefault((input.SourceId, input.DemandId));
            flow[lane] = units >= input.Maximum * (1 - LexicographicProgram.Zero) ? network.Flow.CapacityOf(lane) : network.Quantities.Nearest(units);
        }

        for (var demand = 0; demand < network.Demands.Count; demand++)
        {
            var planned = plan.Demands[network.Demands.Input[demand]];
            var unmet = planned.Unmet <= LexicographicProgram.Zero * shape.Scale ? 0 : network.Quantities.Nearest(planned.Unmet);
            var below = network.MinimumArc[demand] < 0 ? 0 : Math.Max(0, unmet - (network.Wanted[demand] - network.Required[demand]));
            flow[network.UnmetArc(demand)] = unmet - below;
            if (network.MinimumArc[demand] >= 0)
                flow[network.MinimumArc[demand]] = below;
        }

        return network;
    }
}
