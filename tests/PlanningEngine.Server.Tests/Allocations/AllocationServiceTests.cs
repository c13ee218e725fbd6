using Google.Rpc;
using Grpc.Core;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Allocations;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Tests.Plans;
using static PlanningEngine.Contracts.V1.AllocationService;

namespace PlanningEngine.Server.Tests.Allocations;

public sealed class AllocationServiceTests
{
    [Fact]
    public void Answer_Scarce_ServesThePriorityAndSaysWhy()
    {
        var answer = StatelessAllocation.Answer(Scarce(), PlanningDatabase.Ct);
        Assert.Equal(SolveState.Optimal, answer.State);
        Assert.Equal([("A", 10.0)], answer.Allocations.Select(a => (a.DemandId, a.Quantity)));
        var shortage = Assert.Single(answer.Shortages);
        Assert.Equal(("B", 5.0, "SERVED_HIGHER_PRIORITY"), (shortage.DemandId, shortage.Unmet, shortage.ReasonCode));
        Assert.NotEqual("", shortage.Reason);
        // Ten units of value 1 at a cost of 0.25.
        Assert.Equal(7.5, answer.Objective, 1e-9);
        Assert.True(answer.Objective <= answer.Bound);
        Assert.Equal(10, Assert.Single(answer.SourcePrices).Used);

        var byValue = Scarce();
        byValue.PriorityRule = PriorityRule.ByValue;
        Assert.Equal([("A", 5.0), ("B", 5.0)], StatelessAllocation.Answer(byValue, PlanningDatabase.Ct).Allocations.Select(a => (a.DemandId, a.Quantity)).Order());
    }

    [Fact]
    public void Answer_MinimumFillsTooHigh_InfeasibleWithConflict()
    {
        var request = Scarce();
        foreach (var demand in request.Demands)
            demand.MinimumFill = 1;
        var answer = StatelessAllocation.Answer(request, PlanningDatabase.Ct);
        Assert.Equal(SolveState.Infeasible, answer.State);
        Assert.NotEmpty(answer.Conflicts);
    }

    [Fact]
    public async Task Allocate_BadAndEmpty_AllViolationsOrAnEmptyAnswer()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var client = new AllocationServiceClient(database.Channel);
        var bad = Scarce();
        bad.Sources[0].Available = -1;
        bad.Demands[0].MinimumFill = 2;
        bad.Demands[1].UnitValue = -3;
        bad.Lanes.Add(new Lane { SourceId = "S", DemandId = "nobody" });
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.AllocateAsync(bad, cancellationToken: PlanningDatabase.Ct));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        var fields = refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(f => f.Field).ToList();
        Assert.Equal(4, fields.Count);
        Assert.Contains("sources[S].available", fields);
        Assert.Contains("demands[A].minimum_fill", fields);
        Assert.Equal(SolveState.Optimal, (await client.AllocateAsync(new(), cancellationToken: PlanningDatabase.Ct)).State);
        Assert.Equal(0, (await client.GetAllocationsAsync(new(), cancellationToken: PlanningDatabase.Ct)).PlanVersionKey);
    }

    [Fact]
    public void Answer_FairShare_SplitsAndSaysWhy()
    {
        var request = Scarce();
        request.FairShareRule = FairShareRule.MaxMin;
        request.Demands[1].Priority = 1;
        var answer = StatelessAllocation.Answer(request, PlanningDatabase.Ct);
        Assert.Equal(SolveState.Optimal, answer.State);
        Assert.All(answer.Shortages, s => Assert.Equal("FAIR_SHARE", s.ReasonCode));
        Assert.Equal([("A", 6.67), ("B", 3.33)], answer.Allocations.Select(a => (a.DemandId, Math.Round(a.Quantity, 2))));
    }

    [Fact]
    public async Task CheckAvailability_OrdersOneAfterTheOther_TakeWhatIsLeft()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var client = new AllocationServiceClient(database.Channel);
        var plan = Scarce();
        plan.Sources[0].Available = 20;
        var request = new CheckAvailabilityRequest { Plan = plan };
        foreach (var id in new[] { "first", "second" })
            request.Orders.Add(new CustomerOrder { OrderId = id, Quantity = 4, Lanes = { new OrderLane { SourceId = "S", UnitCost = 1.5 } } });
        var answer = await client.CheckAvailabilityAsync(request, cancellationToken: PlanningDatabase.Ct);
        Assert.Equal(SolveState.Optimal, answer.State);
        Assert.Equal([4.0, 1.0], answer.Promises.Select(p => p.Promised));
        Assert.Equal((6.0, 1.5), (answer.Promises[0].Cost, answer.Promises[0].MarginalCost));
        request.Independent = true;
        Assert.Equal([4.0, 4.0], (await client.CheckAvailabilityAsync(request, cancellationToken: PlanningDatabase.Ct)).Promises.Select(p => p.Promised));

        request.Independent = false;
        request.Orders.Insert(1, new CustomerOrder { OrderId = "A", Quantity = 2, Release = true });
        request.Orders.Add(new CustomerOrder { OrderId = "first", Release = true });
        answer = await client.CheckAvailabilityAsync(request, cancellationToken: PlanningDatabase.Ct);
        Assert.Equal([(4.0, 0.0, 6.0), (8.0, 2.0, -0.5), (3.0, 0.0, 4.5), (0.0, 4.0, -6.0)], answer.Promises.Select(p => (p.Promised, p.Released, p.Cost)));
        request.Orders[3].Quantity = 4.5;
        var tooMuch = await Assert.ThrowsAsync<RpcException>(async () => await client.CheckAvailabilityAsync(request, cancellationToken: PlanningDatabase.Ct));
        Assert.Equal(["orders[3].quantity"], tooMuch.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(f => f.Field));
        request.Orders.RemoveAt(3);
        request.Orders.RemoveAt(1);

        request.Orders[1].Lanes[0].SourceId = "nowhere";
        request.Orders[1].Quantity = -1;
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.CheckAvailabilityAsync(request, cancellationToken: PlanningDatabase.Ct));
        Assert.Equal(["orders[1].quantity", "orders[1].lanes[0]"], refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(f => f.Field));
    }

    [Fact]
    public async Task GetAllocations_PagesDuringAnotherCycle_ShowOneVersion()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync();
        await database.SucceedAsync(RunKinds.Cycle);
        var client = new AllocationServiceClient(database.Channel);
        var request = new GetAllocationsRequest { PageSize = 40 };
        var (rows, versions) = (new List<PublishedAllocation>(), new HashSet<int>());
        do
        {
            var page = await client.GetAllocationsAsync(request, cancellationToken: PlanningDatabase.Ct);
            if (rows.Count == 0)
                await database.SucceedAsync(RunKinds.Allocation);
            rows.AddRange(page.Allocations);
            versions.Add(page.PlanVersionKey);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Single(versions);
        Assert.Equal(rows.Select(r => r.AllocationKey).Distinct().Order(), rows.Select(r => r.AllocationKey));
        var again = await client.GetAllocationsAsync(new() { PageSize = 10_000 }, cancellationToken: PlanningDatabase.Ct);
        Assert.DoesNotContain(again.PlanVersionKey, versions);
        Assert.Equal(rows.Sum(r => r.Quantity + r.Unmet), again.Allocations.Sum(r => r.Quantity + r.Unmet), 1e-6);
        Assert.All((await client.GetAllocationsAsync(new() { ProductCodes = { "SKU-1" } }, cancellationToken: PlanningDatabase.Ct)).Allocations, r => Assert.Equal("SKU-1", r.ProductCode));
    }

    [Fact]
    public void Run_InParts_KeepsDemandAndCapacity()
    {
        var place = new Place(1, "PL", "Plant", 0, 0, 0, true);
        var demands = Enumerable.Range(1, 30).Select(i => new WantedUnits(i % 5, i, new DateOnly(2026, 4, 1), (2026 * 12) + 3, i, i, i % 7, 10, $"D{i}", "")).ToList();
        var supply = new SupplyRows([new StockLevel(place with { Makes = false }, 2, 20260331, 25)], [new MonthlyCapacity(place, "Line", new DateOnly(2026, 3, 1), 100)]);
        var (rows, note) = AllocationCalculation.Run(demands, new AllocationNetwork(supply, key => $"P{key}"), PlanningDatabase.Ct, mostLanes: 1);
        Assert.NotNull(note);
        foreach (var demand in demands)
            Assert.Equal(demand.Quantity, rows.Where(r => r.ProductKey == demand.ProductKey && r.TerritoryKey == demand.TerritoryKey).Sum(r => r.Quantity + r.Unmet), 1e-6);
        Assert.Equal(25, rows.Where(r => r.Source == "Stock").Sum(r => r.Quantity), 1e-6);
        Assert.Equal(100, rows.Where(r => r.Source == "Line").Sum(r => r.Quantity), 1e-6);
    }

    private static AllocateRequest Scarce() => new()
    {
        Sources = { new SupplySource { SourceId = "S", Available = 10 } },
        Demands = { new Demand { DemandId = "A", Quantity = 10, UnitValue = 1 }, new Demand { DemandId = "B", Quantity = 5, UnitValue = 9, Priority = 2 } },
        Lanes = { new Lane { SourceId = "S", DemandId = "A", UnitCost = 0.25 }, new Lane { SourceId = "S", DemandId = "B", UnitCost = 0.25 } },
    };
}
