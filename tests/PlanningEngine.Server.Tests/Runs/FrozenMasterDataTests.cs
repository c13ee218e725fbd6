using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Drivers;
using PlanningEngine.Data.Runs;

namespace PlanningEngine.Server.Tests.Runs;

public sealed class FrozenMasterDataTests
{
    /// <summary>A run that is told to stop ends after the batch that it is in: here after the freeze, and after the last leaf was forecast.</summary>
    [Theory]
    [InlineData("freeze/0/start", false)]
    [InlineData("forecast/3/start", false)]
    [InlineData("freeze/0/start", true)]
    public async Task Process_MasterDataChangedBeforeARunGoesOn_SameResultAndTheNextRunSeesTheChange(string point, bool drivers)
    {
        await using var database = await EngineDatabase.CreateAsync();
        var quick = new RunParameters { Methods = { "snaive", "ses" }, WithoutGlobalModel = true };
        var undisturbed = await database.Engine().SucceedAsync(quick);
        using var stopping = new CancellationTokenSource();
        var first = database.Engine(new OnceAt(point, stopping.CancelAsync));
        var key = await first.QueueAsync(quick);
        Assert.True(await first.WorkUntilAsync(stopping.Token));
        Assert.Equal(RunStatus.Queued, (await first.RunAsync(key)).Status);

        await using (var db = first.Open())
            await (drivers ? ChangeDriversAsync(db) : ChangeAsync(db));
        var second = database.Engine();
        while (await second.WorkAsync())
        {
        }

        var run = await second.RunAsync(key);
        Assert.Equal((RunStatus.Succeeded, ""), (run.Status, run.Error));
        Assert.Equal((undisturbed.InputHash, undisturbed.ResultHash), (run.InputHash, run.ResultHash));
        var next = await second.SucceedAsync(quick);
        Assert.NotEqual(undisturbed.InputHash, next.InputHash);
        Assert.NotEqual(undisturbed.ResultHash, next.ResultHash);
    }

    /// <summary>Prices are taken for what moves demand by a factor per unit.</summary>
    private static async Task ChangeDriversAsync(PlanningContext db) =>
        await db.Drivers.Where(d => d.DriverKey == 2).ExecuteUpdateAsync(s => s.SetProperty(d => d.Form, DriverForm.Linear), EngineDatabase.Ct);

    /// <summary>A product ends, and a territory is put below another.</summary>
    private static async Task ChangeAsync(PlanningContext db)
    {
        await db.Products.Where(p => p.ProductKey == 1).ExecuteUpdateAsync(s => s.SetProperty(p => p.EndDate, new DateTime(2026, 4, 30, 0, 0, 0, DateTimeKind.Utc)), EngineDatabase.Ct);
        await db.Territories.Where(t => t.TerritoryKey == 3).ExecuteUpdateAsync(s => s.SetProperty(t => t.PreorderLast, 4).SetProperty(t => t.IsLeaf, false), EngineDatabase.Ct);
        await db.Territories.Where(t => t.TerritoryKey == 4).ExecuteUpdateAsync(s => s.SetProperty(t => t.ParentTerritoryKey, 3), EngineDatabase.Ct);
    }
}
