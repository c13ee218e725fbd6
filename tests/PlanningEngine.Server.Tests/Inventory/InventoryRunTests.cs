using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Tests.Plans;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Tests.Inventory;

public sealed class InventoryRunTests
{
    [Fact]
    public async Task Run_AfterForecast_PlansEveryStockedProductOnce()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync(onHand: 3);
        await database.SucceedAsync(RunKinds.Forecast);
        var run = await database.SucceedAsync(RunKinds.Inventory, new() { Inventory = new() { LeadTimes = { 1, 2 }, CycleService = 0.9 } });
        var summary = RunSummary.Parser.ParseJson(run.Summary);
        await using var db = database.Open();
        var ct = PlanningDatabase.Ct;
        var version = (await ReportingSnapshot.CaptureAsync(db, ct)).VersionOf(PlanKind.Inventory);
        var rows = await db.InventoryPolicies.Where(p => p.PlanVersionKey == version).ToListAsync(ct);
        var demand = await db.Forecasts.Where(f => f.TerritoryKey == 2).ToListAsync(ct);
        Assert.Equal(demand.Select(f => f.ProductKey).Distinct().Order(), rows.Select(r => r.ProductKey).Order());
        Assert.All(rows, r =>
        {
            Assert.Equal((1, 3.0), (r.LocationKey, r.OnHand));
            Assert.True(r.CycleService >= 0.9, $"{r.ProductKey}: {r.CycleService}");
            Assert.Equal(r.ReorderPoint, r.ExpectedDemand + r.SafetyStock, 1e-6);
            Assert.True(r.Reason.Length > 0);
        });
        Assert.NotEmpty(rows);
        // The warehouse in T2 serves T2 alone: its demand over one or two months of lead time and one of review.
        Assert.All(rows, r =>
        {
            double Until(int steps) => demand.Where(f => f.ProductKey == r.ProductKey && f.Step <= steps).Sum(f => f.Mean);
            Assert.InRange(r.ExpectedDemand, 0.5 * Until(2), 1.5 * Until(3) + 1);
        });
        Assert.Equal((rows.Count, rows.Sum(r => r.OrderNow)), (summary.PolicyCount, summary.UnitsToOrder));
        Assert.Contains(summary.Notes, n => n.Contains("no place that stocks the product", StringComparison.Ordinal));
    }

    /// <summary>Four channels sell alike from one place and know nothing of each other: its safety stock is twice that of one.</summary>
    [Fact]
    public async Task Run_SeveralSeriesAtOnePlace_AreDrawnApart()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync(onHand: 3);
        await database.SucceedAsync(RunKinds.Forecast);
        var ct = PlanningDatabase.Ct;
        async Task<double> SafetyAsync(int product)
        {
            await database.SucceedAsync(RunKinds.Inventory, new() { Inventory = new() { LeadTimes = { 1 }, CycleService = 0.9 } });
            await using var db = database.Open();
            var version = (await ReportingSnapshot.CaptureAsync(db, ct)).VersionOf(PlanKind.Inventory);
            return (await db.InventoryPolicies.SingleAsync(p => p.PlanVersionKey == version && p.ProductKey == product, ct)).SafetyStock;
        }

        await using var db = database.Open();
        var product = await db.Forecasts.Where(f => f.TerritoryKey == 2).MinAsync(f => f.ProductKey, ct);
        await db.Forecasts.Where(f => f.ProductKey == product && f.TerritoryKey == 2).ExecuteUpdateAsync(
            s => s.SetProperty(f => f.Mean, 1000).SetProperty(f => f.Q05, 835.5).SetProperty(f => f.Q10, 871.8).SetProperty(f => f.Q25, 932.6).SetProperty(f => f.Q50, 1000)
                .SetProperty(f => f.Q75, 1067.4).SetProperty(f => f.Q90, 1128.2).SetProperty(f => f.Q95, 1164.5), ct);
        var one = await SafetyAsync(product);

        var rows = await db.Forecasts.AsNoTracking().Where(f => f.ProductKey == product && f.TerritoryKey == 2).ToListAsync(ct);
        var last = await db.Forecasts.MaxAsync(f => f.ForecastKey, ct);
        foreach (var channel in Enumerable.Range(101, 3))
        {
            db.Channels.Add(new Channel { ChannelKey = channel, Code = $"C{channel}", Name = $"C{channel}" });
            foreach (var row in rows)
                (row.ForecastKey, row.ChannelKey) = (++last, channel);
            db.Forecasts.AddRange(rows);
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
        }

        Assert.InRange(await SafetyAsync(product) / one, 1.7, 2.3);
    }

    /// <summary>Of one product and place some series end before lead time and review are over, another one goes on: each counts where it sells.</summary>
    [Fact]
    public async Task Run_SeriesThatEndOrBegin_CountWhereTheySell()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync(onHand: 3);
        await database.SucceedAsync(RunKinds.Forecast);
        var ct = PlanningDatabase.Ct;
        await using var db = database.Open();
        var product = await db.Forecasts.Where(f => f.TerritoryKey == 2).MinAsync(f => f.ProductKey, ct);
        await db.Forecasts.Where(f => f.ProductKey == product && f.TerritoryKey == 2).ExecuteUpdateAsync(
            s => s.SetProperty(f => f.Mean, 100).SetProperty(f => f.Q05, 100).SetProperty(f => f.Q10, 100).SetProperty(f => f.Q25, 100).SetProperty(f => f.Q50, 100)
                .SetProperty(f => f.Q75, 100).SetProperty(f => f.Q90, 100).SetProperty(f => f.Q95, 100), ct);
        var channels = await db.Forecasts.Where(f => f.ProductKey == product && f.TerritoryKey == 2).Select(f => f.ChannelKey).Distinct().ToListAsync(ct);
        var rows = await db.Forecasts.AsNoTracking().Where(f => f.ProductKey == product && f.TerritoryKey == 2 && f.ChannelKey == channels[0] && f.Step != 2).ToListAsync(ct);
        var last = await db.Forecasts.MaxAsync(f => f.ForecastKey, ct);
        db.Channels.Add(new Channel { ChannelKey = 101, Code = "C101", Name = "C101" });
        foreach (var row in rows)
            (row.ForecastKey, row.ChannelKey) = (++last, 101);
        db.Forecasts.AddRange(rows);
        await db.SaveChangesAsync(ct);
        // The first channels sell nothing after the first period, the new one nothing in the second.
        await db.Forecasts.Where(f => f.ProductKey == product && f.TerritoryKey == 2 && f.ChannelKey != 101 && f.Step > 1).ExecuteDeleteAsync(ct);

        await database.SucceedAsync(RunKinds.Inventory, new() { Inventory = new() { LeadTimes = { 2 }, CycleService = 0.9 } });

        var version = (await ReportingSnapshot.CaptureAsync(db, ct)).VersionOf(PlanKind.Inventory);
        var policy = await db.InventoryPolicies.SingleAsync(p => p.PlanVersionKey == version && p.ProductKey == product, ct);
        Assert.Equal(100 * (channels.Count + 2), policy.ExpectedDemand, 1e-6);
    }

    [Fact]
    public async Task Run_NoForecast_SaysSoAndPublishesNothing()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var summary = RunSummary.Parser.ParseJson((await database.SucceedAsync(RunKinds.Inventory, new())).Summary);
        Assert.Equal(0, summary.PolicyCount);
        Assert.Contains(summary.Notes, n => n.Contains("no published forecast", StringComparison.Ordinal));
    }
}
