using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class SupplySolverEdgeTests
{
    [Fact]
    public void Solve_NoSourcesAndNoLanes_EverythingIsUnmet()
    {
        var result = Some.Solved(Some.Problem([], [Some.Demand("1", 3)], []));
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal(3, result.Plan!.Unmet);
        Assert.Equal(ShortageCode.NoLane, Assert.Single(result.Explanation!.Shortages).Code);
    }

    [Fact]
    public void Solve_AllZero_IsOptimalAndEmpty()
    {
        var problem = Some.Problem([Some.Plant("A", 0)], [Some.Demand("1", 0), Some.Demand("2", 0, minimumFill: 1)], [new Lane("A", "1", 0), new Lane("A", "2", 0, 0)]);
        var result = Some.Solved(problem);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Empty(result.Plan!.Shipments);
        Assert.Empty(result.Explanation!.Shortages);
        Assert.Empty(SupplyPlanChecker.Check(problem, result));
    }

    [Fact]
    public void Solve_AllZeroSupply_SaysWhatAUnitWouldBeWorth()
    {
        var problem = Some.Problem([Some.Plant("A", 0, SourceKind.Stock)], [Some.Demand("1", 5)], [new Lane("A", "1", 4)]);
        var result = Some.Solved(problem);
        Assert.Null(result.Explanation!.SourceValues[0].OneLess);
        var more = result.Explanation.SourceValues[0].OneMore;
        Assert.Equal((6.0, 5.0, new ShortageRate(1, -1)), (more.Money, more.HoldsFor, Assert.Single(more.Shortages)));
        Assert.Equal("Demand 1 of SKU-1 is short 5 because plant A has no stock in May 2026; one more unit there is worth 6.00.", result.Explanation.Shortages[0].Sentence);
    }

    [Fact]
    public void Solve_DecimalQuantities_ComeBackAsTheSameDecimals()
    {
        var problem = Some.Problem([Some.Plant("A", 0.3), Some.Plant("B", 0.1)], [Some.Demand("1", 0.1), Some.Demand("2", 0.7)], [new Lane("A", "1", 0.1), new Lane("A", "2", 0.2), new Lane("B", "2", 0.2)]);
        var result = Some.Solved(problem);
        Assert.Equal([0.1, 0.2, 0.1], result.Plan!.Shipments.Select(shipment => shipment.Quantity));
    }

    [Fact]
    public void Solve_MillionthsBesideThousandMillions_KeepsBoth()
    {
        var problem = Some.Problem(
            [Some.Plant("small", 0.000001), Some.Plant("large", 1e9)],
            [Some.Demand("1", 0.000002, value: 1e9), Some.Demand("2", 2e9, value: 0.000003)],
            [new Lane("small", "1", 0.000001), new Lane("large", "2", 0.000001)]);
        var result = Some.Solved(problem);
        Assert.Equal([1e9, 0.000001], result.Plan!.Shipments.Select(shipment => shipment.Quantity));
        Assert.Equal(0.000002, result.Explanation!.SourceValues[1].OneMore.Money);
        Assert.Equal(1e9 - 0.000001, result.Explanation.SourceValues[0].OneMore.Money);
        Assert.Empty(SupplyPlanChecker.Check(problem, result));
    }

    [Fact]
    public void Solve_QuantityBelowResolution_IsReportedNotDropped()
    {
        var problem = Some.Problem([Some.Plant("A", 1e15)], [Some.Demand("dust", 1e-30), Some.Demand("1", 1e15)], [new Lane("A", "dust", 0), new Lane("A", "1", 0)]);
        var result = Some.Solved(problem);
        Assert.Equal(1e-30, result.Plan!.Demands[0].Unmet);
        Assert.Equal(ShortageCode.BelowResolution, Assert.Single(result.Explanation!.Shortages).Code);
        Assert.Empty(SupplyPlanChecker.Check(problem, result));
    }

    [Fact]
    public void Solve_UnlimitedSource_IsNeverBinding()
    {
        var problem = Some.Problem([Some.Plant("A", 1e15)], [Some.Demand("é, 1", 0.7)], [new Lane("A", "é, 1", 0.1)]);
        var result = Some.Solved(problem);
        var value = result.Explanation!.SourceValues[0];
        Assert.False(value.Binding);
        Assert.Equal((0.0, double.PositiveInfinity, 0), (value.OneMore.Money, value.OneMore.HoldsFor, value.OneMore.Shortages.Count));
        Assert.Equal(0.7, result.Plan!.Served);
        Assert.Equal(1e15 - 0.7, value.OneLess!.HoldsFor);
    }

    [Fact]
    public void Solve_CancelledBeforeItStarts_ReturnsAPlanWithItsBoundAndGap()
    {
        var problem = Some.DenseProblem(1, 20, PriorityRule.Strict);
        var best = Some.Solved(problem).Certificate!.Objective;
        var result = SupplySolver.Solve(problem, cancellationToken: new CancellationToken(true));
        Assert.Equal(SolveStatus.Feasible, result.Status);
        Assert.Equal(0, result.Pivots);
        Assert.InRange(best, result.Certificate!.Bound, result.Certificate.Objective);
        Assert.All(result.Explanation!.Shortages, reason => Assert.Equal(ShortageCode.StoppedEarly, reason.Code));
        Assert.Empty(SupplyPlanChecker.Check(problem, result));
    }

    [Fact]
    public void Solve_PivotLimits_BoundsHoldAndThePlanNeverGetsWorse()
    {
        var problem = Some.DenseProblem(2, 15, PriorityRule.ByValue);
        var full = Some.Solved(problem);
        var best = full.Certificate!.Objective;
        var last = double.PositiveInfinity;
        for (var pivots = 0L; pivots <= full.Pivots; pivots++)
        {
            var result = Some.Solved(problem, new SupplySolverOptions { PivotLimit = pivots });
            Assert.Equal(pivots == full.Pivots ? SolveStatus.Optimal : SolveStatus.Feasible, result.Status);
            Assert.True(result.Certificate!.Objective <= last);
            Assert.True(result.Certificate.Bound <= best + 1e-6);
            Assert.Empty(SupplyPlanChecker.Check(problem, result));
            last = result.Certificate.Objective;
        }
    }

    [Fact]
    public void Solve_StoppedBeforeMinimumFillsAreMet_FindsNoSolution()
    {
        var problem = Some.Problem([Some.Plant("A", 5)], [Some.Demand("1", 5, minimumFill: 1)], [new Lane("A", "1", 1)]);
        Assert.Equal(SolveStatus.NoSolutionFound, Some.Solved(problem, new SupplySolverOptions { PivotLimit = 0 }).Status);
        Assert.Equal(SolveStatus.Optimal, Some.Solved(problem).Status);
    }

    [Fact]
    public void Solve_NegativeLimits_AreProgrammingMistakes()
    {
        var problem = Some.Problem([], [Some.Demand("1", 1)], []);
        Assert.Throws<ArgumentOutOfRangeException>(() => Some.Solved(problem, new SupplySolverOptions { PivotLimit = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Some.Solved(problem, new SupplySolverOptions { RefusedLaneLimit = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Some.Solved(problem, new SupplySolverOptions { LaneValueLimit = -1 }));
    }
}
