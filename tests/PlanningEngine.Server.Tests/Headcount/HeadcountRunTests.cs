using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Tests.Plans;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Tests.Headcount;

public sealed class HeadcountRunTests
{
    [Fact]
    public async Task Run_QuotasAboveWhatRepsBring_HiresUntilTheyAreCarried()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync();
        await database.SucceedAsync(RunKinds.Quotas, new() { CompanyTarget = new() { Value = "200000" } });
        var run = await database.SucceedAsync(RunKinds.Headcount, new() { Headcount = new() { MonthlyCost = 1, HireCost = 1, ShortfallCost = 1000, MonthlyAttrition = 0, Ramp = { 1 } } });
        var summary = RunSummary.Parser.ParseJson(run.Summary);
        await using var db = database.Open();
        var ct = PlanningDatabase.Ct;
        var version = (await ReportingSnapshot.CaptureAsync(db, ct)).VersionOf(PlanKind.Headcount);
        var rows = await db.HeadcountPlans.Where(p => p.PlanVersionKey == version).OrderBy(p => p.DateKey).ToListAsync(ct);
        var quota = await db.Quotas.Where(q => q.SalesRepKey != 0).SumAsync(q => q.Amount, ct);
        Assert.Equal(12, rows.Count);
        Assert.Equal((double)quota, rows.Sum(r => r.Required), 0.01);
        Assert.Equal(summary.Hires, rows.Sum(r => r.Hires));
        Assert.True(summary.Hires > 0);
        // A shortfall is dear and a hire cheap and productive at once: every month is carried.
        Assert.All(rows, r => Assert.True(r.Capacity >= r.Required * (1 - 1e-6) && r.Shortfall == 0, $"{r.DateKey}: {r.Capacity} < {r.Required}"));
        Assert.All(rows.Where(r => r.Hires > 0), r => Assert.Contains("hired in", r.Reason, StringComparison.Ordinal));
        Assert.Equal(3 + rows.Sum(r => r.Hires), rows[^1].People, 1e-9);
    }

    [Fact]
    public async Task Run_NoHiresAllowed_SaysWhatNobodyCarries()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync();
        await database.SucceedAsync(RunKinds.Quotas, new() { CompanyTarget = new() { Value = "200000" } });
        var summary = RunSummary.Parser.ParseJson((await database.SucceedAsync(RunKinds.Headcount, new() { Headcount = new() { MostHires = 0 } })).Summary);
        await using var db = database.Open();
        var rows = await db.HeadcountPlans.ToListAsync(PlanningDatabase.Ct);
        Assert.Equal((0, 0), (summary.Hires, rows.Sum(r => r.Hires)));
        Assert.Equal(summary.CapacityShortfall, rows.Sum(r => r.Required - Math.Min(r.Capacity, r.Required)), 1e-3);
        Assert.Contains(rows, r => r.Reason.Contains("no hires are allowed", StringComparison.Ordinal));
        Assert.Contains(summary.Notes, n => n.Contains("Attrition", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_QuotasOfMonthsGoneBy_AreNotHiredFor()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync();
        await database.SucceedAsync(RunKinds.Quotas, new() { CompanyTarget = new() { Value = "200000" } });
        await using (var before = database.Open())
        {
            foreach (var quota in await before.Quotas.ToListAsync(PlanningDatabase.Ct))
                (quota.DateKey, quota.PeriodStart) = (quota.DateKey - 10_000, quota.PeriodStart.AddYears(-1));
            await before.SaveChangesAsync(PlanningDatabase.Ct);
        }

        await database.SucceedAsync(RunKinds.Headcount, new());
        await using var db = database.Open();
        // Of April 2025 to March 2026, March alone lies after the last actuals, those of February.
        Assert.Equal([20260301], await db.HeadcountPlans.Select(p => p.DateKey).Distinct().ToListAsync(PlanningDatabase.Ct));
    }
}
