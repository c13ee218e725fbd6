using PlanningEngine.Allocation.Quotas;

namespace PlanningEngine.Allocation.Tests.Quotas;

public sealed class QuotaProblemValidatorTests
{
    [Fact]
    public void Validate_EverythingWrong_ReportsAllAtOnce()
    {
        var problem = new QuotaProblem(
        [
            new QuotaNode("A", -1) { Target = -1, Locked = 1.005m, OverAssignment = 1 },
            new QuotaNode("A", 0) { History = double.NaN, Potential = -1, Weight = 0, MinimumChange = -2 },
            new QuotaNode("", 0),
            new QuotaNode("C", 4) { Capacity = new SellingCapacity(double.PositiveInfinity, AttritionPerPeriod: 1) },
            new QuotaNode("D", 3) { Activity = [1, 1] },
            new QuotaNode("E", -1) { Maximum = 1e20m, LockedPeriods = [1, 2] },
        ])
        { Fairness = double.NaN, Seasonality = [0], Blend = new QuotaBlend(0, 0, 0), Relaxation = new RelaxationWeights(0, 1, 1) };
        var thrown = Assert.Throws<InvalidProblemException>(() => SomeQuotas.Solved(problem));
        (string Code, string Subject)[] expected =
        [
            ("OUT_OF_RANGE", "fairness"), ("OUT_OF_RANGE", "blend"), ("OUT_OF_RANGE", "relaxation.Bound"), ("OUT_OF_RANGE", "seasonality"),
            ("NEGATIVE", "nodes[A].Target"), ("NOT_WHOLE", "nodes[A].Locked"), ("OUT_OF_RANGE", "nodes[A].OverAssignment"), ("TWICE_FIXED", "nodes[A].Locked"),
            ("DUPLICATE", "nodes[A].Code"), ("NOT_FINITE", "nodes[A].History"), ("NEGATIVE", "nodes[A].Potential"), ("OUT_OF_RANGE", "nodes[A].Weight"),
            ("NO_LAST", "nodes[A].MinimumChange"), ("OUT_OF_RANGE", "nodes[A].MinimumChange"), ("EMPTY", "nodes[2].Code"),
            ("NOT_FINITE", "nodes[C].Capacity.PerPeriod"), ("OUT_OF_RANGE", "nodes[C].Capacity.AttritionPerPeriod"), ("TOO_LARGE", "nodes[E].Maximum"),
            ("ROOTS", "nodes"), ("CYCLE", "nodes[C].Parent"), ("NOT_A_LEAF", "nodes[D].Activity"), ("LENGTH", "nodes[D].Activity"), ("LENGTH", "nodes[E].LockedPeriods"),
        ];
        foreach (var violation in expected)
            Assert.Contains(violation, thrown.Violations.Select(v => (v.Code, v.Subject)));
        Assert.All(thrown.Violations, v => Assert.Contains(" Maybe ", v.Message, StringComparison.Ordinal));
        Assert.Equal(expected.Length, thrown.Violations.Count);
    }

    [Fact]
    public void Validate_EmptyNullAndLoose_AreNamed()
    {
        Assert.Equal(["EMPTY"], QuotaProblemValidator.Validate(new QuotaProblem([])).Select(v => v.Code));
        Assert.Contains(QuotaProblemValidator.Validate(new QuotaProblem([null!])), v => v.Code == "EMPTY");
        Assert.Equal(["NO_TARGET"], QuotaProblemValidator.Validate(new QuotaProblem([new QuotaNode("A", -1)])).Select(v => v.Code));
        Assert.Equal(["UNKNOWN_PARENT"], QuotaProblemValidator.Validate(new QuotaProblem([new QuotaNode("A", -1) { Target = 1 }, new QuotaNode("B", 7)])).Select(v => v.Code));
        Assert.Equal(["CYCLE"], QuotaProblemValidator.Validate(new QuotaProblem([new QuotaNode("A", -1) { Target = 1 }, new QuotaNode("B", 1)])).Select(v => v.Code));
        Assert.Throws<ArgumentNullException>(() => QuotaProblemValidator.Validate(null!));
    }

    [Fact]
    public void Validate_TooDeepAndTooMuchGrowth_AreNamed()
    {
        QuotaProblem Chain(int levels, decimal over) => new([.. Enumerable.Range(0, levels).Select(i => new QuotaNode($"{i}", i - 1) { Target = i == 0 ? 1_000_000m : null, OverAssignment = over })]);
        Assert.Equal(["TOO_DEEP"], QuotaProblemValidator.Validate(Chain(1_001, 0)).Select(v => v.Code));
        Assert.Equal(["TOO_LARGE"], QuotaProblemValidator.Validate(Chain(100, 0.5m)).Select(v => v.Code));
    }
}
