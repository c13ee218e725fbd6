using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Quotas;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Tests.Plans;

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
        var (cycle, alone) = (await FiguresAsync(versions[1]), await FiguresAsync(versions[2]));

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

        async Task<Dictionary<(string Code, int Territory, int DateKey), (double Numerator, double Denominator, double? Value)>> FiguresAsync(int version) =>
            (await read.KpiValues.Where(k => k.PlanVersionKey == version)
                .Join(read.KpiDefinitions, k => k.KpiDefinitionKey, d => d.KpiDefinitionKey, (k, d) => new { d.Code, Row = k }).ToListAsync(ct))
            .ToDictionary(k => (k.Code, k.Row.TerritoryKey, k.Row.DateKey), k => (k.Row.Numerator, k.Row.Denominator, k.Row.Value));
        async Task<double> RevenueAsync(int territory, int month) =>
            (double)(await read.Sales.Where(s => s.TerritoryKey == territory && s.DateKey / 100 == month).Select(s => s.Revenue).ToListAsync(ct)).Sum();
    }
}
