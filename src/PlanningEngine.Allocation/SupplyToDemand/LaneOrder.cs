namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>The lanes that take part, sorted by source and then demand, with the lists from each source and into each demand.</summary>
/// <param name="Input">Position in the input of each lane.</param>
/// <param name="Source">Source of each lane.</param>
/// <param name="Demand">Demand of each lane.</param>
/// <param name="SourceStart">The lanes from source s are <c>SourceStart[s] .. SourceStart[s + 1] - 1</c>.</param>
/// <param name="DemandStart">The lanes into demand d are <c>DemandLane[DemandStart[d] .. DemandStart[d + 1] - 1]</c>.</param>
/// <param name="DemandLane">Lanes sorted by demand and then source.</param>
internal sealed record LaneOrder(int[] Input, int[] Source, int[] Demand, int[] SourceStart, int[] DemandStart, int[] DemandLane)
{
    public int Count => Input.Length;

    public ReadOnlySpan<int> Into(int demand) => DemandLane.AsSpan(DemandStart[demand], DemandStart[demand + 1] - DemandStart[demand]);

    /// <summary>The lane from a source to a demand, -1 when there is none.</summary>
    public int Find(int source, int demand)
    {
        var place = Demand.AsSpan(SourceStart[source], SourceStart[source + 1] - SourceStart[source]).BinarySearch(demand);
        return place < 0 ? -1 : SourceStart[source] + place;
    }

    public static LaneOrder Of(SupplyProblem problem, NodeOrder sources, NodeOrder demands)
    {
        var sourceOf = PlacesById(problem.Sources.Select(source => source.Id), sources);
        var demandOf = PlacesById(problem.Demands.Select(demand => demand.Id), demands);
        var from = new int[problem.Lanes.Count];
        var to = new int[problem.Lanes.Count];
        var part = new List<int>(problem.Lanes.Count);
        for (var i = 0; i < problem.Lanes.Count; i++)
        {
            from[i] = sourceOf[problem.Lanes[i].SourceId];
            to[i] = demandOf[problem.Lanes[i].DemandId];
            if (to[i] >= 0)
                part.Add(i);
        }

        var (byDemand, _) = SortStably([.. part], to, demands.Count);
        var (input, sourceStart) = SortStably(byDemand, from, sources.Count);
        var source = Array.ConvertAll(input, i => from[i]);
        var demand = Array.ConvertAll(input, i => to[i]);
        var (demandLane, demandStart) = SortStably([.. Enumerable.Range(0, input.Length)], demand, demands.Count);
        return new LaneOrder(input, source, demand, sourceStart, demandStart, demandLane);
    }

    private static Dictionary<string, int> PlacesById(IEnumerable<string> ids, NodeOrder order)
    {
        var places = new Dictionary<string, int>(order.Place.Length, StringComparer.Ordinal);
        foreach (var id in ids)
            places.Add(id, order.Place[places.Count]);
        return places;
    }

    private static (int[] Sorted, int[] Start) SortStably(int[] items, int[] keyOf, int keys)
    {
        var start = new int[keys + 1];
        foreach (var item in items)
            start[keyOf[item] + 1]++;
        for (var key = 0; key < keys; key++)
            start[key + 1] += start[key];
        var next = start[..keys];
        var sorted = new int[items.Length];
        foreach (var item in items)
            sorted[next[keyOf[item]]++] = item;
        return (sorted, start);
    }
}
