namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Finds everything that is wrong with an order, or with what is given back of one.</summary>
/// <param name="isSource">Whether a source is in the plan.</param>
/// <param name="promised">Units promised per order; null for an order that is not known.</param>
/// <param name="largestCost">Largest unit cost that the plan's steps of money can hold.</param>
internal sealed class CustomerOrderValidator(Func<string, bool> isSource, Func<string, double?> promised, double largestCost)
{
    public IReadOnlyList<Violation> Validate(CustomerOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(order.Lanes);
        var check = new InputCheck();
        if (HasId(check, order.Id))
            check.Require(promised(order.Id) is null, "DUPLICATE", "order.Id", $"The id ({order.Id}) of the order must not be promised already. Maybe it was sent twice.");
        check.Number(order.Quantity, "quantity", $"order ({order.Id})", "order.Quantity");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < order.Lanes.Count; i++)
        {
            var lane = order.Lanes[i];
            if (!check.Require(lane?.SourceId is { } id && isSource(id), "UNKNOWN_SOURCE", $"order.Lanes[{i}]", $"The source ({lane?.SourceId}) at position {i} must be one of the sources of the plan. Maybe drop the lane."))
                continue;
            check.Require(seen.Add(lane!.SourceId), "DUPLICATE", $"order.Lanes[{lane.SourceId}]", $"The source ({lane.SourceId}) at position {i} must appear once. Maybe keep the cheaper lane.");
            check.Number(lane.UnitCost, "unit cost", $"lane ({lane.SourceId} -> {order.Id})", $"order.Lanes[{lane.SourceId}].UnitCost", most: Math.Min(InputCheck.Largest, largestCost));
            if (lane.Maximum is { } maximum)
                check.Number(maximum, "maximum", $"lane ({lane.SourceId} -> {order.Id})", $"order.Lanes[{lane.SourceId}].Maximum");
        }

        return check.Found;
    }

    public IReadOnlyList<Violation> Validate(string orderId, double? quantity)
    {
        var check = new InputCheck();
        if (!HasId(check, orderId))
            return check.Found;
        var most = promised(orderId);
        check.Require(most is not null, "UNKNOWN_ORDER", "order.Id", $"The order ({orderId}) must be a demand of the plan or promised. Maybe it was given back already.");
        if (quantity is { } units && check.Number(units, "quantity", $"order ({orderId})", "order.Quantity") && most is { } served)
            check.Require(units <= served, "OUT_OF_RANGE", "order.Quantity", $"The quantity ({units:R}) given back of order ({orderId}) must be at most what it is promised ({served:R}). Maybe give back all of it.");
        return check.Found;
    }

    private static bool HasId(InputCheck check, string id) =>
        check.Require(!string.IsNullOrWhiteSpace(id), "EMPTY", "order.Id", $"The id ({id}) of the order must not be empty. Maybe use its number.");
}
