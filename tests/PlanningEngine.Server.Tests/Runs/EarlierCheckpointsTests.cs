using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Data.Runs;
using PlanningEngine.Server.Allocations;
using PlanningEngine.Server.Inventory;
using PlanningEngine.Server.Runs;

namespace PlanningEngine.Server.Tests.Runs;

/// <summary>Runs that an earlier version of the engine began: what this one needs is not in all of their checkpoints.</summary>
public sealed class EarlierCheckpointsTests
{
    /// <summary>Before drivers of demand there were none in what was frozen; before days and fiscal periods series did not say what their periods are.</summary>
    [Theory]
    [InlineData("freeze", "MasterData", "Drivers")]
    [InlineData("prepare", null, "Periods")]
    public async Task Process_CheckpointOfAnotherVersion_FailsWithAReason(string stage, string? part, string missing)
    {
        await using var database = await EngineDatabase.CreateAsync();
        var other = database.Engine();
        var engine = database.Engine(new OnceAt(stage + "/0/done", async () =>
        {
            await using var db = other.Open();
            var checkpoint = await db.RunCheckpoints.SingleAsync(c => c.Stage == stage, EngineDatabase.Ct);
            var content = CheckpointContent.Read<JsonObject>(checkpoint.Content, checkpoint.Hash, stage);
            Assert.True((part is null ? content : content[part]!.AsObject()).Remove(missing));
            checkpoint.Content = CheckpointContent.Write(content);
            checkpoint.Hash = CheckpointContent.HashOf(checkpoint.Content);
            await db.SaveChangesAsync(EngineDatabase.Ct);
        }));
        var key = await engine.QueueAsync();

        Assert.True(await engine.WorkAsync());

        var run = await engine.RunAsync(key);
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("was begun by another version", run.Error, StringComparison.Ordinal);
        Assert.Contains("create the run again", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AllocationAndPoliciesWithoutPeriods_Throws()
    {
        var allocation = CheckpointContent.Write(new { Rows = Array.Empty<int>(), Notes = Array.Empty<string>() });
        var policies = CheckpointContent.Write(new { DateKey = 20260301, Rows = Array.Empty<int>(), Notes = Array.Empty<string>() });

        Assert.Throws<JsonException>(() => CheckpointContent.Read<RunAllocation>(allocation, CheckpointContent.HashOf(allocation), "allocation"));
        Assert.Throws<JsonException>(() => CheckpointContent.Read<RunInventory>(policies, CheckpointContent.HashOf(policies), "inventory"));
    }
}
