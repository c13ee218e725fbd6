using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class SupplyProblemValidatorTests
{
    [Fact]
    public void Validate_EverythingWrong_ReportsEverything()
    {
        var problem = new SupplyProblem(
            [Some.Plant("A", double.NaN), Some.Plant("A", -1), Some.Plant(" ", 1), null!, Some.Plant("C", 1, (SourceKind)9)],
            [Some.Demand("1", double.PositiveInfinity, 0, double.NaN, 1.01), Some.Demand("1", 2e15, minimumFill: double.NaN), Some.Demand("2", 1, value: -2e15)],
            [new Lane("A", "1", -1, -2), new Lane("A", "1", 1), new Lane("X", null!, double.NegativeInfinity), null!],
            (PriorityRule)7);

        var codes = SupplyProblemValidator.Validate(problem).Select(violation => (violation.Code, violation.Subject));

        Assert.Equal(
            [
                ("UNKNOWN_RULE", "rule"),
                ("NOT_FINITE", "sources[A].Available"), ("DUPLICATE", "sources[A].Id"), ("NEGATIVE", "sources[A].Available"), ("EMPTY", "sources[2].Id"), ("EMPTY", "sources[3].Id"), ("UNKNOWN_KIND", "sources[C].Kind"),
                ("NOT_FINITE", "demands[1].Quantity"), ("NOT_FINITE", "demands[1].UnitValue"), ("OUT_OF_RANGE", "demands[1].Priority"), ("OUT_OF_RANGE", "demands[1].MinimumFill"),
                ("DUPLICATE", "demands[1].Id"), ("TOO_LARGE", "demands[1].Quantity"), ("OUT_OF_RANGE", "demands[1].MinimumFill"), ("TOO_LARGE", "demands[2].UnitValue"),
                ("NEGATIVE", "lanes[A->1].UnitCost"), ("NEGATIVE", "lanes[A->1].Maximum"), ("DUPLICATE", "lanes[A->1]"),
                ("UNKNOWN_SOURCE", "lanes[X->]"), ("UNKNOWN_DEMAND", "lanes[X->]"), ("NOT_FINITE", "lanes[X->].UnitCost"), ("EMPTY", "lanes[3]"),
            ],
            codes);
    }

    [Fact]
    public void Validate_Messages_HaveNameValueAndAdvice()
    {
        var violation = Assert.Single(SupplyProblemValidator.Validate(Some.Problem([Some.Plant("B", -1.5)], [Some.Demand("1", 1)], [])));
        Assert.Equal("The available quantity (-1.5) of source (B) must not be negative. Maybe set it to 0.", violation.Message);
    }

    [Fact]
    public void Solve_InvalidProblem_ThrowsAllViolationsAtOnce()
    {
        var exception = Assert.Throws<InvalidProblemException>(() => Some.Solved(Some.Problem([Some.Plant("B", -1), Some.Plant("B", 1)], [], [])));
        Assert.Equal(["EMPTY", "NEGATIVE", "DUPLICATE"], exception.Violations.Select(violation => violation.Code));
    }
}
