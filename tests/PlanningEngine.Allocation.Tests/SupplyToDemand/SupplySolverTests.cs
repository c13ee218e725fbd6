using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class SupplySolverTests
{
    [Fact]
    public void Solve_PlantIsFull_SaysWhyAndWhatOneMoreUnitIsWorth()
    {
        var problem = Some.Problem(
            [Some.Plant("B", 60)],
            [new Demand("118", "SKU-7", 100, 1, 15)],
            [new Lane("B", "118", 2.5)]);

        var result = Some.Solved(problem);

        Assert.Equal(SolveStatus.Optimal, result.Status);
        var reason = Assert.Single(result.Explanation!.Shortages);
        Assert.Equal("Demand 118 of SKU-7 is short 40 because plant B is full in May 2026; one more unit there is worth 12.50.", reason.Sentence);
        Assert.Equal((ShortageCode.SourcesExhausted, "118", 40.0, "B", 12.5), (reason.Code, reason.DemandId, reason.Quantity, reason.SourceId, reason.UnitWorth));
        var value = Assert.Single(result.Explanation.SourceValues);
        Assert.True(value.Binding);
        Assert.Equal((12.5, 40.0, new ShortageRate(1, -1)), (value.OneMore.Money, value.OneMore.HoldsFor, Assert.Single(value.OneMore.Shortages)));
        Assert.Equal((12.5, 60.0, new ShortageRate(1, -1)), (value.OneLess!.Money, value.OneLess.HoldsFor, Assert.Single(value.OneLess.Shortages)));
        Assert.Equal(60 * 12.5, result.Plan!.NetValue);
        Assert.Empty(SupplyPlanChecker.Check(problem, result));
    }

    [Theory]
    [InlineData(PriorityRule.Strict, 10, 0)]
    [InlineData(PriorityRule.ByValue, 0, 10)]
    public void Solve_PriorityAgainstValue_FollowsTheRule(PriorityRule rule, double first, double second)
    {
        var problem = Some.Problem(
            [Some.Plant("A", 10)],
            [Some.Demand("1", 10, priority: 1, value: 1), Some.Demand("2", 10, priority: 2, value: 1e6)],
            [new Lane("A", "1", 0), new Lane("A", "2", 0)],
            rule);

        var result = Some.Solved(problem);

        Assert.Equal([first, second], result.Plan!.Demands.Select(demand => demand.Served));
        var reason = Assert.Single(result.Explanation!.Shortages);
        Assert.Equal(rule == PriorityRule.Strict ? ShortageCode.ServedHigherPriority : ShortageCode.ServedMoreValuable, reason.Code);
        Assert.Equal(rule == PriorityRule.Strict ? "1" : "2", reason.RivalDemandId);
    }

    [Fact]
    public void Solve_FiftyPriorityLevels_AreStrictlyOrdered()
    {
        var demands = Enumerable.Range(1, 50).Select(i => Some.Demand($"{i}", 1, priority: i, value: Math.Pow(1.5, i))).ToArray();
        var problem = Some.Problem([Some.Plant("A", 25)], demands, [.. demands.Select(demand => new Lane("A", demand.Id, 1))]);

        var result = Some.Solved(problem);

        Assert.All(result.Plan!.Demands, demand => Assert.Equal(int.Parse(demand.DemandId, System.Globalization.CultureInfo.InvariantCulture) <= 25 ? 1 : 0, demand.Served));
        Assert.Empty(SupplyPlanChecker.Check(problem, result));
    }

    [Fact]
    public void Solve_EachKindOfShortage_IsNamed()
    {
        var problem = Some.Problem(
            [Some.Plant("A", 10, SourceKind.Stock), Some.Plant("Z", 0)],
            [Some.Demand("alone", 5), Some.Demand("narrow", 5), Some.Demand("dear", 5, value: 3), Some.Demand("dry", 5), Some.Demand("held", 20, value: 1.5, minimumFill: 0.35), Some.Demand("rival", 5, value: 20)],
            [new Lane("A", "narrow", 1, 2), new Lane("A", "dear", 3), new Lane("Z", "dry", 1), new Lane("A", "held", 1), new Lane("A", "rival", 1)],
            PriorityRule.ByValue);

        var result = Some.Solved(problem);
        var codes = result.Explanation!.Shortages.ToDictionary(reason => reason.DemandId, reason => reason);

        Assert.Equal(ShortageCode.NoLane, codes["alone"].Code);
        Assert.Equal(ShortageCode.NotWorthIt, codes["dear"].Code);
        Assert.Equal("Demand dry of SKU-dry is short 5 because plant Z has no capacity in May 2026; one more unit there is worth 9.00.", codes["dry"].Sentence);
        Assert.Equal(ShortageCode.SourcesExhausted, codes["dry"].Code);
        Assert.Equal(ShortageCode.HeldForMinimumFill, codes["rival"].Code);
        Assert.Equal("held", codes["rival"].RivalDemandId);
        Assert.Equal("Demand rival of SKU-rival is short 2 because plant A has no stock left in May 2026 and gives 7 to demand held of SKU-held for its minimum fill; one more unit there is worth 19.00.", codes["rival"].Sentence);
        Assert.Equal(ShortageCode.HeldForMinimumFill, codes["narrow"].Code);

        var wide = Some.Solved(problem with { Sources = [Some.Plant("A", 100), Some.Plant("Z", 0)] });
        var narrow = wide.Explanation!.Shortages.Single(reason => reason.DemandId == "narrow");
        Assert.Equal(ShortageCode.LaneLimit, narrow.Code);
        Assert.Equal("Demand narrow of SKU-narrow is short 3 because the lane from plant A in May 2026 carries its maximum of 2.", narrow.Sentence);
        Assert.Empty(SupplyPlanChecker.Check(problem, result));
    }

    [Fact]
    public void Solve_MinimumFillsTooHigh_NamesTheConflictAndTheSmallestRelaxation()
    {
        var problem = Some.Problem(
            [Some.Plant("A", 10), Some.Plant("far", 1000)],
            [Some.Demand("1", 10, minimumFill: 0.8), Some.Demand("2", 10, priority: 2, minimumFill: 0.7), Some.Demand("3", 50, minimumFill: 1), Some.Demand("lost", 4, minimumFill: 0.5)],
            [new Lane("A", "1", 1), new Lane("A", "2", 1), new Lane("far", "2", 9, 2), new Lane("far", "3", 1)]);

        var result = Some.Solved(problem);

        Assert.Equal(SolveStatus.Infeasible, result.Status);
        var conflicts = result.Conflicts.OrderBy(conflict => conflict.Shortfall).ToArray();
        Assert.Equal(2, conflicts.Length);
        Assert.Equal(["lost"], conflicts[0].DemandIds);
        Assert.Equal(2, conflicts[0].Shortfall);
        Assert.Equal(["1", "2"], conflicts[1].DemandIds);
        Assert.Equal(["A"], conflicts[1].SourceIds);
        Assert.Equal("far", Assert.Single(conflicts[1].LimitingLanes).SourceId);
        Assert.Equal((15.0, 12.0, 3.0), (conflicts[1].Required, conflicts[1].Available, conflicts[1].Shortfall));
        Assert.Equal(3, conflicts[1].Relaxations.Sum(relaxation => relaxation.Quantity));
        Assert.StartsWith("The minimum fills of demand 1 of SKU-1 and demand 2 of SKU-2 need 15, but plant A in May 2026 and the limited lane from plant far in May 2026 can give 12. Maybe relax them by 3 in total", conflicts[1].Sentence, StringComparison.Ordinal);
        Assert.Empty(SupplyPlanChecker.Check(problem, result));
    }

    [Fact]
    public void Solve_RefusedLane_BecomesUsedOnceItsCostFallsByMoreThanTheReducedCost()
    {
        var problem = Some.Problem(
            [Some.Plant("A", 10), Some.Plant("B", 10)],
            [Some.Demand("1", 10)],
            [new Lane("A", "1", 2), new Lane("B", "1", 5)]);

        var refused = Assert.Single(Some.Solved(problem).Explanation!.RefusedLanes);

        Assert.Equal(new RefusedLane("B", "1", 3, 0), refused);
        var cheaper = Some.Solved(problem with { Lanes = [problem.Lanes[0], problem.Lanes[1] with { UnitCost = 1.99 }] });
        Assert.Equal("B", Assert.Single(cheaper.Plan!.Shipments).SourceId);
    }
}
