using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Plans;
using PlanningEngine.Server.Tests.Runs;

namespace PlanningEngine.Server.Tests.Forecasts;

public sealed class CompanyNodeTests
{
    private static RunParameters Quick => new() { Methods = { "snaive", "ses" }, WithoutGlobalModel = true };

    [Fact]
    public async Task Publish_SeveralRoots_TheCompanyIsNamedAsSuch()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var engine = database.Engine();
        await using var db = engine.Open();
        await db.Territories.Where(t => t.ParentTerritoryKey == 1).ExecuteUpdateAsync(s => s.SetProperty(t => t.ParentTerritoryKey, (int?)null), EngineDatabase.Ct);
        await db.Territories.Where(t => t.TerritoryKey == 1).ExecuteDeleteAsync(EngineDatabase.Ct);

        await engine.SucceedAsync(Quick);

        var rollups = await db.ForecastRollups.AsNoTracking().ToListAsync(EngineDatabase.Ct);
        Assert.Equal(6, rollups.Count);
        Assert.All(rollups, r => Assert.Equal((0, -1, NodeKind.Company), (r.TerritoryKey, r.Level, r.Node)));
    }

    [Fact]
    public async Task Publish_OneRoot_ItIsATerritory()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var engine = database.Engine();
        await engine.SucceedAsync(Quick);
        await using var db = engine.Open();
        var rollups = await db.ForecastRollups.AsNoTracking().ToListAsync(EngineDatabase.Ct);
        Assert.All(rollups, r => Assert.Equal((1, 0, NodeKind.Territory), (r.TerritoryKey, r.Level, r.Node)));
        Assert.NotEmpty(rollups);
    }
}
