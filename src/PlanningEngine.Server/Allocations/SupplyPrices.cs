using PlanningEngine.Allocation.SupplyToDemand;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Allocations;

/// <summary>Marginal values of supply to demand as the wire says them.</summary>
internal static class SupplyPrices
{
    public static IEnumerable<Wire.SourcePrice> Sources(SupplyPlan plan, IReadOnlyList<SourceValue> values, bool linear)
    {
        var known = values.ToDictionary(value => value.SourceId, StringComparer.Ordinal);
        foreach (var source in plan.Sources)
        {
            var price = new Wire.SourcePrice { SourceId = source.SourceId, Used = source.Used, Linear = linear };
            if (known.TryGetValue(source.SourceId, out var value))
                (price.Price, price.Linear, price.OneMore, price.OneLess) = (value.OneMore.Money, linear || value.OneMore.HoldsFor == 0, Value(value.OneMore), Value(value.OneLess));
            yield return price;
        }
    }

    public static IEnumerable<Wire.DemandPrice> Demands(SupplyPlan plan, IReadOnlyList<DemandValue> values)
    {
        var served = plan.Demands.ToDictionary(demand => demand.DemandId, demand => demand.Served, StringComparer.Ordinal);
        return values.Select(value => new Wire.DemandPrice
        {
            DemandId = value.DemandId,
            Served = served[value.DemandId],
            OneMore = Value(value.OneMore),
            OneLess = Value(value.OneLess),
            MinimumOneMore = Value(value.MinimumOneMore),
            MinimumOneLess = Value(value.MinimumOneLess),
        });
    }

    public static Wire.LanePrice Lane(LaneValue value) =>
        new() { SourceId = value.SourceId, DemandId = value.DemandId, OneMore = Value(value.OneMore), OneLess = Value(value.OneLess) };

    private static Wire.MarginalValue? Value(MarginalValue? value) => value is null ? null : new Wire.MarginalValue
    {
        Money = value.Money,
        HoldsFor = value.HoldsFor,
        Shortages = { value.Shortages.Select(Rate) },
    };

    private static Wire.ShortageRate Rate(ShortageRate rate)
    {
        var wire = new Wire.ShortageRate { PerUnit = rate.PerUnit };
        if (rate.Priority is { } priority)
            wire.Priority = priority;
        return wire;
    }
}
