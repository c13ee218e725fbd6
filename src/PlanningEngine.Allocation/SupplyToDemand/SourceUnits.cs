namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A problem in which all lanes of a source take the same units per unit: measured in what its units serve, it is a network.</summary>
internal sealed class SourceUnits
{
    private readonly SupplyProblem _problem;
    private readonly Dictionary<string, double> _ratio;

    private SourceUnits(SupplyProblem problem, Dictionary<string, double> ratio) => (_problem, _ratio) = (problem, ratio);

    /// <summary>Null when some source takes one ratio to one demand and another to another.</summary>
    public static SourceUnits? Of(SupplyProblem problem)
    {
        var ratio = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var lane in problem.Lanes)
        {
            if (!ratio.TryAdd(lane.SourceId, lane.UnitsPerUnit) && ratio[lane.SourceId] != lane.UnitsPerUnit)
                return null;
        }

        return new SourceUnits(problem, ratio);
    }

    public SupplyResult Solve(SupplySolverOptions options, CancellationToken cancellationToken)
    {
        var network = _problem with
        {
            Sources = [.. _problem.Sources.Select(source => source with { Available = source.Available / Ratio(source.Id) })],
            Lanes = [.. _problem.Lanes.Select(lane => lane with { UnitsPerUnit = 1 })],
        };
        var result = SupplySolver.Solve(network, options, cancellationToken);
        if (result is not { State: { } state, Plan: { } served, Certificate: { } certificate, Explanation: { } explanation })
            return new SupplyResult(SolveStatus.NoSolutionFound, null, null, null, [], result.Pivots);
        var plan = SupplyPlan.Of(_problem, Kept(served.Shipments));
        SourceValue[] sources = [.. explanation.SourceValues.Select(Back)];
        return result with
        {
            Plan = plan,
            Certificate = Back(certificate, state.Network, plan),
            Explanation = explanation with { SourceValues = sources, Shortages = ShortageExplainer.Explain(state.Network, sources) },
            State = null,
        };
    }

    private double Ratio(string sourceId) => _ratio.GetValueOrDefault(sourceId, 1);

    /// <summary>Shipments in the problem's units, cut where the change of units rounded a source beyond what it has.</summary>
    private Shipment[] Kept(IReadOnlyList<Shipment> served)
    {
        var shipments = served.Select(shipment => shipment with { UnitsPerUnit = Ratio(shipment.SourceId) }).ToArray();
        var units = Array.ConvertAll(shipments, shipment => shipment.Quantity);
        var of = Enumerable.Range(0, shipments.Length).ToLookup(i => shipments[i].SourceId, StringComparer.Ordinal);
        foreach (var source in _problem.Sources)
            RatioShape.Cut(units, [.. of[source.Id]], i => shipments[i].UnitsPerUnit, source.Available);
        return [.. shipments.Select((shipment, i) => shipment with { Quantity = units[i] }).Where(shipment => shipment.Quantity > 0)];
    }

    private SourceValue Back(SourceValue value) => value with { OneMore = Back(value.OneMore, Ratio(value.SourceId))!, OneLess = Back(value.OneLess, Ratio(value.SourceId)) };

    private static MarginalValue? Back(MarginalValue? value, double ratio) => value is null ? null : new MarginalValue(
        value.Money / ratio,
        value.HoldsFor * ratio,
        [.. value.Shortages.Select(rate => rate with { PerUnit = rate.PerUnit / ratio })]);

    /// <summary>The (rank, money) prices of the network goal by goal: a rank is one unit of the shortage that has it.</summary>
    private OptimalityCertificate Back(OptimalityCertificate certificate, SupplyNetwork network, SupplyPlan plan)
    {
        var objective = plan.Cost + _problem.Demands.Zip(plan.Demands, (demand, planned) => planned.Unmet * demand.UnitValue).Sum();
        var ofSource = certificate.SourcePrices.ToDictionary(price => price.Id, StringComparer.Ordinal);
        var ofDemand = certificate.DemandPrices.ToDictionary(price => price.Id, StringComparer.Ordinal);
        int RankOf(GoalStage stage) => stage.IsBreach ? network.MinimumRank : Array.IndexOf(network.RankPriority, stage.Priority!.Value, 1);
        double Price(NodePrice? price, GoalStage stage) => price is null ? 0 : stage.IsMoney ? price.Money : price.Rank > 0 && price.Rank == RankOf(stage) ? 1 : 0;
        return new OptimalityCertificate(
            objective,
            objective,
            0,
            0,
            0,
            [.. certificate.SourcePrices.Select(price => price with { Rank = 0, Money = price.Money / Ratio(price.Id) })],
            [.. certificate.DemandPrices.Select(price => price with { Rank = 0 })])
        {
            Goals = [.. GoalStage.Of(_problem).Select(stage => new GoalPrices(
                stage.IsBreach,
                stage.Priority,
                [.. _problem.Sources.Select(source => Price(ofSource.GetValueOrDefault(source.Id), stage) / Ratio(source.Id))],
                [.. _problem.Demands.Select(demand => Price(ofDemand.GetValueOrDefault(demand.Id), stage))]))],
        };
    }
}
