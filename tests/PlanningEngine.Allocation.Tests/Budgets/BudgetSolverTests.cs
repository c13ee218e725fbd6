using PlanningEngine.Allocation.Budgets;

namespace PlanningEngine.Allocation.Tests.Budgets;

public sealed class BudgetSolverTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Solve_TwoSquareRoots_SpendsByTheSquaresOfTheirScales()
    {
        var result = Solve(new(100, [Spending.Item("A", new PowerCurve(3, 0.5)), Spending.Item("B", new PowerCurve(4, 0.5))]));
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal((36.0, 64.0), (Math.Round(result.Items[0].Spend, 10), Math.Round(result.Items[1].Spend, 10)));
        Assert.Equal(0.25, result.OneMore!.PerUnit, 1e-11);
        Assert.Equal(0.25, result.OneLess!.PerUnit, 1e-11);
        Assert.Equal(0, result.OneMore.HoldsFor);
        Assert.Equal("A gets 36.00: there the next unit returns 0.25, as much as a unit is worth elsewhere.", result.Reasons[0].Sentence);
        Assert.True(result.Gap <= 1e-12 * result.Bound);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(0)]
    [InlineData(1e9)]
    public void Solve_OneItem_GetsItAll(double budget)
    {
        foreach (var curve in new ResponseCurve[] { new PowerCurve(2, 0.3), new LogCurve(5, 10), new SaturationCurve(9, 4), new HillCurve(7, 3), new HillCurve(7, 3, 0.4) })
        {
            var result = Solve(new(budget, [Spending.Item("A", curve)]));
            Assert.Equal(budget, result.Spend, budget * 1e-12);
            if (double.IsFinite(curve.Marginal(budget)))
                Assert.Equal(curve.Marginal(budget), result.OneMore!.PerUnit, (1e-6 * curve.Marginal(budget)) + 1e-200);
        }
    }

    [Fact]
    public void Solve_PiecewiseLinear_MarginalValuesHoldExactlyInTheirRange()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var problem = Spending.Random(seed, Spending.Pieces);
            var result = Solve(problem);
            Spending.AssertOptimal(problem, result);
            Assert.Equal(SolveStatus.Optimal, result.Status);
            AssertRate(problem, result, result.OneMore!, +1);
            if (result.OneLess is { } less)
                AssertRate(problem, result, less, -1);
        }
    }

    [Fact]
    public void Solve_SmoothCurves_MeetTheConditionsAndTheNextUnitBringsAtMostThePrice()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var problem = Spending.Random(seed, Spending.Concave);
            var result = Solve(problem);
            Spending.AssertOptimal(problem, result);
            Assert.Equal(SolveStatus.Optimal, result.Status);
            var gain = Solve(problem with { Budget = problem.Budget + 1 }).Response - result.Response;
            Assert.InRange(gain, -1e-9, (result.OneMore!.PerUnit * (1 + 1e-9)) + 1e-9);
            if (result.OneLess is { } less)
                Assert.True(result.Response - Solve(problem with { Budget = problem.Budget - 1e-3 }).Response >= (less.PerUnit * 1e-3 * (1 - 1e-6)) - 1e-9);
        }
    }

    [Fact]
    public void Solve_TinyProblemsWithSShapesAndAGroup_OptimalAndNotBelowBruteForce()
    {
        var curved = 0;
        for (var seed = 0; seed < 80; seed++)
        {
            var random = new Random(seed);
            BudgetItem[] items = [.. Enumerable.Range(0, 3).Select(i => Spending.Item($"{i}", random.Next(3) > 0 ? new HillCurve(20 * random.NextDouble(), 2 + (4 * random.NextDouble()), 1.5 + (3 * random.NextDouble())) : Spending.Concave(random), random.Next(2), 2 + random.Next(9), i < 2 ? "G" : null))];
            var most = 4 + random.Next(8);
            var result = Solve(new(12, items, [new BudgetGroup("G", "", 0, most)]));
            var best = 0.0;
            for (var a = items[0].Least; a <= items[0].Most; a += 0.125)
            {
                for (var b = items[1].Least; b <= items[1].Most && a + b <= most; b += 0.125)
                {
                    var c = Math.Min(12 - a - b, items[2].Most!.Value);
                    if (c >= items[2].Least)
                        best = Math.Max(best, items[0].Curve.Response(a) + items[1].Curve.Response(b) + items[2].Curve.Response(c));
                }
            }

            Assert.Equal((seed, SolveStatus.Optimal), (seed, result.Status));
            Assert.InRange(result.Response, best * (1 - 1e-9), result.Bound);
            Assert.True(result.Gap <= 1e-9 * Math.Max(1, result.Bound));
            Assert.True(result.Groups[0].Spend <= most * (1 + 1e-12));
            curved += items.Any(item => item.Curve.Inflection > 0) ? 1 : 0;
        }

        Assert.InRange(curved, 60, 80);
    }

    [Fact]
    public void Solve_SShapes_GapIsStatedAndClosedByBranching()
    {
        var items = Enumerable.Range(0, 40).Select(i => Spending.Item($"{i}", new HillCurve(10 + (i % 7), 20 + (i % 5), 3))).ToList();
        var rough = BudgetSolver.Solve(new(400, items), new BudgetSolverOptions { DivisionLimit = 0 }, TestContext.Current.CancellationToken);
        Assert.Equal(SolveStatus.Feasible, rough.Status);
        Assert.InRange(rough.Gap, 1e-6, 0.05 * rough.Bound);
        var result = Solve(new(400, items));
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.InRange(result.Response, rough.Response, rough.Bound);
        Assert.InRange(result.Bound, result.Response, rough.Bound);
        Assert.True(result.Items.Count(item => item.Spend == 0) > 20);
        Assert.True(result.Spend <= 400 * (1 + 1e-12));
    }

    [Fact]
    public void Solve_GroupAtItsMost_HasAPriceOfItsOwn()
    {
        BudgetItem[] items = [Spending.Item("A", new PowerCurve(10, 0.5), group: "N"), Spending.Item("B", new PowerCurve(1, 0.5))];
        var problem = new BudgetProblem(100, items, [new BudgetGroup("N", "North", 0, 25)]);
        var result = Solve(problem);
        Assert.Equal((25.0, 75.0), (Math.Round(result.Items[0].Spend, 9), Math.Round(result.Items[1].Spend, 9)));
        var group = Assert.Single(result.Groups);
        Assert.Equal(BudgetBinding.Most, group.Binding);
        // 10 / (2 x 5) in the group, 1 / (2 sqrt 75) outside.
        Assert.Equal(1 - (0.5 / Math.Sqrt(75)), group.LimitValue, 1e-9);
        Assert.Contains("elsewhere in North", result.Reasons[0].Sentence, StringComparison.Ordinal);
        var forced = Solve(problem with { Groups = [new BudgetGroup("N", "North", 99.5, null)] });
        Assert.Equal(BudgetBinding.Least, forced.Groups[0].Binding);
        Assert.True(forced.Groups[0].LimitValue < 0);
    }

    [Fact]
    public void Solve_LeastBeyondAllReturn_IsSpentAndTheRestIsKept()
    {
        var flat = Spending.Line((0, 0), (10, 5));
        var problem = new BudgetProblem(100, [Spending.Item("A", flat, group: "G"), Spending.Item("B", flat)], [new BudgetGroup("G", "", 40)]);
        var result = Solve(problem);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal((40.0, 10.0, 10.0), (result.Items[0].Spend, result.Items[1].Spend, result.Response));
        Assert.Equal(new BudgetValue(0, double.PositiveInfinity), result.OneMore);
        Assert.Equal(new BudgetValue(0, 50), result.OneLess);
    }

    [Fact]
    public void Solve_LeastAmountsInConflict_NamesTheSmallestRelaxation()
    {
        var curve = new LogCurve(1, 1);
        var problem = new BudgetProblem(50, [Spending.Item("A", curve, 30, 40, "G"), Spending.Item("B", curve, 30, null, "G")], [new BudgetGroup("G", "North", 0, 45), new BudgetGroup("H", "", 5)]);
        var result = Solve(problem);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.Equal(3, result.Conflicts.Count);
        Assert.Contains("The least amounts in group North add up to 60.00 and exceed its most of 45.00: they must give way by 15.00.", result.Conflicts.Select(c => c.Sentence));
    }

    [Fact]
    public void Solve_HundredThousandItems_IsOptimalAndTheSameTwice()
    {
        var random = new Random(5);
        var items = Enumerable.Range(0, 100_000).Select(i => Spending.Item($"{i}", Spending.Concave(random), 0, i % 3 == 0 ? 5 : null, $"G{i % 100}")).ToList();
        var groups = Enumerable.Range(0, 100).Select(i => new BudgetGroup($"G{i}", "", i % 10 == 0 ? 15_000 : 0, i % 10 == 1 ? 5_000 : null)).ToList();
        var problem = new BudgetProblem(1e6, items, groups);
        var (first, second) = (Solve(problem), Solve(problem));
        Spending.AssertOptimal(problem, first);
        Assert.True(first.Gap <= 1e-11 * first.Bound);
        Assert.Equal(first.Items, second.Items);
    }

    [Fact]
    public void Solve_Cancelled_NoSolutionAndNoException() =>
        Assert.Equal(SolveStatus.NoSolutionFound, BudgetSolver.Solve(new(1, [Spending.Item("A", new LogCurve(1, 1))]), cancellationToken: new CancellationToken(true)).Status);

    [Fact]
    public void Validate_BadInput_HoldsAllViolations()
    {
        var problem = new BudgetProblem(
            double.NaN,
            [
                Spending.Item("A", new PowerCurve(-1, 1.5), 5, 3, "nowhere"), Spending.Item("A", new LogCurve(1, 0)), Spending.Item(" ", new LogCurve(1, 1)),
                Spending.Item("B", Spending.Line((0, 0), (1, 1), (2, 3))), Spending.Item("C", Spending.Line((0, 4), (0, 3))), Spending.Item("D", Spending.Line((0, 4), (5, 3))),
            ],
            [new BudgetGroup("G", "", 0, -1, "H"), new BudgetGroup("H", "", 0, null, "G"), new BudgetGroup("I", "", 0, null, "Z")]);
        var thrown = Assert.Throws<InvalidProblemException>(() => Solve(problem));
        Assert.Equal(
            ["NOT_FINITE", "NEGATIVE", "CYCLE", "CYCLE", "UNKNOWN_GROUP", "NEGATIVE", "OUT_OF_RANGE", "CROSSED_BOUNDS", "UNKNOWN_GROUP", "DUPLICATE", "EMPTY", "NOT_CONCAVE", "NOT_ASCENDING", "DESCENDING"],
            thrown.Violations.Select(violation => violation.Code));
        Assert.All(thrown.Violations, violation => Assert.Contains("Maybe", violation.Message, StringComparison.Ordinal));
    }

    private static BudgetResult Solve(BudgetProblem problem) => BudgetSolver.Solve(problem, cancellationToken: Ct);

    private static void AssertRate(BudgetProblem problem, BudgetResult result, BudgetValue value, int sign)
    {
        Assert.True(value.HoldsFor > 0);
        foreach (var share in new[] { 0.25, 1 })
        {
            var change = sign * share * Math.Min(value.HoldsFor, 10);
            var again = Solve(problem with { Budget = problem.Budget + change });
            Assert.Equal(change * value.PerUnit, again.Response - result.Response, 1e-7);
        }
    }
}
