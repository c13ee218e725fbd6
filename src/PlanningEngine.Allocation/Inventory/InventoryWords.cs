using System.Globalization;

namespace PlanningEngine.Allocation.Inventory;

/// <summary>Puts a plan together, and into words.</summary>
internal static class InventoryWords
{
    public static ItemPlan Plan(InventoryItem item, PolicyService service, double level, double quantity)
    {
        var policy = new ReorderPolicy(level, quantity, item.ReviewPeriods);
        var position = item.OnHand + item.OnOrder - item.Backorders;
        var expected = service.Of(level, quantity);
        var fractile = item.ShortageCost > 0 ? item.ShortageCost / (item.ShortageCost + (item.HoldingCost * item.ReviewPeriods)) : double.NaN;
        var order = policy.OrderAt(position);
        return new(item.Id, policy, service.MeanProtection, level - service.MeanProtection, expected, fractile, position, order, Sentence(item, policy, service, expected, position, order));
    }

    private static string Sentence(InventoryItem item, ReorderPolicy policy, PolicyService service, ExpectedService expected, double position, double order)
    {
        var name = string.IsNullOrWhiteSpace(item.Label) ? item.Id : item.Label;
        var level = policy.Quantity == 0 ? "level to order up to" : "reorder point";
        var action = order > 0
            ? $"order {Units(order)} now: {Units(position)} on hand and on order {(policy.Quantity == 0 ? "are below" : "are not above")} the {level} of {Units(policy.Level)}"
            : $"order nothing now: {Units(position)} on hand and on order {(policy.Quantity == 0 ? "reach" : "are above")} the {level} of {Units(policy.Level)}";
        return $"{name}: {action}. Until an order placed at the next review arrives {Units(service.MeanProtection)} are expected to be asked for; the level leaves {Percent(expected.CycleService)} of the order cycles without a shortage and serves {Percent(expected.FillRate)} of the demand from stock.";
    }

    private static string Units(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %");
}
