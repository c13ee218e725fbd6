namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Names the minimum fills that cannot be met together.</summary>
/// <remarks>
/// From each demand below its minimum, walk the residual network backwards: a source whose lane has room could send to it, a demand served by such a source could give up units.
/// At the optimum no source reached has a unit left and no demand reached is above its minimum, or the breach could be made smaller. What is reached is therefore the
/// sink side of a minimum cut (Ford and Fulkerson 1956): its requirements exceed its supply by exactly the breach. Separate parts are separate conflicts.
/// </remarks>
internal static class ConflictFinder
{
    public static MinimumFillConflict[] Find(SupplyNetwork network)
    {
        var sourcePart = new int[network.Sources.Count];
        var demandPart = new int[network.Demands.Count];
        Reach(network, sourcePart, demandPart);
        var parts = SeparateParts(network, sourcePart, demandPart);
        return [.. Enumerable.Range(1, parts).Select(part => Describe(network, sourcePart, demandPart, part))];
    }

    /// <summary>Marks what can send to a demand below its minimum with -1.</summary>
    private static void Reach(SupplyNetwork network, int[] sourcePart, int[] demandPart)
    {
        var pending = new Stack<int>(Enumerable.Range(0, demandPart.Length).Where(demand => network.BelowMinimumOf(demand) > 0));
        foreach (var demand in pending)
            demandPart[demand] = -1;
        while (pending.TryPop(out var demand))
        {
            foreach (var lane in network.Lanes.Into(demand))
            {
                var source = network.Lanes.Source[lane];
                if (sourcePart[source] != 0 || network.RoomOf(lane) == 0)
                    continue;
                sourcePart[source] = -1;
                for (var other = network.Lanes.SourceStart[source]; other < network.Lanes.SourceStart[source + 1]; other++)
                {
                    var taker = network.Lanes.Demand[other];
                    if (network.Flow.Flow[other] == 0 || demandPart[taker] != 0)
                        continue;
                    demandPart[taker] = -1;
                    pending.Push(taker);
                }
            }
        }
    }

    /// <summary>Numbers the connected parts of what is marked from 1, and counts them.</summary>
    private static int SeparateParts(SupplyNetwork network, int[] sourcePart, int[] demandPart)
    {
        var parts = 0;
        for (var start = 0; start < demandPart.Length; start++)
        {
            if (demandPart[start] != -1)
                continue;
            demandPart[start] = ++parts;
            var pending = new Stack<int>([start]);
            while (pending.TryPop(out var demand))
            {
                foreach (var lane in network.Lanes.Into(demand))
                {
                    var source = network.Lanes.Source[lane];
                    if (sourcePart[source] != -1)
                        continue;
                    sourcePart[source] = parts;
                    for (var other = network.Lanes.SourceStart[source]; other < network.Lanes.SourceStart[source + 1]; other++)
                    {
                        var taker = network.Lanes.Demand[other];
                        if (demandPart[taker] != -1)
                            continue;
                        demandPart[taker] = parts;
                        pending.Push(taker);
                    }
                }
            }
        }

        return parts;
    }

    private static MinimumFillConflict Describe(SupplyNetwork network, int[] sourcePart, int[] demandPart, int part)
    {
        var problem = network.Problem;
        var sources = Enumerable.Range(0, sourcePart.Length).Where(source => sourcePart[source] == part).ToArray();
        var demands = Enumerable.Range(0, demandPart.Length).Where(demand => demandPart[demand] == part).ToArray();
        var lanes = demands.SelectMany(demand => network.Lanes.Into(demand).ToArray()).Where(lane => sourcePart[network.Lanes.Source[lane]] != part).ToArray();
        var required = demands.Sum(demand => network.Required[demand]);
        var available = sources.Sum(source => network.Available[source]) + lanes.Sum(lane => network.Flow.CapacityOf(lane));
        var relaxations = demands.Where(demand => network.BelowMinimumOf(demand) > 0)
            .Select(demand => new MinimumFillRelaxation(problem.Demands[network.Demands.Input[demand]].Id, network.Quantities.ToUnits(network.BelowMinimumOf(demand))))
            .ToArray();
        var units = network.Quantities;
        return MinimumFillConflict.Of(
            problem,
            [.. demands.Select(demand => problem.Demands[network.Demands.Input[demand]])],
            [.. sources.Select(source => problem.Sources[network.Sources.Input[source]])],
            [.. lanes.Select(lane => problem.Lanes[network.Lanes.Input[lane]])],
            units.ToUnits(required),
            units.ToUnits(available),
            relaxations) with
        { Shortfall = units.ToUnits(required - available) };
    }
}
