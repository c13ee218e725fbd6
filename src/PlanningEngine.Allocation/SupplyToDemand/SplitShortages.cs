namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Why demands are short under split rules: what holds on the lanes chosen, unless a rule keeps a source out that has units left.</summary>
internal static class SplitShortages
{
    public static ShortageReason[] Explain(SupplyProblem problem, Dictionary<string, SplitRule> ruleOf, SupplyPlan plan, IReadOnlyList<ShortageReason> onChosenLanes)
    {
        var chosen = onChosenLanes.ToDictionary(reason => reason.DemandId, StringComparer.Ordinal);
        var left = plan.Sources.ToDictionary(source => source.SourceId, source => source.Unused, StringComparer.Ordinal);
        var sources = problem.Sources.ToDictionary(source => source.Id, StringComparer.Ordinal);
        var serving = plan.Shipments.ToLookup(shipment => shipment.DemandId, StringComparer.Ordinal);
        var lanes = problem.Lanes.ToLookup(lane => lane.DemandId, StringComparer.Ordinal);
        var reasons = new List<ShortageReason>();
        foreach (var (demand, planned) in problem.Demands.Zip(plan.Demands))
        {
            if (!chosen.TryGetValue(demand.Id, out var reason))
                continue;
            var used = serving[demand.Id].Select(shipment => shipment.SourceId).ToHashSet(StringComparer.Ordinal);
            var closed = lanes[demand.Id].Where(lane => !used.Contains(lane.SourceId)).ToArray();
            var keptOut = ruleOf.ContainsKey(demand.Id) ? Array.Find(closed, lane => left[lane.SourceId] > 0 && lane.Maximum is not 0 && Wanted(problem, demand, lane)) : null;
            if (keptOut is not null)
                reasons.Add(Reason(ShortageCode.SplitLimit, demand, planned.Unmet, keptOut.SourceId, KeepsOut(ruleOf[demand.Id], used, sources, keptOut, left[keptOut.SourceId])));
            else if (reason.Code == ShortageCode.NoLane && closed.Length > 0)
                reasons.Add(Reason(ShortageCode.SourcesExhausted, demand, planned.Unmet, closed[0].SourceId, $"{PlannerWords.UsedUp(sources[closed[0].SourceId])}"));
            else
                reasons.Add(reason);
        }

        return [.. reasons];
    }

    private static bool Wanted(SupplyProblem problem, Demand demand, Lane lane) => problem.Rule == PriorityRule.Strict || lane.UnitCost < demand.UnitValue;

    private static string KeepsOut(SplitRule rule, HashSet<string> used, Dictionary<string, SupplySource> sources, Lane lane, double left)
    {
        var source = PlannerWords.PlaceAndPeriod(sources[lane.SourceId]);
        if (used.Count < (rule.MostSources ?? int.MaxValue))
            return $"a shipment must be at least {PlannerWords.Quantity(rule.SmallestShipment)} units, and {source} has {PlannerWords.Quantity(left)} left";
        var serving = string.Join(" and ", used.Order(StringComparer.Ordinal).Select(id => PlannerWords.PlaceAndPeriod(sources[id])));
        var most = rule.MostSources == 1 ? "one source" : $"{rule.MostSources} sources";
        return $"at most {most} may serve it, and that is {serving}; {source} has {PlannerWords.Quantity(left)} left";
    }

    private static ShortageReason Reason(ShortageCode code, Demand demand, double quantity, string sourceId, string because)
    {
        var subject = PlannerWords.Demand(demand);
        return new ShortageReason(code, demand.Id, quantity, sourceId, null, null, $"D{subject[1..]} is short {PlannerWords.Quantity(quantity)} because {because}.");
    }
}
