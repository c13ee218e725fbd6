namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Promises and what is given back, in words.</summary>
internal static class PromiseWords
{
    public static string Describe(Promise promise, Func<string, SupplySource> sourceOf)
    {
        var asked = PlannerWords.Quantity(promise.Asked);
        if (promise.Promised == 0)
            return promise.Asked == 0 ? $"Order {promise.OrderId} asks for nothing." : $"Nothing of the {asked} of order {promise.OrderId} can be promised: no unit is left that could reach it.";
        var from = string.Join(", ", promise.Shipments.Select(shipment => $"{PlannerWords.Quantity(shipment.Quantity)} from {PlannerWords.PlaceAndPeriod(sourceOf(shipment.SourceId))}"));
        var share = promise.Promised == promise.Asked ? $"Order {promise.OrderId} can be promised in full" : $"{PlannerWords.Quantity(promise.Promised)} of the {asked} of order {promise.OrderId} can be promised";
        return $"{share}: {from}{Moved(promise.Moved)}; the last unit costs {PlannerWords.Money(promise.MarginalCost ?? 0)}.";
    }

    public static string Describe(Release release)
    {
        if (release.Released == 0)
            return $"Order {release.OrderId} gives nothing back.";
        var rest = release.Promised == 0 ? "" : $" and keeps {PlannerWords.Quantity(release.Promised)}";
        return $"Order {release.OrderId} gives {PlannerWords.Quantity(release.Released)} back{rest}{Moved(release.Moved)}; that saves {PlannerWords.Money(release.Saved)}.";
    }

    private static string Moved(int moved) => moved switch
    {
        0 => "",
        1 => "; one earlier promise is served from elsewhere",
        _ => $"; {moved} earlier promises are served from elsewhere",
    };
}
