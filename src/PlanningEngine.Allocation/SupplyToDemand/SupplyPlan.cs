namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A positive quantity on one lane.</summary>
/// <param name="SourceId">Id of the source.</param>
/// <param name="DemandId">Id of the demand.</param>
/// <param name="Quantity">Units of the demand, greater than 0.</param>
/// <param name="UnitCost">Money per unit on this lane.</param>
/// <param name="UnitsPerUnit">Units of the source per unit of the demand.</param>
public sealed record Shipment(string SourceId, string DemandId, double Quantity, double UnitCost, double UnitsPerUnit = 1)
{
    /// <summary>Units taken from the source.</summary>
    public double Taken => Quantity * UnitsPerUnit;
}

/// <summary>What one demand gets.</summary>
/// <param name="DemandId">Id of the demand.</param>
/// <param name="Quantity">Units wanted.</param>
/// <param name="Served">Units served, the sum of its shipments.</param>
/// <param name="Unmet">Units not served; served and unmet add up to the quantity.</param>
/// <param name="Required">Units the minimum fill asks for.</param>
public sealed record DemandPlan(string DemandId, double Quantity, double Served, double Unmet, double Required);

/// <summary>What one source gives.</summary>
/// <param name="SourceId">Id of the source.</param>
/// <param name="Available">Units available.</param>
/// <param name="Used">Units given, the sum of what its shipments take, never above <paramref name="Available"/>.</param>
/// <param name="Unused">Units left.</param>
public sealed record SourcePlan(string SourceId, double Available, double Used, double Unused);

/// <summary>Who gets how much from where.</summary>
/// <param name="Shipments">Positive quantities, ordered by source id, then demand id.</param>
/// <param name="Demands">One per demand, in the order of the problem.</param>
/// <param name="Sources">One per source, in the order of the problem.</param>
/// <param name="Served">Sum of units served.</param>
/// <param name="Unmet">Sum of units not served.</param>
/// <param name="Cost">Money the lanes cost.</param>
/// <param name="NetValue">Value of the units served less <paramref name="Cost"/>.</param>
public sealed record SupplyPlan(
    IReadOnlyList<Shipment> Shipments,
    IReadOnlyList<DemandPlan> Demands,
    IReadOnlyList<SourcePlan> Sources,
    double Served,
    double Unmet,
    double Cost,
    double NetValue)
{
    /// <summary>The plan with these shipments, which keep every limit but for rounding.</summary>
    internal static SupplyPlan Of(SupplyProblem problem, Shipment[] shipments)
    {
        var used = shipments.ToLookup(shipment => shipment.SourceId, StringComparer.Ordinal);
        var served = shipments.ToLookup(shipment => shipment.DemandId, StringComparer.Ordinal);
        var sources = problem.Sources.Select(source => (source, units: Math.Min(source.Available, used[source.Id].Sum(shipment => shipment.Taken))))
            .Select(pair => new SourcePlan(pair.source.Id, pair.source.Available, pair.units, pair.source.Available - pair.units)).ToArray();
        var demands = problem.Demands.Select(demand => (demand, units: Math.Min(demand.Quantity, served[demand.Id].Sum(shipment => shipment.Quantity))))
            .Select(pair => new DemandPlan(pair.demand.Id, pair.demand.Quantity, pair.units, pair.demand.Quantity - pair.units, pair.demand.MinimumFill * pair.demand.Quantity)).ToArray();
        var cost = shipments.Sum(shipment => shipment.Quantity * shipment.UnitCost);
        var value = problem.Demands.Zip(demands).Sum(pair => pair.First.UnitValue * pair.Second.Served);
        return new SupplyPlan(shipments, demands, sources, demands.Sum(demand => demand.Served), demands.Sum(demand => demand.Unmet), cost, value - cost);
    }
}
