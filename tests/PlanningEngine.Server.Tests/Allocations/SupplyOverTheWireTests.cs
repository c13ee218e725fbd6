using Google.Rpc;
using Grpc.Core;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Server.Tests.Plans;
using static PlanningEngine.Contracts.V1.AllocationService;

namespace PlanningEngine.Server.Tests.Allocations;

/// <summary>Due dates, substitution and split limits through the server.</summary>
public sealed class SupplyOverTheWireTests
{
    [Fact]
    public async Task Allocate_OverTime_EarlyLateAndSubstituted()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var client = new AllocationServiceClient(database.Channel);
        var answer = await client.AllocateAsync(OverTime(), cancellationToken: PlanningDatabase.Ct);
        Assert.Equal(SolveState.Optimal, answer.State);
        // Ten of January arrive in time at 1, ten of February a period late at 1 + 4; of the other product, held a period, one is left to take at 0.5 + 0.25 + 10.
        Assert.Equal([("feb", 10.0, 3, 1, "SKU-1"), ("jan", 10.0, 2, 0, "SKU-1"), ("old", 1.0, 1, -1, "SKU-0")],
            answer.Allocations.Select(a => (a.SourceId, a.Quantity, a.Arrival.Period, a.Arrival.PeriodsLate, a.Arrival.Product)));
        Assert.Equal((21 * 20) - 10 - 50 - 10.75, answer.Objective, 1e-9);
        Assert.Equal(answer.Objective, answer.Bound, 1e-9);

        // Nothing may be late: February has no way, and the shortage is told.
        var punctual = OverTime();
        punctual.Demands[0].Timing.ClearLatestPeriod();
        answer = await client.AllocateAsync(punctual, cancellationToken: PlanningDatabase.Ct);
        Assert.Equal(6, Assert.Single(answer.Shortages).Unmet, 1e-9);
        Assert.DoesNotContain(answer.Allocations, a => a.SourceId == "feb");

        // Held never: the stock of the other product has no way either.
        punctual.OverTime.LongestHold = 0;
        answer = await client.AllocateAsync(punctual, cancellationToken: PlanningDatabase.Ct);
        Assert.Equal("jan", Assert.Single(answer.Allocations).SourceId);
        punctual.FairShareRule = FairShareRule.MaxMin;
        Assert.Equal(10, Assert.Single((await client.AllocateAsync(punctual, cancellationToken: PlanningDatabase.Ct)).Allocations).Quantity, 1e-9);
    }

    [Fact]
    public async Task Allocate_TheReadmesSample_IsAnswered()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var sample = File.ReadAllText(Repository.PathOf("README.md")).Split("grpcurl -plaintext -d '")[1].Split('\'')[0];
        var answer = await new AllocationServiceClient(database.Channel).AllocateAsync(AllocateRequest.Parser.ParseJson(sample), cancellationToken: PlanningDatabase.Ct);
        Assert.Equal((60.0, 6), (Assert.Single(answer.Allocations).Quantity, answer.Allocations[0].Arrival.Period));
        Assert.Contains("short 40 because plant B is full", Assert.Single(answer.Shortages).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Allocate_OverTimeBad_EveryFieldIsNamed()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var bad = OverTime();
        bad.Sources[0].Timing = null;
        bad.Sources[1].Available = double.NaN;
        bad.Demands[0].Timing.LatestPeriod = 1;
        bad.Demands[0].Timing.LateCost = -1;
        bad.Demands[0].Split = new DemandSplit { MostSources = 0, SmallestShipment = -2 };
        bad.Lanes.Add(new Lane { SourceId = "jan", DemandId = "1" });
        bad.OverTime.Freight[0].Periods = -1;
        bad.OverTime.Substitutions[0].UnitCost = double.PositiveInfinity;
        bad.OverTime.HoldingCost = -1;
        bad.OverTime.LongestHold = -1;
        Assert.Equal(
            ["demands[1].split.most_sources", "demands[1].split.smallest_shipment", "demands[1].timing.late_cost", "demands[1].timing.latest_period", "lanes", "over_time.freight[0].periods",
                "over_time.holding_cost", "over_time.longest_hold", "over_time.substitutions[0].unit_cost", "sources[feb].available", "sources[jan].timing"],
            (await FieldsAsync(database, bad)).Order(StringComparer.Ordinal));

        bad = OverTime();
        bad.OverTime = null;
        Assert.Equal(["sources[jan].timing", "sources[feb].timing", "sources[old].timing", "demands[1].timing"], await FieldsAsync(database, bad));
    }

    [Fact]
    public async Task Allocate_SplitLimits_AreKeptAndShortagesSayWhy()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var client = new AllocationServiceClient(database.Channel);
        var answer = await client.AllocateAsync(Split(new DemandSplit { MostSources = 1 }), cancellationToken: PlanningDatabase.Ct);
        Assert.Equal(SolveState.Optimal, answer.State);
        Assert.Equal(("B", 10.0), (Assert.Single(answer.Allocations).SourceId, answer.Allocations[0].Quantity));
        var shortage = Assert.Single(answer.Shortages);
        Assert.Equal(("SPLIT_LIMIT", 2.0), (shortage.ReasonCode, shortage.Unmet));
        Assert.Equal("Demand 1 of SKU-1 is short 2 because at most one source may serve it, and that is plant B; plant A has 6 left.", shortage.Reason);
        Assert.All(answer.SourcePrices, p => Assert.True(p.Linear));
        Assert.Equal(60, answer.Objective, 1e-9);
        Assert.Equal(60, answer.Bound, 1e-9);

        // A sends six, B six; C has four and may not send fewer than five.
        answer = await client.AllocateAsync(Split(new DemandSplit { SmallestShipment = 5 }), cancellationToken: PlanningDatabase.Ct);
        Assert.Equal([("A", 6.0), ("B", 6.0)], answer.Allocations.Select(a => (a.SourceId, a.Quantity)));
        var infeasible = Split(new DemandSplit { MostSources = 1 });
        infeasible.Demands[0].MinimumFill = 1;
        answer = await client.AllocateAsync(infeasible, cancellationToken: PlanningDatabase.Ct);
        Assert.Equal(SolveState.Infeasible, answer.State);
        Assert.Contains("relax it by 2", Assert.Single(answer.Conflicts), StringComparison.Ordinal);

        infeasible.FairShareRule = FairShareRule.MaxMin;
        Assert.Equal(["fair_share_rule"], await FieldsAsync(database, infeasible));
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.CheckAvailabilityAsync(new() { Plan = Split(new DemandSplit()) }, cancellationToken: PlanningDatabase.Ct));
        Assert.Equal("plan.demands", Assert.Single(refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task Allocate_SplitBeforeADeadline_TheBestSoFarArrivesOrTheCallEnds()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var client = new AllocationServiceClient(database.Channel);
        var request = ManySplits(20, 50);
        var answer = await client.AllocateAsync(request, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(30), cancellationToken: PlanningDatabase.Ct);
        Assert.Contains(answer.State, new[] { SolveState.Optimal, SolveState.Feasible });
        Assert.NotEmpty(answer.Allocations);
        Assert.All(answer.Allocations.GroupBy(a => a.DemandId), g => Assert.Single(g));
        Assert.All(answer.Allocations.GroupBy(a => a.SourceId), g => Assert.True(g.Sum(a => a.Quantity) <= request.Sources.Single(s => s.SourceId == g.Key).Available));
        Assert.True(answer.Objective <= answer.Bound);

        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var cancelled = await Assert.ThrowsAsync<RpcException>(async () => await client.AllocateAsync(ManySplits(30, 100), cancellationToken: gone.Token));
        Assert.Equal(StatusCode.Cancelled, cancelled.StatusCode);
        Assert.Equal(["lanes"], await FieldsAsync(database, ManySplits(101, 200)));
    }

    [Fact]
    public async Task Allocate_Prices_OfSourcesDemandsAndLanes()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var request = new AllocateRequest
        {
            Sources = { new SupplySource { SourceId = "A", Available = 60 }, new SupplySource { SourceId = "B", Available = 100 } },
            Demands = { new Demand { DemandId = "1", Quantity = 50, UnitValue = 10 }, new Demand { DemandId = "2", Quantity = 40, UnitValue = 30, Priority = 2, MinimumFill = 0.5 } },
            Lanes =
            {
                new Lane { SourceId = "A", DemandId = "1", UnitCost = 2 }, new Lane { SourceId = "A", DemandId = "2", UnitCost = 3 },
                new Lane { SourceId = "B", DemandId = "2", UnitCost = 7, Maximum = 15 }, new Lane { SourceId = "B", DemandId = "1", UnitCost = 90 },
            },
            PriorityRule = PriorityRule.ByValue,
            RefusedLaneLimit = 5,
            LanePriceLimit = 5,
        };
        var client = new AllocationServiceClient(database.Channel);
        var answer = await client.AllocateAsync(request, cancellationToken: PlanningDatabase.Ct);
        // A gives 25 to demand 2 and 35 to demand 1; B its 15 to demand 2. A unit more of A serves demand 1, for 15 units.
        Assert.Equal((8.0, 15.0), (answer.SourcePrices[0].OneMore.Money, answer.SourcePrices[0].OneMore.HoldsFor));
        Assert.Equal((8.0, 35.0, 8.0), (answer.SourcePrices[0].OneLess.Money, answer.SourcePrices[0].OneLess.HoldsFor, answer.SourcePrices[0].Price));
        Assert.Equal((0.0, double.PositiveInfinity), (answer.SourcePrices[1].OneMore.Money, answer.SourcePrices[1].OneMore.HoldsFor));
        // One more of demand 2 brings 27 and takes 8 from demand 1; one more of demand 1 is not served.
        Assert.Equal([0.0, 19.0], answer.DemandPrices.Select(p => p.OneMore.Money));
        Assert.Equal((0.0, 20.0), (answer.DemandPrices[1].MinimumOneLess.Money, answer.DemandPrices[1].MinimumOneLess.HoldsFor));
        Assert.Null(answer.DemandPrices[0].MinimumOneLess);
        // The lane from B at its maximum frees a unit of A: 3 saved and 8 gained against 7.
        var lane = Assert.Single(answer.LanePrices);
        Assert.Equal(("B", "2", 4.0, 15.0), (lane.SourceId, lane.DemandId, lane.OneMore.Money, lane.OneMore.HoldsFor));
        var refused = Assert.Single(answer.RefusedLanes);
        Assert.Equal(("B", "1", 80.0, 0), (refused.SourceId, refused.DemandId, refused.ReducedCost, refused.Rank));

        request.PriorityRule = PriorityRule.Strict;
        request.Lanes.RemoveAt(3);
        answer = await client.AllocateAsync(request, cancellationToken: PlanningDatabase.Ct);
        Assert.Contains(answer.DemandPrices[1].OneMore.Shortages, s => s is { HasPriority: true, Priority: 2, PerUnit: 1 });
        (request.RefusedLaneLimit, request.LanePriceLimit) = (-1, 1_001);
        Assert.Equal(["refused_lane_limit", "lane_price_limit"], await FieldsAsync(database, request));
    }

    [Fact]
    public async Task Allocate_UnitsPerUnit_TakesTheBetterUseOfAnHour()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var request = new AllocateRequest
        {
            Sources = { new SupplySource { SourceId = "B", Label = "plant B", Kind = SourceKind.Capacity, Available = 12 } },
            Demands = { new Demand { DemandId = "1", Quantity = 4, UnitValue = 10 }, new Demand { DemandId = "2", Quantity = 6, UnitValue = 5 } },
            Lanes = { new Lane { SourceId = "B", DemandId = "1", UnitCost = 1, UnitsPerUnit = 3 }, new Lane { SourceId = "B", DemandId = "2", UnitCost = 1 } },
            PriorityRule = PriorityRule.ByValue,
        };
        var client = new AllocationServiceClient(database.Channel);
        var answer = await client.AllocateAsync(request, cancellationToken: PlanningDatabase.Ct);
        Assert.Equal([("1", 2.0, 6.0), ("2", 6.0, 6.0)], answer.Allocations.Select(a => (a.DemandId, a.Quantity, a.Taken)));
        Assert.Equal((42.0, 42.0), (answer.Objective, answer.Bound));
        Assert.Equal((3.0, 0.0, true), (Math.Round(answer.SourcePrices[0].OneMore.Money, 9), answer.SourcePrices[0].OneMore.HoldsFor, answer.SourcePrices[0].Linear));
        Assert.Empty(answer.DemandPrices);
        request.RatioPriceLimit = 10;
        answer = await client.AllocateAsync(request, cancellationToken: PlanningDatabase.Ct);
        Assert.Equal(6, answer.SourcePrices[0].OneMore.HoldsFor, 1e-6);
        Assert.False(answer.SourcePrices[0].Linear);
        Assert.Equal([0.0, 1.0], answer.DemandPrices.Select(p => Math.Round(p.OneMore.Money, 9)));

        request.Lanes[1].UnitsPerUnit = -1;
        (request.FairShareRule, request.RatioPriceLimit) = (FairShareRule.MaxMin, 101);
        Assert.Equal(["ratio_price_limit", "fair_share_rule", "lanes[B->2].units_per_unit"], await FieldsAsync(database, request));

        // Two small packs for a large one: their freight is paid twice.
        var dated = OverTime();
        dated.OverTime.Substitutions[0].UnitsPerUnit = 2;
        dated.Demands[0].Quantity = 22;
        answer = await client.AllocateAsync(dated, cancellationToken: PlanningDatabase.Ct);
        var old = answer.Allocations.Single(a => a.SourceId == "old");
        Assert.Equal((2.0, 4.0), (old.Quantity, old.Taken));
        Assert.Equal((22 * 20) - 10 - 50 - (2 * 11.5), answer.Objective, 1e-9);
    }

    [Fact]
    public async Task Allocate_MinimumFillsTooHigh_TheLeastWeightedRelaxationInWords()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var request = new AllocateRequest
        {
            Sources = { new SupplySource { SourceId = "A", Label = "plant A", Available = 10, RelaxationWeight = 2 }, new SupplySource { SourceId = "B", Label = "plant B", Available = 10 } },
            Demands = { new Demand { DemandId = "1", Label = "SKU-1", Quantity = 20, UnitValue = 9, MinimumFill = 1, RelaxationWeight = 5 } },
            Lanes = { new Lane { SourceId = "A", DemandId = "1" }, new Lane { SourceId = "B", DemandId = "1", Maximum = 6, RelaxationWeight = 3 } },
        };
        var client = new AllocationServiceClient(database.Channel);
        var answer = await client.AllocateAsync(request, cancellationToken: PlanningDatabase.Ct);
        Assert.Equal(SolveState.Infeasible, answer.State);
        Assert.Equal((SolveState.Optimal, 8.0), (answer.SmallestRelaxation.State, answer.SmallestRelaxation.Weight));
        var relaxation = Assert.Single(answer.SmallestRelaxation.Relaxations);
        Assert.Equal((RelaxationKind.Availability, "A", 4.0, "Have 14 instead of 10 at plant A."), (relaxation.Kind, relaxation.SourceId, relaxation.Quantity, relaxation.Sentence));
        var cut = Assert.Single(answer.MinimumFillConflicts);
        Assert.Equal((20.0, 16.0, "A", 6.0), (cut.Required, cut.Available, Assert.Single(cut.SourceIds), Assert.Single(cut.LimitingLanes).Maximum));

        // Under a split limit the second source is out: ten more at A, or ten less for the demand.
        request.Demands[0].Split = new DemandSplit { MostSources = 1 };
        answer = await client.AllocateAsync(request, cancellationToken: PlanningDatabase.Ct);
        Assert.Equal((SolveState.Infeasible, 20.0), (answer.State, Math.Round(answer.SmallestRelaxation.Weight, 6)));

        // Without any weight each minimum fill weighs 1.
        request.Demands[0].Split = null;
        request.Sources[0].ClearRelaxationWeight();
        request.Demands[0].ClearRelaxationWeight();
        request.Lanes[1].ClearRelaxationWeight();
        answer = await client.AllocateAsync(request, cancellationToken: PlanningDatabase.Ct);
        Assert.Equal("Let demand 1 of SKU-1 have at least 16 instead of 20.", Assert.Single(answer.SmallestRelaxation.Relaxations).Sentence);
        request.FairShareRule = FairShareRule.MaxMin;
        Assert.Equal(4, (await client.AllocateAsync(request, cancellationToken: PlanningDatabase.Ct)).SmallestRelaxation.Weight);

        request.Sources[1].RelaxationWeight = -1;
        request.Demands[0].RelaxationWeight = double.NaN;
        request.Lanes[0].RelaxationWeight = 1;
        Assert.Equal(["sources[B].relaxation_weight", "demands[1].relaxation_weight", "lanes[A->1].relaxation_weight"], await FieldsAsync(database, request));
    }

    private static AllocateRequest ManySplits(int sources, int demands)
    {
        var random = new Random(5);
        var request = new AllocateRequest();
        for (var i = 0; i < sources; i++)
            request.Sources.Add(new SupplySource { SourceId = $"S{i}", Available = random.Next(50, 100) });
        for (var j = 0; j < demands; j++)
        {
            request.Demands.Add(new Demand { DemandId = $"D{j}", Quantity = random.Next(5, 30), UnitValue = random.Next(20, 40), Priority = random.Next(1, 4), Split = new DemandSplit { MostSources = 1 } });
            for (var i = 0; i < sources; i++)
                request.Lanes.Add(new Lane { SourceId = $"S{i}", DemandId = $"D{j}", UnitCost = random.Next(1, 20) });
        }

        return request;
    }

    private static async Task<IReadOnlyList<string>> FieldsAsync(PlanningDatabase database, AllocateRequest request)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await new AllocationServiceClient(database.Channel).AllocateAsync(request, cancellationToken: PlanningDatabase.Ct));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        return [.. refused.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(f => f.Field)];
    }

    private static AllocateRequest OverTime() => new()
    {
        Sources =
        {
            new SupplySource { SourceId = "jan", Kind = SourceKind.Capacity, Available = 10, Timing = new SourceTiming { Site = "P", Period = 1 } },
            new SupplySource { SourceId = "feb", Kind = SourceKind.Capacity, Available = 10, Timing = new SourceTiming { Site = "P", Period = 2 } },
            new SupplySource { SourceId = "old", Available = 5, Timing = new SourceTiming { Site = "W", Product = "SKU-0", Period = 1 } },
        },
        Demands = { new Demand { DemandId = "1", Label = "SKU-1", Quantity = 21, UnitValue = 20, Timing = new DemandTiming { Market = "M", Product = "SKU-1", DuePeriod = 2, LatestPeriod = 3, LateCost = 4 } } },
        OverTime = new SupplyOverTime
        {
            Freight = { new FreightLane { Site = "P", Market = "M", UnitCost = 1, Periods = 1 }, new FreightLane { Site = "W", Market = "M", UnitCost = 0.5 } },
            Substitutions = { new Substitution { Wanted = "SKU-1", Given = "SKU-0", UnitCost = 10 } },
            HoldingCost = 0.25,
        },
    };

    private static AllocateRequest Split(DemandSplit split) => new()
    {
        Sources = { new SupplySource { SourceId = "A", Label = "plant A", Available = 6 }, new SupplySource { SourceId = "B", Label = "plant B", Available = 10 }, new SupplySource { SourceId = "C", Label = "plant C", Available = 4 } },
        Demands = { new Demand { DemandId = "1", Label = "SKU-1", Quantity = 12, UnitValue = 10, Split = split } },
        Lanes = { new Lane { SourceId = "A", DemandId = "1", UnitCost = 1 }, new Lane { SourceId = "B", DemandId = "1", UnitCost = 4 }, new Lane { SourceId = "C", DemandId = "1", UnitCost = 2 } },
    };
}
