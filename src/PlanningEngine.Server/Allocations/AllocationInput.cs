using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Allocations;

/// <summary>Units of a product wanted in a territory and period.</summary>
/// <param name="ProductKey">Product.</param>
/// <param name="TerritoryKey">Territory.</param>
/// <param name="Start">First day of the period.</param>
/// <param name="Position">Preorder position of the territory; 0 where it is unknown.</param>
/// <param name="Quantity">Units, the forecast mean.</param>
/// <param name="UnitValue">Price less cost, at least 0.</param>
/// <param name="UnitPrice">Price, what freight is a share of.</param>
/// <param name="Id">Name within the problem, from the codes.</param>
/// <param name="Label">Name of the product.</param>
internal sealed record WantedUnits(
    int ProductKey, int TerritoryKey, DateOnly Start, int Position, double Quantity, double UnitValue, double UnitPrice, string Id, string Label);

/// <summary>What a run divides among whom.</summary>
/// <param name="Demands">Demands, in the order of product, territory and period.</param>
/// <param name="Supply">Stock and capacities.</param>
internal sealed record AllocationInput(IReadOnlyList<WantedUnits> Demands, SupplyRows Supply)
{
    /// <summary>Reads the forecasts that the run builds on, and the supply of their horizon.</summary>
    public static async Task<AllocationInput> ReadAsync(RunExecution run, CancellationToken cancellationToken)
    {
        await using var db = await run.OpenAsync(cancellationToken);
        var forecasts = (await RunForecasts.ReadAsync(run, cancellationToken)).Where(f => f.Mean > 0).ToList();
        if (forecasts.Count == 0)
            return new AllocationInput([], new SupplyRows([], []));
        var starts = forecasts.Select(f => f.DateKey).Distinct().Order().Select(DateKeys.ToDate).ToList();
        var isWeekly = starts.Any(s => s.Day != 1);
        var last = isWeekly ? starts[^1].AddDays(6) : TimeBucket.Month.EndOf(TimeBucket.Month.OrdinalOf(starts[^1]));
        var scope = ActualsScope.Of(run);
        var lastDay = await ActualsScope.LastDayAsync(run, db, cancellationToken) ?? starts[0].AddDays(-1);
        var supply = await SupplyRows.ReadAsync(db, run.InputCommit, lastDay, starts[0], last, cancellationToken);
        var prices = await RealisedPrices.ReadAsync(db, scope, (lastDay.AddDays(1).AddYears(-1), lastDay), cancellationToken);
        var inRevenue = await ForecastMeasure.IsRevenueAsync(run, db, cancellationToken);
        return new AllocationInput(await DemandsAsync(db, forecasts, prices, inRevenue, cancellationToken), supply);
    }

    private static async Task<List<WantedUnits>> DemandsAsync(
        PlanningContext db, List<DemandForecast> forecasts, RealisedPrices prices, bool inRevenue, CancellationToken cancellationToken)
    {
        var products = await db.Products.AsNoTracking().ToDictionaryAsync(p => p.ProductKey, cancellationToken);
        var territories = await db.Territories.AsNoTracking().ToDictionaryAsync(t => t.TerritoryKey, cancellationToken);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var demands = new List<WantedUnits>();
        foreach (var cell in forecasts.GroupBy(f => (f.ProductKey, f.TerritoryKey, f.DateKey)).OrderBy(g => g.Key))
        {
            var (product, territory) = (products.GetValueOrDefault(cell.Key.ProductKey), territories.GetValueOrDefault(cell.Key.TerritoryKey));
            var start = DateKeys.ToDate(cell.Key.DateKey);
            var price = prices.Of(cell.Key.ProductKey);
            var quantity = cell.Sum(f => f.Mean) / (inRevenue && price > 0 ? price : 1);
            var id = FormattableString.Invariant($"{product?.Code}/{territory?.Code}/{start:yyyy-MM-dd}");
            if (!ids.Add(id))
                ids.Add(id = FormattableString.Invariant($"{id}#{demands.Count}"));
            demands.Add(new WantedUnits(
                cell.Key.ProductKey, cell.Key.TerritoryKey, start, cell.Key.TerritoryKey == 0 ? 0 : territory?.PreorderFirst ?? 0, quantity,
                Math.Max(0, price - (double)(product?.Cost ?? 0)), price, id, product?.Name ?? ""));
        }

        return demands;
    }
}
