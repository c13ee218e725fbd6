using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Server.Runs;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Tests.Plans;

public sealed class CycleTests
{
    [Fact]
    public async Task Cycle_Twice_PublishedSumsAreRightAndExplained()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync();
        await database.SucceedAsync(RunKinds.Cycle);
        var run = await database.SucceedAsync(RunKinds.Cycle);
        var summary = RunSummary.Parser.ParseJson(run.Summary);
        var ct = PlanningDatabase.Ct;
        await using var db = database.Open();
        var snapshot = await ReportingSnapshot.CaptureAsync(db, ct);

        // Last twelve months of revenue, by hand: each sale of product p brings 10 p.
        var year = (await db.Sales.Where(s => s.DateKey > 20250300).Select(s => s.ProductKey).ToListAsync(ct)).Sum(p => 10m * p);
        Assert.Equal(decimal.Round(year * 1.08m, 2), decimal.Parse(summary.QuotaTarget.Value, System.Globalization.CultureInfo.InvariantCulture));
        var quotas = await db.Quotas.Where(q => q.PlanVersionKey == snapshot.VersionOf(PlanKind.Quota)).ToListAsync(ct);
        var nodes = await db.QuotaNodes.Where(q => q.PlanVersionKey == snapshot.VersionOf(PlanKind.Quota)).ToListAsync(ct);
        Assert.Equal(decimal.Round(year * 1.08m, 2), nodes.Where(n => n.Level == 0).Sum(n => n.Amount));
        Assert.Equal(decimal.Parse(summary.QuotaTotal.Value, System.Globalization.CultureInfo.InvariantCulture), quotas.Sum(q => q.Amount));
        Assert.Equal([20260401, 20260701, 20261001, 20270101], quotas.Select(q => q.DateKey).Distinct().Order());
        // Reps carry ten per cent more than their territory; where there is no rep, nobody carries more.
        foreach (var (territory, rate) in new[] { (2, 1.1m), (3, 1.1m), (4, 1m) })
        {
            var above = nodes.Where(n => n.TerritoryKey == territory).Sum(n => n.Amount);
            Assert.InRange(quotas.Where(q => q.TerritoryKey == territory).Sum(q => q.Amount) - (above * rate), -0.01m, 0.01m);
        }

        Assert.All(quotas.Where(q => q.TerritoryKey == 4), q => Assert.Equal(0, q.SalesRepKey));

        var demand = await db.Forecasts.Where(f => f.PlanVersionKey == snapshot.VersionOf(PlanKind.Demand)).SumAsync(f => f.Mean, ct);
        var rows = await db.Allocations.Where(a => a.PlanVersionKey == snapshot.VersionOf(PlanKind.Supply)).ToListAsync(ct);
        Assert.InRange((rows.Sum(r => r.Quantity) + rows.Sum(r => r.Unmet)) / demand, 1 - 1e-6, 1 + 1e-6);
        Assert.Equal(demand, summary.DemandQuantity, demand * 1e-6);
        Assert.All(rows, r => Assert.NotEqual("", r.ReasonCode));
        Assert.All(rows.Where(r => r.Unmet > 0), r => Assert.True(r.LocationKey == 0 && r.Reason.Length > 0));
        Assert.Contains(rows, r => r.Unmet > 0);
        Assert.Contains(rows, r => r.Source == "Stock");
        Assert.Contains(rows, r => r.Source == "Assembly");
        Assert.DoesNotContain(rows, r => r.Source == "Outbound");
        Assert.All(rows.Where(r => r.Source == "Stock").GroupBy(r => r.ProductKey), g => Assert.InRange(g.Sum(r => r.Quantity), 0, 30 + 1e-6));
        Assert.All(rows.Where(r => r.Source == "Assembly").GroupBy(r => r.SourceDateKey), g => Assert.InRange(g.Sum(r => r.Quantity), 0, 200 + 1e-6));
        Assert.All(rows.Where(r => r.Source == "Assembly"), r => Assert.True(r.SourceDateKey <= r.DateKey && r.DateKey <= r.SourceDateKey + 200));
        Assert.Equal(summary.UnmetByReason.Values.Sum(), rows.Sum(r => r.Unmet), 1e-6);
        Assert.Equal(summary.KpiCount, await db.KpiValues.CountAsync(k => k.PlanVersionKey == snapshot.VersionOf(PlanKind.Kpi), ct));
    }

    [Fact]
    public async Task Cycle_NoRepsNoSupply_EverythingUnmetWithReason()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        var summary = RunSummary.Parser.ParseJson((await database.SucceedAsync(RunKinds.Cycle)).Summary);
        Assert.Equal((0.0, summary.DemandQuantity), (summary.AllocatedQuantity, summary.UnmetQuantity));
        Assert.Equal(summary.DemandQuantity, summary.UnmetByReason["NoLane"], 1e-6);
        await using var db = database.Open();
        Assert.All(await db.Quotas.ToListAsync(PlanningDatabase.Ct), q => Assert.Equal(0, q.SalesRepKey));
    }

    [Fact]
    public async Task Quotas_LockedByHand_StayThroughTheNextRun()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync();
        await database.SucceedAsync(RunKinds.Quotas);
        var ct = PlanningDatabase.Ct;
        await using var db = database.Open();
        var before = (await ReportingSnapshot.CaptureAsync(db, ct)).VersionOf(PlanKind.Quota);
        await db.Quotas.Where(q => q.PlanVersionKey == before && q.SalesRepKey == 1 && q.DateKey == 20260701).ExecuteUpdateAsync(q => q.SetProperty(r => r.Locked, true).SetProperty(r => r.Amount, 1.23m), ct);
        await database.SucceedAsync(RunKinds.Quotas);
        var after = (await ReportingSnapshot.CaptureAsync(db, ct)).VersionOf(PlanKind.Quota);
        Assert.NotEqual(before, after);
        var rep = await db.Quotas.AsNoTracking().Where(q => q.PlanVersionKey == after && q.SalesRepKey == 1).OrderBy(q => q.DateKey).ToListAsync(ct);
        Assert.Equal([false, true, false, false], rep.Select(q => q.Locked));
        Assert.Equal(1.23m, rep[1].Amount);
        Assert.All(rep.Where(q => !q.Locked), q => Assert.True(q.Amount > 1.23m));
    }

    [Fact]
    public async Task Allocation_CapacityOfAPlaceThatHoldsStock_IsNoSupplyAndSaidSo()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync();
        var before = RunSummary.Parser.ParseJson((await database.SucceedAsync(RunKinds.Cycle)).Summary);
        Assert.DoesNotContain(before.Notes, n => n.Contains("can ship", StringComparison.Ordinal));
        await using (var db = database.Open())
            await db.Capacities.Where(c => c.LocationKey == 1).ExecuteUpdateAsync(c => c.SetProperty(r => r.DateKey, 20260401), PlanningDatabase.Ct);

        var after = RunSummary.Parser.ParseJson((await database.SucceedAsync(RunKinds.Allocation)).Summary);

        Assert.Equal(before.AllocatedQuantity, after.AllocatedQuantity, 6);
        Assert.Equal("Capacity of 1,000 units is what places that hold stock can ship, and no supply beside that stock: (WH). Maybe give places that make goods the kind plant", Assert.Single(after.Notes, n => n.Contains("can ship", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Quotas_EmptyCompany_TargetStandsAtTheUnknownTerritory()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        await database.SucceedAsync(RunKinds.Quotas, new() { CompanyTarget = new() { Value = "1000.01" } });
        await database.SucceedAsync(RunKinds.Allocation);
        await database.SucceedAsync(RunKinds.Kpis);
        await using var db = database.Open();
        var quotas = await db.Quotas.ToListAsync(PlanningDatabase.Ct);
        Assert.Equal(1000.01m, quotas.Sum(q => q.Amount));
        Assert.All(quotas, q => Assert.Equal((0, 0), (q.TerritoryKey, q.SalesRepKey)));
    }
}
