using Microsoft.EntityFrameworkCore;
using PlanningEngine.Allocation.Inventory;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Forecasting.Paths;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Server.Allocations;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Plans;
using PlanningEngine.Server.Runs;
using ForecastRequest = PlanningEngine.Forecasting.ForecastRequest;
using ForecastRow = PlanningEngine.Data.Forecasts.Forecast;
using InventoryItem = PlanningEngine.Allocation.Inventory.InventoryItem;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;
using ServiceGoal = PlanningEngine.Allocation.Inventory.ServiceGoal;

namespace PlanningEngine.Server.Inventory;

/// <summary>A product that a place keeps in stock.</summary>
/// <param name="ProductKey">Product.</param>
/// <param name="LocationKey">Place.</param>
/// <param name="TerritoryKey">Territory of the place; 0 for none.</param>
/// <param name="Item">Its demand, costs and stock.</param>
internal sealed record StockedItem(int ProductKey, int LocationKey, int TerritoryKey, InventoryItem Item);

/// <summary>What places keep in stock, with the demand that each of them serves.</summary>
/// <remarks>
/// The demand of a territory is served by the place that stocks the product and whose own territory is the narrowest around it; places without a territory serve all. Paths are drawn per
/// series through its published quantiles and added up per place, series by series independent of each other.
/// </remarks>
/// <param name="DateKey">First day of the forecast; 0 where nothing is published.</param>
/// <param name="Items">Products by place, in the order of product and place.</param>
/// <param name="Periods">What periods are, as <see cref="RunBuckets.NameOf"/> says it.</param>
/// <param name="Notes">What was assumed or left out.</param>
internal sealed record StockedDemand(int DateKey, IReadOnlyList<StockedItem> Items, string Periods, IReadOnlyList<string> Notes)
{
    private const int Paths = 500;
    private const double UsualHoldingRate = 0.2;
    private const double UsualService = 0.95;
    private static readonly double[] Levels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

    /// <summary>Reads the published forecasts and the stock on the last day of actuals.</summary>
    /// <exception cref="RunFailedException">The forecasts do not reach as far as lead time and review period.</exception>
    public static async Task<StockedDemand> ReadAsync(RunExecution run, CancellationToken cancellationToken)
    {
        await using var db = await run.OpenAsync(cancellationToken);
        var version = (await ReportingSnapshot.CaptureAsync(db, cancellationToken)).VersionOf(PlanKind.Demand);
        var rows = await db.Forecasts.AsNoTracking().Where(f => f.PlanVersionKey == version && version != 0)
            .OrderBy(f => f.ProductKey).ThenBy(f => f.TerritoryKey).ThenBy(f => f.ChannelKey).ThenBy(f => f.DateKey).ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return new StockedDemand(0, [], "", ["There is no published forecast: nothing says what will be needed. Maybe run the forecast first."]);
        var bucket = await RunBuckets.OfForecastsAsync(run, db, cancellationToken);
        if (await ForecastMeasure.IsRevenueAsync(run, db, cancellationToken))
            return new StockedDemand(rows[0].DateKey, [], RunBuckets.NameOf(bucket), ["The published forecast is of revenue: stock is planned in units. Maybe forecast quantities."]);
        var terms = run.Parameters.Inventory ?? new InventoryRunParameters();
        var (first, steps) = (rows.Min(f => f.DateKey), rows.Max(f => f.Step));
        var needed = Math.Max(1, terms.LeadTimes.DefaultIfEmpty(1).Max()) + Math.Max(1, terms.ReviewPeriods);
        if (steps < needed)
            throw new RunFailedException(FormattableString.Invariant($"The published forecast reaches {steps} buckets ahead; lead time and review period need {needed}. Maybe forecast farther ahead, or give lead times in buckets."));

        var lastDay = await ActualsScope.LastDayAsync(run, db, bucket, cancellationToken) ?? DateKeys.ToDate(first).AddDays(-1);
        var masterData = await run.MasterDataAsync(cancellationToken);
        var supply = await SupplyRows.ReadAsync(db, masterData, run.InputCommit, lastDay, DateKeys.ToDate(first), bucket.EndOf(DateKeys.ToDate(rows.Max(f => f.DateKey))), cancellationToken);
        var positions = masterData.Territories.ToDictionary(t => t.TerritoryKey, t => t.PreorderFirst);
        var products = masterData.Products.ToDictionary(p => p.ProductKey);
        var prices = await RealisedPrices.ReadAsync(db, masterData, ActualsScope.Of(run), (lastDay.AddDays(1).AddYears(-1), lastDay), cancellationToken);
        return new Reader(terms, products, prices, bucket, needed, (int)run.Seed).Read(first, rows, supply, positions, cancellationToken);
    }

    private sealed class Reader(InventoryRunParameters terms, Dictionary<int, Product> products, RealisedPrices prices, TimeBucket bucket, int periods, int seed)
    {
        public StockedDemand Read(int first, List<ForecastRow> rows, SupplyRows supply, Dictionary<int, int> positions, CancellationToken cancellationToken)
        {
            var stockOf = supply.Stock.ToLookup(s => s.ProductKey);
            var demand = new SortedDictionary<(int Product, int Location), (StockLevel Stock, double[][] Paths)>();
            var (unserved, drawnBefore) = (0.0, 0);
            foreach (var series in rows.GroupBy(f => (f.ProductKey, f.TerritoryKey, f.ChannelKey)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (PlaceOf(stockOf[series.Key.ProductKey], positions.GetValueOrDefault(series.Key.TerritoryKey)) is not { } stock)
                {
                    unserved += series.Sum(f => f.Mean);
                    continue;
                }

                var drawn = Draw([.. series], seed + drawnBefore++);
                var key = (series.Key.ProductKey, stock.Place.LocationKey);
                demand[key] = (stock, demand.TryGetValue(key, out var known) ? Sum(known.Paths, drawn) : drawn);
            }

            List<string> notes = unserved > 0 ? [FormattableString.Invariant($"{unserved:0.#} units of forecast demand have no place that stocks the product: no policy covers them.")] : [];
            return new StockedDemand(first, [.. demand.Select(d => Item(d.Value.Stock, d.Value.Paths))], RunBuckets.NameOf(bucket), notes);
        }

        private static StockLevel? PlaceOf(IEnumerable<StockLevel> stock, int position) => stock
            .Where(s => s.Place.First == 0 || (s.Place.First <= position && position <= s.Place.Last))
            .OrderBy(s => s.Place.First == 0 ? int.MaxValue : s.Place.Last - s.Place.First).ThenBy(s => s.Place.LocationKey).FirstOrDefault();

        /// <summary>Draws the periods of the longest lead time and the review, no more; nothing is needed before a launch and after an end.</summary>
        private double[][] Draw(ForecastRow[] rows, int seed)
        {
            var (means, quantiles) = (new double[periods], Enumerable.Range(0, periods).Select(_ => new double[Levels.Length]).ToArray());
            foreach (var row in rows.Where(r => r.Step <= periods))
                (means[row.Step - 1], quantiles[row.Step - 1]) = (row.Mean, [row.Q05, row.Q10, row.Q25, row.Q50, row.Q75, row.Q90, row.Q95]);
            var request = new ForecastRequest(periods) { Levels = Levels, NonNegative = true };
            return SamplePaths.Draw(PlanningEngine.Forecasting.Forecast.Create(rows[0].Method, means, quantiles, request, []), Paths, seed: seed);
        }

        private static double[][] Sum(double[][] one, double[][] other)
        {
            for (var path = 0; path < one.Length; path++)
                for (var step = 0; step < one[path].Length; step++)
                    one[path][step] += other[path][step];
            return one;
        }

        private StockedItem Item(StockLevel stock, double[][] paths)
        {
            var product = products.GetValueOrDefault(stock.ProductKey);
            var (price, cost) = (prices.Of(stock.ProductKey), (double)(product?.Cost ?? 0));
            var holding = (terms.HasHoldingRate ? terms.HoldingRate : UsualHoldingRate) * (cost > 0 ? cost : price) / bucket.PeriodsPerYear;
            var shortage = Math.Max(0, price - cost);
            var (goal, target) = terms.ServiceCase switch
            {
                InventoryRunParameters.ServiceOneofCase.CycleService => (ServiceGoal.CycleService, terms.CycleService),
                InventoryRunParameters.ServiceOneofCase.FillRate => (ServiceGoal.FillRate, terms.FillRate),
                _ => holding > 0 && shortage > 0 ? (ServiceGoal.LeastCost, 0) : (ServiceGoal.CycleService, UsualService),
            };
            var item = new InventoryItem(
                FormattableString.Invariant($"{stock.ProductKey}/{stock.Place.LocationKey}"), $"{product?.Name ?? product?.Code} at {stock.Place.Name}", new DemandPaths(paths),
                terms.LeadTimes.Count > 0 ? [.. terms.LeadTimes] : [1], goal, target, holding, shortage, holding > 0 ? terms.OrderCost : 0, Math.Max(1, terms.ReviewPeriods), OnHand: stock.Quantity);
            return new StockedItem(stock.ProductKey, stock.Place.LocationKey, stock.Place.TerritoryKey, item);
        }
    }
}
