using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Quotas;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Tests.Forecasts;
using PlanningEngine.Server.Tests.Plans;
using PlanningEngine.Tests.Business;

namespace PlanningEngine.Server.Tests.Kpis;

public sealed class KpiTests
{
    [Fact]
    public async Task Kpis_AfterCycle_MatchHandComputedFigures()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync();
        await database.SucceedAsync(RunKinds.Cycle);
        var ct = PlanningDatabase.Ct;
        await using (var db = database.Open())
        {
            // A quota of 300 for the first quarter of 2026: 100 a month.
            var published = await db.Quotas.FirstAsync(q => q.TerritoryKey == 2, ct);
            db.Quotas.Add(new Quota
            {
                QuotaKey = 900_000,
                TerritoryKey = 2,
                SalesRepKey = 1,
                DateKey = 20260101,
                PeriodStart = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
                PeriodMonths = 3,
                Amount = 300,
                PlanVersionKey = published.PlanVersionKey,
                ScenarioKey = published.ScenarioKey,
            });
            await db.SaveChangesAsync(ct);
        }

        await database.SucceedAsync(RunKinds.Cycle);
        await database.SucceedAsync(RunKinds.Kpis);
        await using var read = database.Open();
        var versions = await read.PlanVersions.Where(v => v.PlanKey == 5).OrderBy(v => v.Number).Select(v => v.PlanVersionKey).ToListAsync(ct);
        var (cycle, alone) = (await FiguresAsync(read, versions[1]), await FiguresAsync(read, versions[2]));

        var february = await RevenueAsync(2, 202602);
        var (numerator, denominator, value) = cycle[("quota-attainment", 2, 20260201)];
        Assert.Equal((february, 100.0), (numerator, denominator));
        Assert.Equal(february / 100.0, value!.Value, 1e-12);
        var before = await RevenueAsync(2, 202502);
        Assert.Equal((february - before, before), (cycle[("yoy", 2, 20260201)].Numerator, cycle[("yoy", 2, 20260201)].Denominator));
        Assert.Equal(24, cycle.Keys.Count(k => k.Code == "yoy" && k.Territory == 2));

        var chosen = await read.ForecastAccuracies.Where(a => a.RunKey == 2 && a.Chosen && a.TerritoryKey == 3).ToListAsync(ct);
        Assert.Equal(chosen.Sum(a => a.AbsoluteError), cycle[("wape", 3, 20260201)].Numerator, 1e-6);
        Assert.Equal(chosen.Sum(a => a.Error), cycle[("bias", 3, 20260201)].Numerator, 1e-6);
        // Seasonal naive against itself adds no value.
        Assert.Equal(0, cycle[("fva", 3, 20260201)].Numerator, 1e-6);

        var sold = await read.Sales.Where(s => s.TerritoryKey == 2 && s.DateKey / 100 == 202602).SumAsync(s => s.Quantity, ct);
        Assert.Equal((sold, 1000.0), (cycle[("capacity-utilisation", 2, 20260201)].Numerator, cycle[("capacity-utilisation", 2, 20260201)].Denominator));
        var allocation = await read.Allocations.Where(a => a.RunKey == 2 && a.TerritoryKey == 2 && a.DateKey == 20260401).ToListAsync(ct);
        Assert.Equal(allocation.Sum(a => a.Quantity), cycle[("fill-rate", 2, 20260401)].Numerator, 1e-9);
        Assert.Equal(allocation.Sum(a => a.Quantity + a.Unmet), cycle[("fill-rate", 2, 20260401)].Denominator, 1e-9);

        // Of what is published, KPIs alone find the same.
        Assert.Equal(cycle.Keys.Order(), alone.Keys.Order());
        Assert.All(cycle, figure => Assert.Equal(figure.Value.Numerator, alone[figure.Key].Numerator, 1e-6));
        Assert.Equal(8, await read.KpiDefinitions.CountAsync(d => d.KpiDefinitionKey != 0, ct));

        async Task<double> RevenueAsync(int territory, int month) =>
            (double)(await read.Sales.Where(s => s.TerritoryKey == territory && s.DateKey / 100 == month).Select(s => s.Revenue).ToListAsync(ct)).Sum();
    }

    /// <summary>A market that grows by 2 % a month, of which seasonal naive knows nothing: what is published is raised for all series, errs less than what was forecast of each alone, and is what KPIs measure.</summary>
    [Fact]
    public async Task Kpis_ForecastsMovedAfterwards_AreThoseOfWhatIsPublished()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var company = new GeneratedCompany();
        var demand = new GeneratedDemand(1);
        for (var item = 0; item < 120; item++)
        {
            var level = demand.Between(50, 200);
            company.Sell(company.Add(new Product { Level1 = "All" }), 0, Enumerable.Range(0, 48).Select(t => level * Math.Exp(0.02 * t) * demand.Between(0.9, 1.1)));
        }

        await company.StoreAsync(database.Services);
        var run = await database.SucceedAsync(RunKinds.Cycle);
        await database.SucceedAsync(RunKinds.Kpis);

        Assert.Contains("All forecasts are multiplied by 1.", run.Summary, StringComparison.Ordinal);
        await using var read = database.Open();
        var ct = PlanningDatabase.Ct;
        var versions = await read.PlanVersions.Where(v => v.PlanKey == 5).OrderBy(v => v.Number).Select(v => v.PlanVersionKey).ToListAsync(ct);
        var (cycle, alone) = (await FiguresAsync(read, versions[0]), await FiguresAsync(read, versions[1]));
        var chosen = await read.ForecastAccuracies.Where(a => a.Chosen).ToListAsync(ct);
        var gains = (await read.Forecasts.Where(f => f.Step == 1).ToListAsync(ct)).ToDictionary(f => f.ProductKey, f => f.GainOverNaive!.Value);
        var month = cycle.Keys.Single(k => k.Code == "wape" && k.Territory == 1).DateKey;
        Assert.Equal(chosen.Sum(a => a.AbsoluteError), cycle[("wape", 1, month)].Numerator, 1e-6);
        Assert.Equal(chosen.Sum(a => a.Error), cycle[("bias", 1, month)].Numerator, 1e-6);
        Assert.Equal(chosen.Sum(a => a.Actual * gains[a.ProductKey]), cycle[("fva", 1, month)].Numerator, 1e-6);
        Assert.InRange(cycle[("fva", 1, month)].Value!.Value, 0.03, 0.2);
        Assert.Equal(cycle.Keys.Order(), alone.Keys.Order());
        Assert.All(cycle, figure => Assert.Equal(figure.Value.Numerator, alone[figure.Key].Numerator, 1e-6));
    }

    private static async Task<Dictionary<(string Code, int Territory, int DateKey), (double Numerator, double Denominator, double? Value)>> FiguresAsync(PlanningContext read, int version) =>
        (await read.KpiValues.Where(k => k.PlanVersionKey == version)
            .Join(read.KpiDefinitions, k => k.KpiDefinitionKey, d => d.KpiDefinitionKey, (k, d) => new { d.Code, Row = k }).ToListAsync(PlanningDatabase.Ct))
        .ToDictionary(k => (k.Code, k.Row.TerritoryKey, k.Row.DateKey), k => (k.Row.Numerator, k.Row.Denominator, k.Row.Value));
}
