namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Reads the plan out of a network's flow.</summary>
internal static class PlanReader
{
    public static SupplyPlan Read(SupplyNetwork network)
    {
        var problem = network.Problem;
        var shipments = new List<Shipment>();
        var cost = 0.0;
        for (var arc = 0; arc < network.Lanes.Count; arc++)
        {
            if (network.Flow.Flow[arc] == 0)
                continue;
            var lane = problem.Lanes[network.Lanes.Input[arc]];
            var shipment = new Shipment(lane.SourceId, lane.DemandId, network.Quantities.ToUnits(network.Flow.Flow[arc]), lane.UnitCost);
            shipments.Add(shipment);
            cost += shipment.Quantity * shipment.UnitCost;
        }

        var demands = problem.Demands.Select((demand, i) => ReadDemand(network, demand, network.Demands.Place[i])).ToArray();
        var sources = problem.Sources.Select((source, i) => ReadSource(network, source, network.Sources.Place[i])).ToArray();
        var value = 0.0;
        for (var i = 0; i < demands.Length; i++)
            value += demands[i].Served * problem.Demands[i].UnitValue;
        return new SupplyPlan(shipments, demands, sources, demands.Sum(demand => demand.Served), demands.Sum(demand => demand.Unmet), cost, value - cost);
    }

    private static DemandPlan ReadDemand(SupplyNetwork network, Demand demand, int place)
    {
        if (place < 0)
            return new DemandPlan(demand.Id, demand.Quantity, 0, demand.Quantity, demand.MinimumFill * demand.Quantity);
        var unmet = network.UnmetOf(place);
        var served = network.Quantities.ToUnits(network.Wanted[place] - unmet);
        return new DemandPlan(demand.Id, demand.Quantity, served, unmet == 0 ? 0 : demand.Quantity - served, network.Quantities.ToUnits(network.Required[place]));
    }

    private static SourcePlan ReadSource(SupplyNetwork network, SupplySource source, int place)
    {
        var unused = network.UnusedOf(place);
        var used = network.Quantities.ToUnits(network.Available[place] - unused);
        return new SourcePlan(source.Id, source.Available, used, unused == 0 && used > 0 ? 0 : source.Available - used);
    }
}
