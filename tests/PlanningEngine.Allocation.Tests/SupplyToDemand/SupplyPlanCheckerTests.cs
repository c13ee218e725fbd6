using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class SupplyPlanCheckerTests
{
    private static readonly SupplyProblem Problem = Some.Problem(
        [Some.Plant("A", 10), Some.Plant("B", 10)],
        [Some.Demand("1", 12), Some.Demand("2", 12, priority: 2)],
        [new Lane("A", "1", 1), new Lane("A", "2", 1), new Lane("B", "1", 3, 5), new Lane("B", "2", 1)]);

    [Fact]
    public void Check_TheSolversAnswer_Holds() => Assert.Empty(SupplyPlanChecker.Check(Problem, Some.Solved(Problem)));

    [Fact]
    public void Check_ShipmentsBeyondLimits_AreFound()
    {
        var codes = CodesAfter(plan => plan with { Shipments = [new Shipment("A", "1", 11, 1), new Shipment("B", "1", 6, 3), new Shipment("C", "1", 1, 0), new Shipment("B", "2", -1, 1)] });
        Assert.Superset(new HashSet<string> { "OVER_AVAILABLE", "OVER_LANE_MAXIMUM", "UNKNOWN_LANE", "NOT_POSITIVE", "NOT_CONSERVED", "TOTAL", "NOT_OPTIMAL" }, codes);
    }

    [Fact]
    public void Check_AFeasibleButWorsePlan_IsNotOptimal()
    {
        var worse = Some.Solved(Problem, new SupplySolverOptions { PivotLimit = 2 });
        var best = Some.Solved(Problem);
        Assert.Equal(SolveStatus.Feasible, worse.Status);
        Assert.Contains("NOT_OPTIMAL", SupplyPlanChecker.Check(Problem, best with { Plan = worse.Plan }).Select(violation => violation.Code));
        Assert.Contains("GAP", SupplyPlanChecker.Check(Problem, worse with { Certificate = worse.Certificate! with { Gap = 0, Bound = worse.Certificate.Objective } }).Select(violation => violation.Code));
    }

    [Fact]
    public void Check_WrongPrices_AreFound()
    {
        var best = Some.Solved(Problem);
        var prices = best.Certificate!.SourcePrices.Select(price => price with { Money = price.Money + 1 }).ToArray();
        var found = SupplyPlanChecker.Check(Problem, best with { Certificate = best.Certificate with { SourcePrices = prices } });
        Assert.Contains("NOT_OPTIMAL", found.Select(violation => violation.Code));
    }

    private static HashSet<string> CodesAfter(Func<SupplyPlan, SupplyPlan> change)
    {
        var result = Some.Solved(Problem);
        return [.. SupplyPlanChecker.Check(Problem, result with { Plan = change(result.Plan!) }).Select(violation => violation.Code)];
    }
}
