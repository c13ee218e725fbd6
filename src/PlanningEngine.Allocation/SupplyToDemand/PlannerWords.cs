using System.Globalization;

namespace PlanningEngine.Allocation.SupplyToDemand;

/// <summary>Numbers, places and demands as a planner reads them, in the invariant format.</summary>
internal static class PlannerWords
{
    public static string Quantity(double value) =>
        Math.Abs(value) >= 1e-3 ? value.ToString("0.###", CultureInfo.InvariantCulture) : value.ToString("G3", CultureInfo.InvariantCulture);

    public static string Money(double value) =>
        value == 0 || Math.Abs(value) >= 0.01 ? value.ToString("0.00", CultureInfo.InvariantCulture) : value.ToString("G3", CultureInfo.InvariantCulture);

    public static string Demand(Demand demand) =>
        string.IsNullOrWhiteSpace(demand.Label) ? $"demand {demand.Id}" : $"demand {demand.Id} of {demand.Label}";

    public static string Place(SupplySource source) =>
        !string.IsNullOrWhiteSpace(source.Place) ? source.Place : !string.IsNullOrWhiteSpace(source.Label) ? source.Label : $"source {source.Id}";

    public static string PlaceAndPeriod(SupplySource source) => Place(source) + Period(source);

    public static string UsedUp(SupplySource source) => (source.Kind, source.Available > 0) switch
    {
        (SourceKind.Capacity, true) => $"{Place(source)} is full{Period(source)}",
        (SourceKind.Capacity, false) => $"{Place(source)} has no capacity{Period(source)}",
        (_, true) => $"{Place(source)} has no stock left{Period(source)}",
        _ => $"{Place(source)} has no stock{Period(source)}",
    };

    public static string Worth(MarginalValue value) =>
        value.HoldsFor is >= 1 or 0
            ? $"one more unit there is worth {Money(value.Money)}"
            : $"the next {Quantity(value.HoldsFor)} units there are worth {Money(value.Money)} per unit";

    public static string Names(string[] names) => names.Length <= 3
        ? string.Join(" and ", names)
        : $"{names[0]}, {names[1]} and {names.Length - 2} more";

    private static string Period(SupplySource source) => string.IsNullOrWhiteSpace(source.Period) ? "" : $" in {source.Period}";
}
