using PlanningEngine.Allocation.SupplyToDemand;
using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Server.Allocations;

/// <summary>A row of an allocation before it is published: units served from a source, or units not served and why.</summary>
/// <param name="ProductKey">Product.</param>
/// <param name="TerritoryKey">Territory.</param>
/// <param name="DateKey">First day of the period of the demand.</param>
/// <param name="LocationKey">Place of the source; 0 where units are unmet.</param>
/// <param name="Source">Stock, or the resource.</param>
/// <param name="SourceDateKey">Day of the count, or first day of the month of capacity; 0 where units are unmet.</param>
/// <param name="Quantity">Units served.</param>
/// <param name="Unmet">Units not served.</param>
/// <param name="ReasonCode">Served, or why not.</param>
/// <param name="Reason">The same in words.</param>
/// <param name="ShadowPrice">What one more unit of the source is worth.</param>
public sealed record AllocatedUnits(
    int ProductKey, int TerritoryKey, int DateKey, int LocationKey, string Source, int SourceDateKey, double Quantity, double Unmet,
    string ReasonCode, string Reason, double ShadowPrice);

/// <summary>Divides supply among demands. Pure and deterministic.</summary>
internal static class AllocationCalculation
{
    /// <summary>The reason code of units that are served.</summary>
    public const string Served = "Served";

    /// <summary>Lanes up to which the whole problem is solved as one network.</summary>
    public const int MostLanes = 400_000;

    private const int ValueClasses = 100;

    /// <summary>Solves as one network; beyond <paramref name="mostLanes"/> first stock, product by product, then capacity by period and class of unit value.</summary>
    public static (IReadOnlyList<AllocatedUnits> Rows, string? Note) Run(
        IReadOnlyList<WantedUnits> demands, AllocationNetwork network, CancellationToken cancellationToken, int mostLanes = MostLanes)
    {
        if (network.IsEmpty)
            return ([.. demands.Select(d => Unmet(d, d.Quantity, nameof(ShortageCode.NoLane), "No stock and no capacity is known for the horizon. Maybe load inventory or capacities.", 0))],
                "There is neither stock nor capacity for the horizon: nothing can be served.");

        if (network.MostLanes(demands) > mostLanes)
            return (InParts(demands, network, cancellationToken), "The network is too large for one solve: stock was allocated product by product, then capacity by period and class of unit value, shared in proportion.");
        var whole = Solve(
            [.. network.Stock, .. network.Capacity], demands, d => d.Quantity, d => network.StockLanes(d).Concat(network.CapacityLanes(d)), cancellationToken);
        return (whole, null);
    }

    private static List<AllocatedUnits> InParts(IReadOnlyList<WantedUnits> demands, AllocationNetwork network, CancellationToken cancellationToken)
    {
        var rows = new List<AllocatedUnits>();
        foreach (var product in demands.GroupBy(d => d.ProductKey))
            rows.AddRange(Solve([.. network.StockOf(product.Key)], [.. product], d => d.Quantity, network.StockLanes, cancellationToken));
        if (network.Capacity.Count == 0)
            return rows;

        var shortages = rows.Where(r => r.Unmet > 0).ToDictionary(r => (r.ProductKey, r.TerritoryKey, r.DateKey), r => r.Unmet);
        var open = demands.Select(d => (Demand: d, Left: shortages.GetValueOrDefault((d.ProductKey, d.TerritoryKey, FiscalCalendar.DateKey(d.Start))))).Where(o => o.Left > 0)
            .OrderBy(o => o.Demand.UnitValue).ToList();
        var classes = open.Select((o, i) => (o.Demand, o.Left, Class: (int)((long)i * ValueClasses / open.Count)))
            .GroupBy(o => (o.Class, o.Demand.Start)).OrderBy(g => g.Key.Class).ThenBy(g => g.Key.Start)
            .Select(g => (Members: g.Select(o => (o.Demand, o.Left)).ToList(), Whole: g.First().Demand with
            {
                ProductKey = g.Key.Class + 1,
                TerritoryKey = 0,
                Position = 0,
                Quantity = g.Sum(o => o.Left),
                UnitValue = g.Sum(o => o.Left * o.Demand.UnitValue) / g.Sum(o => o.Left),
                UnitPrice = g.Sum(o => o.Left * o.Demand.UnitPrice) / g.Sum(o => o.Left),
                Id = FormattableString.Invariant($"class {g.Key.Class + 1} of {g.Key.Start:yyyy-MM-dd}"),
                Label = "products of similar value",
            })).ToList();
        var shared = Solve(network.Capacity, [.. classes.Select(c => c.Whole)], d => d.Quantity, network.CapacityLanes, cancellationToken).ToLookup(r => (r.ProductKey, r.DateKey));
        rows.RemoveAll(r => r.Unmet > 0);
        foreach (var (members, whole) in classes)
        {
            foreach (var row in shared[(whole.ProductKey, FiscalCalendar.DateKey(whole.Start))])
            {
                foreach (var (demand, left) in members)
                {
                    var share = left / whole.Quantity;
                    rows.Add(row with { ProductKey = demand.ProductKey, TerritoryKey = demand.TerritoryKey, Quantity = row.Quantity * share, Unmet = row.Unmet * share });
                }
            }
        }

        return rows;
    }

    private static List<AllocatedUnits> Solve(
        IReadOnlyList<NetworkSource> sources, IReadOnlyList<WantedUnits> demands, Func<WantedUnits, double> quantity,
        Func<WantedUnits, IEnumerable<Lane>> lanes, CancellationToken cancellationToken)
    {
        var problem = new SupplyProblem(
            [.. sources.Select(s => s.Supply)], [.. demands.Select(d => new Demand(d.Id, d.Label, quantity(d), 1, Math.Min(d.UnitValue, 1e12)))], [.. demands.SelectMany(lanes)]);
        var result = SupplySolver.Solve(problem, new SupplySolverOptions { RefusedLaneLimit = 0, LaneValueLimit = 0 }, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var (plan, explanation) = (result.Plan!, result.Explanation!);
        var sourceById = sources.ToDictionary(s => s.Supply.Id, StringComparer.Ordinal);
        var demandById = demands.ToDictionary(d => d.Id, StringComparer.Ordinal);
        var worth = explanation.SourceValues.ToDictionary(v => v.SourceId, v => v.Binding ? Math.Max(0, v.OneMore.Money) : 0, StringComparer.Ordinal);
        var reasons = explanation.Shortages.ToDictionary(s => s.DemandId, StringComparer.Ordinal);
        var rows = new List<AllocatedUnits>(plan.Shipments.Count + reasons.Count);
        foreach (var shipment in plan.Shipments)
        {
            var (source, demand) = (sourceById[shipment.SourceId], demandById[shipment.DemandId]);
            rows.Add(new AllocatedUnits(
                demand.ProductKey, demand.TerritoryKey, FiscalCalendar.DateKey(demand.Start), source.Place.LocationKey, source.Name,
                FiscalCalendar.DateKey(source.Date), shipment.Quantity, 0, Served, "Served.", worth.GetValueOrDefault(shipment.SourceId)));
        }

        foreach (var line in plan.Demands.Where(d => d.Unmet > 0))
        {
            var reason = reasons[line.DemandId];
            rows.Add(Unmet(demandById[line.DemandId], line.Unmet, reason.Code.ToString(), reason.Sentence, Math.Max(0, reason.UnitWorth ?? 0)));
        }

        return rows;
    }

    private static AllocatedUnits Unmet(WantedUnits demand, double unmet, string code, string reason, double worth) =>
        new(demand.ProductKey, demand.TerritoryKey, FiscalCalendar.DateKey(demand.Start), 0, "", 0, 0, unmet, code, reason, worth);
}
