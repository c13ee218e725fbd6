using System.Globalization;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Allocation.SupplyToDemand;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Runs;
using CustomerOrder = PlanningEngine.Allocation.SupplyToDemand.CustomerOrder;
using Demand = PlanningEngine.Allocation.SupplyToDemand.Demand;
using Lane = PlanningEngine.Allocation.SupplyToDemand.Lane;
using OrderLane = PlanningEngine.Allocation.SupplyToDemand.OrderLane;
using Product = PlanningEngine.Data.Dimensions.Product;
using SourceKind = PlanningEngine.Allocation.SupplyToDemand.SourceKind;
using Territory = PlanningEngine.Data.Dimensions.Territory;

namespace PlanningEngine.Server.Allocations;

/// <summary>The promises of a published allocation beside stock and capacity as known at a commit.</summary>
/// <remarks>
/// A promise is what the version serves of a product in a territory and a period that is not over. Sources, lanes and costs are those of an allocation run. Safe for concurrent use: checks take turns, each takes
/// well under a millisecond and leaves nothing behind, so an answer does not depend on what others ask.
/// </remarks>
internal sealed class PublishedBook
{
    /// <summary>What sets the names of promises apart from those of orders: no order may begin so.</summary>
    public const string Promised = "promised ";

    private readonly Lock _turn = new();
    private readonly AvailableToPromise _promises;
    private readonly AllocationNetwork _network;
    private readonly RealisedPrices _prices;
    private readonly Dictionary<string, NetworkSource> _sources;
    private readonly Dictionary<string, Product> _products;
    private readonly Dictionary<string, Territory> _territories;

    private PublishedBook(AvailableToPromise promises, AllocationNetwork network, AllocationInput input, IEnumerable<Product> products, IEnumerable<Territory> territories)
    {
        (_promises, _network, _prices, Horizon) = (promises, network, input.Prices, input.Horizon);
        _sources = network.Stock.Concat(network.Capacity).ToDictionary(s => s.Supply.Id, StringComparer.Ordinal);
        _products = products.ToDictionary(p => p.Code, StringComparer.Ordinal);
        _territories = territories.ToDictionary(t => t.Code, StringComparer.Ordinal);
    }

    /// <summary>Key of the published version.</summary>
    public required int Version { get; init; }

    /// <summary>Number of the last commit that counts.</summary>
    public required int Commit { get; init; }

    /// <summary>Promised units that the supply no longer covers.</summary>
    public required double Uncovered { get; init; }

    /// <summary>Whether promises stay with their published sources, because the network is too large to move them.</summary>
    public required bool SourcesKept { get; init; }

    /// <summary>First and last day an order can be due.</summary>
    public (DateOnly First, DateOnly Last) Horizon { get; }

    /// <summary>Reads the version and opens the books on it.</summary>
    public static async Task<PublishedBook> OpenAsync(PlanningContext db, int version, int commit, CancellationToken cancellationToken)
    {
        var rows = await db.Allocations.AsNoTracking().Where(a => a.PlanVersionKey == version)
            .OrderBy(a => a.AllocationKey).Select(a => new PublishedRow(a.ProductKey, a.TerritoryKey, a.DateKey, a.LocationKey, a.Source, a.Quantity)).ToListAsync(cancellationToken);
        var scope = await ScopeAsync(db, version, commit, cancellationToken);
        var bucket = await RunBuckets.OfVersionAsync(db, version, cancellationToken);
        var lastDay = await scope.LastDayAsync(db, bucket, cancellationToken) ?? DateOnly.MinValue;
        var open = rows.Where(r => DateKeys.ToDate(r.DateKey) > lastDay).ToList();
        if (open.Count == 0)
            throw new Hosting.Grpc.RefusedException(Grpc.Core.StatusCode.FailedPrecondition, "NOTHING_PUBLISHED", "The published allocation has no period that is not over. Maybe run a cycle or an allocation first.");
        if (lastDay == DateOnly.MinValue)
            lastDay = DateKeys.ToDate(open.Min(r => r.DateKey)).AddDays(-1);
        var cells = open.GroupBy(r => (r.ProductKey, r.TerritoryKey, r.DateKey)).OrderBy(g => g.Key)
            .Select(g => new WantedCell(g.Key.ProductKey, g.Key.TerritoryKey, g.Key.DateKey, g.Sum(r => r.Quantity))).ToList();
        var masterData = await MasterData.ReadAsync(db, cancellationToken);
        var input = await AllocationInput.ReadAsync(db, masterData, scope, lastDay, cells, bucket, inRevenue: false, cancellationToken);
        input = input with { Demands = [.. input.Demands.Select(d => d with { Id = Promised + d.Id })] };
        var (products, territories) = (masterData.Products.Where(p => p.ProductKey != 0).ToList(), masterData.Territories.Where(t => t.TerritoryKey != 0).ToList());
        var codes = products.ToDictionary(p => p.ProductKey, p => p.Code);
        var network = new AllocationNetwork(input.Supply, key => codes.GetValueOrDefault(key) ?? "");
        var keep = network.MostLanes(input.Demands) > AllocationCalculation.MostLanes;
        var solved = await Task.Run(() => Solve(network, input, keep ? open : null, cancellationToken), cancellationToken);
        return new PublishedBook(AvailableToPromise.Open(solved), network, input, products, territories) { Version = version, Commit = commit, Uncovered = solved.Plan!.Unmet, SourcesKept = keep };
    }

    /// <summary>The product with a code; null for none.</summary>
    public Product? ProductOf(string code) => _products.GetValueOrDefault(code);

    /// <summary>The territory with a code; null for none.</summary>
    public Territory? TerritoryOf(string code) => _territories.GetValueOrDefault(code);

    /// <summary>What is called a source: location, resource and day.</summary>
    public string NameOf(string sourceId) => _sources[sourceId] is var source ? string.Create(CultureInfo.InvariantCulture, $"{source.Place.Code}/{source.Name}/{source.Date:yyyy-MM-dd}") : "";

    /// <summary>An order as the network knows demands.</summary>
    public WantedUnits Wanted(Product product, Territory territory, DateOnly due, double quantity) =>
        new(product.ProductKey, territory.TerritoryKey, due, TimeBucket.Month.OrdinalOf(due), territory.PreorderFirst, quantity, 0, _prices.Of(product.ProductKey), "", product.Name);

    /// <summary>What could be promised for an order; capacity of the month in which it is due counts up to that day.</summary>
    public Promise Check(string id, WantedUnits order)
    {
        var lanes = _network.StockLanes(order).Concat(_network.CapacityLanes(order))
            .Select(lane => new OrderLane(lane.SourceId, lane.UnitCost, _sources[lane.SourceId] is { Supply.Kind: SourceKind.Capacity } source ? source.Supply.Available * ShareBy(source.Date, order.Start) : null));
        var asked = new CustomerOrder(id, order.Quantity, [.. lanes]);
        lock (_turn)
            return _promises.Check(asked);
    }

    private double ShareBy(DateOnly month, DateOnly due)
    {
        var end = TimeBucket.Month.EndOf(TimeBucket.Month.OrdinalOf(month));
        var (from, to) = (month > Horizon.First ? month : Horizon.First, end < Horizon.Last ? end : Horizon.Last);
        return due >= to ? 1 : (due.DayNumber - from.DayNumber + 1.0) / (to.DayNumber - from.DayNumber + 1);
    }

    private static async Task<ActualsScope> ScopeAsync(PlanningContext db, int version, int commit, CancellationToken cancellationToken)
    {
        var text = await db.PlanVersions.Where(v => v.PlanVersionKey == version && v.RunKey != 0).Join(db.Runs, v => v.RunKey, r => r.RunKey, (v, r) => r.Parameters).SingleOrDefaultAsync(cancellationToken);
        var parameters = text is null ? new RunParameters() : new JsonParser(JsonParser.Settings.Default.WithIgnoreUnknownFields(true)).Parse<RunParameters>(text);
        return new ActualsScope(commit, parameters.Source, parameters.EndDate?.ToDateOnly());
    }

    private static SupplyResult Solve(AllocationNetwork network, AllocationInput input, List<PublishedRow>? kept, CancellationToken cancellationToken)
    {
        var byId = network.Stock.Concat(network.Capacity).ToDictionary(s => s.Supply.Id, StringComparer.Ordinal);
        var publishedSources = kept?.Where(r => r.Quantity > 0).Select(r => (r.ProductKey, r.TerritoryKey, r.DateKey, r.LocationKey, r.Source)).ToHashSet();
        bool Takes(WantedUnits demand, Lane lane) => publishedSources is null || publishedSources.Contains(
            (demand.ProductKey, demand.TerritoryKey, FiscalCalendar.DateKey(demand.Start), byId[lane.SourceId].Place.LocationKey, byId[lane.SourceId].Name));
        var problem = new SupplyProblem(
            [.. byId.Values.Select(s => s.Supply)],
            [.. input.Demands.Select(d => new Demand(d.Id, d.Label, d.Quantity, 1, 0))],
            [.. input.Demands.Where(d => d.Quantity > 0).SelectMany(d => network.StockLanes(d).Concat(network.CapacityLanes(d)).Where(lane => Takes(d, lane)))]);
        var result = SupplySolver.Solve(problem, new SupplySolverOptions { RefusedLaneLimit = 0, LaneValueLimit = 0 }, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return result;
    }

    private sealed record PublishedRow(int ProductKey, int TerritoryKey, int DateKey, int LocationKey, string Source, double Quantity);
}
