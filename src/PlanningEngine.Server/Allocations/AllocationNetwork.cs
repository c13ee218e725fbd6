using System.Globalization;
using PlanningEngine.Allocation.SupplyToDemand;
using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Server.Allocations;

/// <summary>A source of the network with the row it comes from.</summary>
/// <param name="Supply">The source.</param>
/// <param name="Place">Where it is.</param>
/// <param name="ProductKey">Product of a stock; 0 for capacity.</param>
/// <param name="Name">Stock, or the resource.</param>
/// <param name="Date">Day of the count, or first day of the month of capacity.</param>
internal sealed record NetworkSource(SupplySource Supply, Place Place, int ProductKey, string Name, DateOnly Date);

/// <summary>Sources, and the lanes that tie them to demands.</summary>
/// <remarks>
/// Costs are shares of a product's price, since the data have no freight rates: 2 % from a place to its own territories, from a plant 4 % everywhere, from a place to others
/// 6 %; making costs 1 % more than taking from stock, so that stock goes first; holding what was made costs 1 % per month. They order the choices and are no forecast of cost.
/// Stock serves any period; capacity serves periods of which most lies in its month or one of the two after.
/// </remarks>
internal sealed class AllocationNetwork
{
    private const double OwnFreight = 0.02;
    private const double PlantFreight = 0.04;
    private const double OtherFreight = 0.06;
    private const double Making = 0.01;
    private const double HoldingPerMonth = 0.01;
    private const int MonthsHeld = 2;

    private readonly ILookup<int, NetworkSource> _stock;

    public AllocationNetwork(SupplyRows supply, Func<int, string> productCode)
    {
        Stock = [.. supply.Stock.Where(s => s.Quantity > 0).Select((s, i) => new NetworkSource(
            new SupplySource(Text($"S{i}"), productCode(s.ProductKey), SourceKind.Stock, s.Quantity, NameOf(s.Place)), s.Place, s.ProductKey, "Stock", Day(s.DateKey)))];
        Capacity = [.. supply.Capacities.Where(c => c.Place.Makes && c.Available > 0).Select((c, i) => new NetworkSource(
            new SupplySource(Text($"C{i}"), c.Resource, SourceKind.Capacity, c.Available, $"{NameOf(c.Place)} ({c.Resource})", c.Month.ToString("MMM yyyy", CultureInfo.InvariantCulture)),
            c.Place, 0, c.Resource, c.Month))];
        Shipping = [.. supply.Capacities.Where(c => !c.Place.Makes && c.Available > 0)];
        _stock = Stock.ToLookup(s => s.ProductKey);
    }

    /// <summary>Capacities that are no source: what places that hold stock can ship.</summary>
    public IReadOnlyList<MonthlyCapacity> Shipping { get; }

    /// <summary>Stocks with something in them.</summary>
    public IReadOnlyList<NetworkSource> Stock { get; }

    /// <summary>Capacities with something in them.</summary>
    public IReadOnlyList<NetworkSource> Capacity { get; }

    /// <summary>True when there is nothing to divide.</summary>
    public bool IsEmpty => Stock.Count == 0 && Capacity.Count == 0;

    /// <summary>Stocks of a product.</summary>
    public IEnumerable<NetworkSource> StockOf(int productKey) => _stock[productKey];

    /// <summary>At most how many lanes there are to demands.</summary>
    public long MostLanes(IEnumerable<WantedUnits> demands) => demands.Sum(demand => (long)StockOf(demand.ProductKey).Count() + Capacity.Count);

    /// <summary>Lanes from stock.</summary>
    public IEnumerable<Lane> StockLanes(WantedUnits demand) => _stock[demand.ProductKey].Select(s => new Lane(s.Supply.Id, demand.Id, Cost(s, demand)));

    /// <summary>Lanes from capacity.</summary>
    public IEnumerable<Lane> CapacityLanes(WantedUnits demand) =>
        Capacity.Where(c => MonthsBetween(c.Date, demand) is >= 0 and <= MonthsHeld).Select(c => new Lane(c.Supply.Id, demand.Id, Cost(c, demand)));

    private static double Cost(NetworkSource source, WantedUnits demand)
    {
        var place = source.Place;
        var isOwn = place.First > 0 && place.First <= demand.Position && demand.Position <= place.Last;
        var share = isOwn ? OwnFreight : place.Makes ? PlantFreight : OtherFreight;
        if (source.Supply.Kind == SourceKind.Capacity)
            share += Making + (HoldingPerMonth * MonthsBetween(source.Date, demand));
        return share * Math.Min(demand.UnitPrice, 1e12);
    }

    private static int MonthsBetween(DateOnly from, WantedUnits demand) => demand.Month - TimeBucket.Month.OrdinalOf(from);

    private static string NameOf(Place place) => place.Name.Length > 0 ? place.Name : place.Code;

    private static DateOnly Day(int dateKey) => Forecasts.DateKeys.ToDate(dateKey);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
