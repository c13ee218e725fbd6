namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>A way from a source to a demand in time.</summary>
/// <param name="Cost">Money per unit of the demand: freight, holding or lateness, substitution.</param>
/// <param name="Arrives">Period of arrival.</param>
/// <param name="UnitsPerUnit">Units of the source per unit of the demand.</param>
internal readonly record struct DatedWay(double Cost, int Arrives, double UnitsPerUnit);

/// <summary>The ways from dated sources to dated demands, looked up by market, site and product.</summary>
internal sealed class DatedWays
{
    private readonly DatedSupply _supply;
    private readonly Dictionary<string, IGrouping<string, FreightLane>[]> _into;
    private readonly ILookup<(string Site, string Product), DatedSource> _sources;
    private readonly Dictionary<(string Wanted, string Given), Substitution> _extra;
    private readonly ILookup<string, string> _givenFor;

    public DatedWays(DatedSupply supply)
    {
        _supply = supply;
        _into = supply.Freight.GroupBy(lane => lane.Market, StringComparer.Ordinal)
            .ToDictionary(market => market.Key, market => market.GroupBy(lane => lane.Site, StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
        _sources = supply.Sources.ToLookup(source => (source.Site, source.Product));
        _extra = supply.Substitutions.Where(substitution => substitution.Given != substitution.Wanted && substitution.Given.Length > 0)
            .GroupBy(substitution => (substitution.Wanted, substitution.Given))
            .ToDictionary(group => group.Key, group => group.OrderBy(substitution => substitution.UnitCost).ThenBy(substitution => substitution.UnitsPerUnit).First());
        _givenFor = _extra.Keys.ToLookup(pair => pair.Wanted, pair => pair.Given, StringComparer.Ordinal);
    }

    /// <summary>Every source that reaches a demand in time, each once, with its cheapest way.</summary>
    public IEnumerable<(DatedSource Source, DatedWay Way)> Into(DatedDemand demand)
    {
        if (!_into.TryGetValue(demand.Market, out var sites))
            yield break;
        string[] products = demand.Product.Length > 0 ? ["", demand.Product, .. _givenFor[demand.Product]] : ["", .. _givenFor[""]];
        foreach (var freight in sites)
        {
            foreach (var source in products.SelectMany(product => _sources[(freight.Key, product)]))
            {
                if (Cheapest(source, demand, freight) is { } way)
                    yield return (source, way);
            }
        }
    }

    /// <summary>The cheapest way between two, null when there is none in time.</summary>
    public DatedWay? Between(DatedSource source, DatedDemand demand) =>
        _into.TryGetValue(demand.Market, out var sites) && Array.Find(sites, site => site.Key == source.Site) is { } freight ? Cheapest(source, demand, freight) : null;

    private DatedWay? Cheapest(DatedSource source, DatedDemand demand, IEnumerable<FreightLane> freight)
    {
        Substitution? other = null;
        if (source.Product.Length > 0 && source.Product != demand.Product && !_extra.TryGetValue((demand.Product, source.Product), out other))
            return null;
        var ratio = other?.UnitsPerUnit ?? 1;
        DatedWay? cheapest = null;
        foreach (var lane in freight)
        {
            var arrives = source.Period + (long)lane.Periods;
            var early = demand.Due - arrives;
            if (arrives > demand.LatestPeriod || early > (_supply.LongestHold ?? long.MaxValue))
                continue;
            var cost = ratio * (lane.UnitCost + Math.Max(0, early) * _supply.HoldingCost) + Math.Max(0, -early) * demand.LateCost + (other?.UnitCost ?? 0);
            if (cheapest is not { } known || cost < known.Cost)
                cheapest = new DatedWay(cost, (int)arrives, ratio);
        }

        return cheapest;
    }
}
