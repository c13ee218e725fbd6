using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class DatedSupplyTests
{
    private static readonly DatedSupply Dated = new(
        [new DatedSource(Some.Plant("jan", 10), "P", "", 1), new DatedSource(Some.Plant("feb", 10), "P", "", 2), new DatedSource(Some.Plant("old", 5, SourceKind.Stock), "W", "SKU-0", 1)],
        [new DatedDemand(Some.Demand("1", 12), "M", "SKU-1", 2, 3, LateCost: 4)],
        [new FreightLane("P", "M", 1, 1), new FreightLane("W", "M", 0.5)],
        [new Substitution("SKU-1", "SKU-0", 10)],
        HoldingCost: 0.25);

    [Fact]
    public void ToProblem_EarlyLateAndSubstituted_CostsAddUp()
    {
        // From January in time; from February a period late; the stock of the other product waits a period.
        Assert.Equal([("jan", 1.0), ("feb", 5.0), ("old", 10.75)], Dated.ToProblem(cancellationToken: TestContext.Current.CancellationToken).Lanes.Select(lane => (lane.SourceId, lane.UnitCost)));
        var plan = Some.Solved(Dated.ToProblem(cancellationToken: TestContext.Current.CancellationToken)).Plan!;
        Assert.Equal([("feb", 2.0), ("jan", 10.0)], plan.Shipments.Select(shipment => (shipment.SourceId, shipment.Quantity)));
    }

    [Fact]
    public void ToProblem_NothingMayBeLateOrHeld_LeavesTheLanesInTime()
    {
        var punctual = Dated with { Demands = [Dated.Demands[0] with { LatestPeriod = 2 }], LongestHold = 0 };
        Assert.Equal("jan", Assert.Single(punctual.ToProblem(cancellationToken: TestContext.Current.CancellationToken).Lanes).SourceId);
        Assert.Empty((punctual with { Freight = [] }).ToProblem(cancellationToken: TestContext.Current.CancellationToken).Lanes);
    }

    [Fact]
    public void ToProblem_BadInput_ThrowsAllViolations()
    {
        var bad = Dated with
        {
            HoldingCost = double.NaN,
            LongestHold = -1,
            Sources = [new DatedSource(null!, "P", "", 1)],
            Demands = [Dated.Demands[0] with { LatestPeriod = 1, LateCost = -1 }],
            Freight = [new FreightLane("P", "M", -1, -1), null!],
            Substitutions = [new Substitution("a", "b", double.PositiveInfinity, 0)],
        };
        var exception = Assert.Throws<InvalidProblemException>(() => bad.ToProblem(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(["NOT_FINITE", "NEGATIVE", "EMPTY", "NEGATIVE", "OUT_OF_RANGE", "NEGATIVE", "NEGATIVE", "EMPTY", "NOT_FINITE", "OUT_OF_RANGE"], exception.Violations.Select(violation => violation.Code));
        Assert.Equal("DUPLICATE", Assert.Single(Assert.Throws<InvalidProblemException>(() => (Dated with { Demands = [Dated.Demands[0], Dated.Demands[0]], Freight = [] }).ToProblem(cancellationToken: TestContext.Current.CancellationToken)).Violations).Code);
    }
}
