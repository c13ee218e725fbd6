using PlanningEngine.Data;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Allocations;

/// <summary>Units of a product wanted in a territory and period.</summary>
/// <param name="ProductKey">Product.</param>
/// <param name="TerritoryKey">Territory.</param>
/// <param name="Start">First day of the period, or the day on which an order is due.</param>
/// <param name="Month">The calendar month in which most of the period lies, as an ordinal: that of the capacity that serves it.</param>
/// <param name="Position">Preorder position of the territory; 0 where it is unknown.</param>
/// <param name="Quantity">Units, the forecast mean.</param>
/// <param name="UnitValue">Price less cost, at least 0.</param>
/// <param name="UnitPrice">Price, what freight is a share of.</param>
/// <param name="Id">Name within the problem, from the codes.</param>
/// <param name="Label">Name of the product.</param>
internal sealed record WantedUnits(
    int ProductKey, int TerritoryKey, DateOnly Start, int Month, int Position, double Quantity, double UnitValue, double UnitPrice, string Id, string Label);

/// <summary>What a territory wants of a product in a period.</summary>
internal sealed record WantedCell(int ProductKey, int TerritoryKey, int DateKey, double Amount);

/// <summary>What is divided among whom.</summary>
/// <param name="Demands">Demands, in the order of product, territory and period.</param>
/// <param name="Supply">Stock and capacities.</param>
/// <param name="Prices">What a unit of each product brings.</param>
/// <param name="Horizon">First and last day.</param>
internal sealed record AllocationInput(IReadOnlyList<WantedUnits> Demands, SupplyRows Supply, RealisedPrices Prices, (DateOnly First, DateOnly Last) Horizon)
{
    /// <summary>Reads the forecasts that the run builds on, and the supply of their horizon; null where no forecast is above zero.</summary>
    public static async Task<AllocationInput?> ReadAsync(RunExecution run, CancellationToken cancellationToken)
    {
        await using var db = await run.OpenAsync(cancellationToken);
        var cells = (await RunForecasts.ReadAsync(run, cancellationToken)).Where(f => f.Mean > 0)
            .GroupBy(f => (f.ProductKey, f.TerritoryKey, f.DateKey)).OrderBy(g => g.Key)
            .Select(g => new WantedCell(g.Key.ProductKey, g.Key.TerritoryKey, g.Key.DateKey, g.Sum(f => f.Mean))).ToList();
        if (cells.Count == 0)
            return null;
        var bucket = await RunBuckets.OfForecastsAsync(run, db, cancellationToken);
        var lastDay = await ActualsScope.LastDayAsync(run, db, bucket, cancellationToken) ?? DateKeys.ToDate(cells.Min(c => c.DateKey)).AddDays(-1);
        return await ReadAsync(db, await run.MasterDataAsync(cancellationToken), ActualsScope.Of(run), lastDay, cells, bucket, await ForecastMeasure.IsRevenueAsync(run, db, cancellationToken), cancellationToken);
    }

    /// <summary>Reads the supply of the horizon of what is wanted, as known at the commit of the scope.</summary>
    /// <param name="db">A context.</param>
    /// <param name="masterData">Products, territories and places.</param>
    /// <param name="scope">Which actuals count.</param>
    /// <param name="lastDay">Last day of actuals; stock is as last counted by then.</param>
    /// <param name="cells">What is wanted, at least one, in the order of product, territory and period.</param>
    /// <param name="bucket">What their periods are.</param>
    /// <param name="inRevenue">Whether amounts are revenue; else units.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<AllocationInput> ReadAsync(
        PlanningContext db, MasterData masterData, ActualsScope scope, DateOnly lastDay, IReadOnlyList<WantedCell> cells, TimeBucket bucket, bool inRevenue, CancellationToken cancellationToken)
    {
        var (first, last) = (DateKeys.ToDate(cells.Min(c => c.DateKey)), bucket.EndOf(DateKeys.ToDate(cells.Max(c => c.DateKey))));
        var supply = await SupplyRows.ReadAsync(db, masterData, scope.Commit, lastDay, first, last, cancellationToken);
        var prices = await RealisedPrices.ReadAsync(db, masterData, scope, (lastDay.AddDays(1).AddYears(-1), lastDay), cancellationToken);
        return new AllocationInput(DemandsOf(masterData, cells, bucket, prices, inRevenue), supply, prices, (first, last));
    }

    private static List<WantedUnits> DemandsOf(MasterData masterData, IReadOnlyList<WantedCell> cells, TimeBucket bucket, RealisedPrices prices, bool inRevenue)
    {
        var (products, territories) = (masterData.Products.ToDictionary(p => p.ProductKey), masterData.Territories.ToDictionary(t => t.TerritoryKey));
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var demands = new List<WantedUnits>();
        foreach (var cell in cells)
        {
            var (product, territory) = (products.GetValueOrDefault(cell.ProductKey), territories.GetValueOrDefault(cell.TerritoryKey));
            var start = DateKeys.ToDate(cell.DateKey);
            var price = prices.Of(cell.ProductKey);
            var quantity = cell.Amount / (inRevenue && price > 0 ? price : 1);
            var id = FormattableString.Invariant($"{product?.Code}/{territory?.Code}/{start:yyyy-MM-dd}");
            if (!ids.Add(id))
                ids.Add(id = FormattableString.Invariant($"{id}#{demands.Count}"));
            demands.Add(new WantedUnits(
                cell.ProductKey, cell.TerritoryKey, start, bucket.MonthOf(start), cell.TerritoryKey == 0 ? 0 : territory?.PreorderFirst ?? 0, quantity,
                Math.Max(0, price - (double)(product?.Cost ?? 0)), price, id, product?.Name ?? ""));
        }

        return demands;
    }
}
