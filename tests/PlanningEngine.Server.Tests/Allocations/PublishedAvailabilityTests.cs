using Google.Rpc;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Tests.Plans;
using static PlanningEngine.Contracts.V1.AllocationService;
using Date = Google.Type.Date;

namespace PlanningEngine.Server.Tests.Allocations;

public sealed class PublishedAvailabilityTests
{
    private const double OnHand = 20_000;

    [Fact]
    public async Task CheckPublishedAvailability_StockAlone_PromisesWhatTheVersionLeaves()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync(OnHand, capacity: 0);
        var client = new AllocationServiceClient(database.Channel);
        var none = await Assert.ThrowsAsync<RpcException>(async () => await AskAsync(client, 1));
        Assert.Equal((StatusCode.FailedPrecondition, "NOTHING_PUBLISHED"), (none.StatusCode, none.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason));

        await database.SucceedAsync(RunKinds.Cycle);
        var rows = (await client.GetAllocationsAsync(new() { PageSize = 10_000, ProductCodes = { "SKU-1" } }, cancellationToken: PlanningDatabase.Ct)).Allocations;
        var left = OnHand - rows.Sum(r => r.Quantity);
        Assert.True(left is > 0 and < OnHand);
        var all = await AskAsync(client, 1e9);
        Assert.Equal(left, all.Promises[0].Promised, 1e-5);
        Assert.Equal((0.0, false), (all.UncoveredQuantity, all.SourcesKept));
        Assert.Equal("WH/Stock/2026-02-28", Assert.Single(all.Promises[0].Allocations).SourceId);
        Assert.Equal("Order 7 can be promised in full: 40 from Warehouse", (await AskAsync(client, 40)).Promises[0].Sentence.Split(';')[0]);
        // Each is answered alone, and callers at the same time get the same.
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => AskAsync(client, left, left)));
        Assert.All(answers.SelectMany(a => a.Promises), p => Assert.Equal(left, p.Promised, 1e-5));

        // A load that takes stock away below what is promised, then a publication that promises less.
        await using (var db = database.Open())
        {
            await db.Inventory.ExecuteUpdateAsync(s => s.SetProperty(i => i.OnHand, 100), PlanningDatabase.Ct);
            await db.KeySequences.Where(s => s.Name == KeySequence.Commits).ExecuteUpdateAsync(s => s.SetProperty(k => k.Next, k => k.Next + 1), PlanningDatabase.Ct);
        }

        var scarce = await AskAsync(client, 1);
        Assert.Equal((0.0, all.PlanVersionKey), (scarce.Promises[0].Promised, scarce.PlanVersionKey));
        Assert.True(scarce.UncoveredQuantity > 0);
        await database.SucceedAsync(RunKinds.Allocation);
        var renewed = await AskAsync(client, 1);
        Assert.NotEqual(all.PlanVersionKey, renewed.PlanVersionKey);
        Assert.Equal(0, renewed.UncoveredQuantity, 1e-6);
    }

    [Fact]
    public async Task CheckPublishedAvailability_Capacity_CountsUpToTheDueDate()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync(onHand: 0, capacity: 1_000_000);
        await database.SucceedAsync(RunKinds.Cycle, new RunParameters { Methods = { "snaive" }, WithoutGlobalModel = true });
        var client = new AllocationServiceClient(database.Channel);
        var first = (await client.GetAllocationsAsync(new() { PageSize = 1 }, cancellationToken: PlanningDatabase.Ct)).Allocations[0].PeriodStart;
        var days = DateTime.DaysInMonth(first.Year, first.Month);
        var early = await AskAsync(client, new Date { Year = first.Year, Month = first.Month, Day = 10 }, 1e9);
        Assert.Equal(1_000_000 * 10.0 / days, early.Promises[0].Promised, 1e-3);
        var late = await AskAsync(client, new Date { Year = first.Year, Month = first.Month, Day = days }, 1e9);
        Assert.InRange(late.Promises[0].Promised, early.Promises[0].Promised + 1, 1_000_000);
        Assert.StartsWith("PL/Assembly/", late.Promises[0].Allocations[0].SourceId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckPublishedAvailability_BadOrders_AllViolations()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync();
        await database.SucceedAsync(RunKinds.Cycle);
        var client = new AllocationServiceClient(database.Channel);
        var request = new CheckPublishedAvailabilityRequest
        {
            Orders =
            {
                new ProductOrder { ProductCode = "nothing", TerritoryCode = "nowhere", Quantity = -1 },
                new ProductOrder { OrderId = "promised x", ProductCode = "SKU-1", TerritoryCode = "nowhere", Quantity = double.NaN, DueDate = new Date { Year = 1999, Month = 1, Day = 1 } },
            },
        };
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.CheckPublishedAvailabilityAsync(request, cancellationToken: PlanningDatabase.Ct));
        Assert.Equal(
            ["orders[0].order_id", "orders[0].product_code", "orders[0].territory_code", "orders[0].due_date", "orders[0].quantity", "orders[1].order_id", "orders[1].territory_code", "orders[1].due_date", "orders[1].quantity"],
            refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(f => f.Field));
    }

    private static Task<CheckPublishedAvailabilityResponse> AskAsync(AllocationServiceClient client, params double[] quantities) => AskAsync(client, new Date { Year = 2026, Month = 3, Day = 15 }, quantities);

    private static async Task<CheckPublishedAvailabilityResponse> AskAsync(AllocationServiceClient client, Date due, params double[] quantities)
    {
        var orders = quantities.Select(q => new ProductOrder { OrderId = "7", ProductCode = "SKU-1", TerritoryCode = "T2", DueDate = due, Quantity = q });
        return await client.CheckPublishedAvailabilityAsync(new() { Orders = { orders } }, cancellationToken: PlanningDatabase.Ct);
    }
}
