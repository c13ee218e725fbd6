namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Turns a flow and its potentials into an <see cref="OptimalityCertificate"/>.</summary>
internal static class CertificateWriter
{
    public static OptimalityCertificate Write(SupplyNetwork network, SupplyPlan plan, long[] potential, bool proven)
    {
        var weight = network.Money.ToUnits(network.RankWeight);
        var objective = plan.Cost;
        for (var i = 0; i < plan.Demands.Count; i++)
            objective += plan.Demands[i].Unmet * network.Problem.Demands[i].UnitValue;
        for (var demand = 0; demand < network.Demands.Count; demand++)
        {
            var below = network.BelowMinimumOf(demand);
            var above = network.UnmetOf(demand) - below;
            objective += weight * (network.Rank[demand] * network.Quantities.ToUnits(above) + network.MinimumRank * network.Quantities.ToUnits(below));
        }

        var gap = proven ? 0 : SlacknessGap(network, potential);
        return new OptimalityCertificate(
            objective,
            objective - gap,
            gap,
            gap / Math.Max(1, Math.Abs(objective)),
            weight,
            Prices(network, network.Problem.Sources.Select((source, i) => (source.Id, network.Sources.Place[i])), potential),
            Prices(network, network.Problem.Demands.Select((demand, i) => (demand.Id, Node(network, network.Demands.Place[i]))), potential));
    }

    private static int Node(SupplyNetwork network, int demand) => demand < 0 ? -1 : network.DemandNode(demand);

    private static NodePrice[] Prices(SupplyNetwork network, IEnumerable<(string Id, int Node)> nodes, long[] potential) =>
        [.. nodes.Where(node => node.Node >= 0).Select(node =>
        {
            var (rank, money) = network.Split(potential[node.Node]);
            return new NodePrice(node.Id, rank, network.Money.ToUnits(money));
        })];

    /// <summary>Objective less dual bound, as the sum over the arcs of reduced cost times the flow that contradicts it: no term is negative.</summary>
    private static double SlacknessGap(SupplyNetwork network, long[] potential)
    {
        var flow = network.Flow;
        var gap = 0.0;
        for (var arc = 0; arc < flow.ArcCount; arc++)
        {
            var reduced = flow.Cost[arc] + potential[flow.From[arc]] - potential[flow.To[arc]];
            gap += reduced > 0 ? (double)reduced * flow.Flow[arc] : -(double)reduced * (Most(network, arc) - flow.Flow[arc]);
        }

        return gap / network.Money.StepsPerUnit / network.Quantities.StepsPerUnit;
    }

    private static long Most(SupplyNetwork network, int arc)
    {
        if (arc < network.Lanes.Count)
            return Math.Min(network.Flow.CapacityOf(arc), Math.Min(network.Available[network.Lanes.Source[arc]], network.Wanted[network.Lanes.Demand[arc]]));
        return arc < network.Lanes.Count + network.Sources.Count ? network.Available[arc - network.Lanes.Count] : network.Flow.CapacityOf(arc);
    }
}
