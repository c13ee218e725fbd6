using Google.Rpc;
using Grpc.Core;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Tests.Solving;
using static PlanningEngine.Contracts.V1.InventoryService;

namespace PlanningEngine.Server.Tests.Inventory;

public sealed class InventoryServiceTests
{
    [Fact]
    public async Task PlanInventory_Paths_LevelQuantityAndOrderNow()
    {
        await using var host = await SolverHost.StartAsync();
        var request = new PlanInventoryRequest
        {
            Items =
            {
                new InventoryItem { ItemId = "A", Label = "pump", PathValues = { Enumerable.Range(0, 200).Select(i => (double)(i % 20)) }, PathPeriods = 2, LeadTimes = { 1 }, Goal = ServiceGoal.FillRate, Target = 0.95, MinimumOrder = 12, OnHand = 3 },
                new InventoryItem { ItemId = "B", PathValues = { 5, 5, 7, 3 }, PathPeriods = 2, LeadTimes = { 0, 1 }, HoldingCost = 1, ShortageCost = 9, OnHand = 50 },
            },
        };
        var answer = await new InventoryServiceClient(host.Channel).PlanInventoryAsync(request, cancellationToken: SolverHost.Ct);
        Assert.Equal(SolveState.Optimal, answer.State);
        var pump = answer.Plans[0];
        Assert.True(pump.FillRate >= 0.95 && pump.OrderQuantity == 12 && pump.OrderNow >= 12 && pump.OrderNow % 12 == 0);
        Assert.StartsWith("pump: order ", pump.Reason, StringComparison.Ordinal);
        Assert.Equal((0.0, 0.9, false), (answer.Plans[1].OrderNow, answer.Plans[1].CriticalFractile, pump.HasCriticalFractile));
    }

    [Fact]
    public async Task PlanInventory_Bad_AllViolations()
    {
        await using var host = await SolverHost.StartAsync();
        var client = new InventoryServiceClient(host.Channel);
        var request = new PlanInventoryRequest { Items = { new InventoryItem { ItemId = "A", PathValues = { 1, double.NaN }, PathPeriods = 2, LeadTimes = { -1 }, Goal = ServiceGoal.CycleService, Target = 95, OnHand = -2 } } };
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.PlanInventoryAsync(request, cancellationToken: SolverHost.Ct));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal(
            ["items[A].lead_times", "items[A].demand[0][1]", "items[A].target", "items[A].on_hand"],
            refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(f => f.Field));
        request.Items[0].PathPeriods = 0;
        refused = await Assert.ThrowsAsync<RpcException>(async () => await client.PlanInventoryAsync(request, cancellationToken: SolverHost.Ct));
        Assert.Equal("items[A].path_values", Assert.Single(refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field);
    }
}
