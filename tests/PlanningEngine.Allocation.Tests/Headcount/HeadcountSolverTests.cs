using PlanningEngine.Allocation.Headcount;

namespace PlanningEngine.Allocation.Tests.Headcount;

public sealed class HeadcountSolverTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Solve_Gap_HiresAsLateAsTheRampAllows()
    {
        // Staff gives 20. May needs 30: one person hired in April is ramped by then; hired in May it would take two.
        var result = HeadcountSolver.Solve(Team.Simple([20, 30, 28], staff: 2), cancellationToken: Ct);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal(new PlannedHires("AE", 0, 1, 2500), Assert.Single(result.Plan!.Hires));
        Assert.Equal((2500, 3000), (result.Plan.Objective, result.Plan.StaffCost));
        Assert.Equal(0, result.Gap);
        Assert.Equal("1 x account executive hired in April 2026, mostly for May 2026: it needs 30.0 of capacity where the present staff can give at most 20.0.", Assert.Single(result.Reasons).Sentence);
    }

    [Fact]
    public void Solve_EnoughStaff_HiresNobody()
    {
        var result = HeadcountSolver.Solve(Team.Simple([20, 0], staff: 2), cancellationToken: Ct);
        Assert.Empty(result.Plan!.Hires);
        Assert.Equal(0, result.Plan.Objective);
    }

    [Fact]
    public void Solve_RequirementOutOfReach_NamesMonthCapacityAndRamp()
    {
        var result = HeadcountSolver.Solve(Team.Simple([0, 40], mostHires: 2, staff: 0.65), cancellationToken: Ct);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        var conflict = Assert.Single(result.Conflicts);
        // 0.65 x 10 + 2 x 10 + 2 x 5.
        Assert.Equal(36.5, conflict.Reachable, 1e-6);
        Assert.Equal(3.5, conflict.Relaxation, 1e-6);
        Assert.Equal("May 2026 cannot reach 40.0 of capacity: at most 36.5 even with all 2 hires allowed each month.", conflict.Sentence);
        Assert.Equal(4, result.Plan!.Hires.Sum(hires => hires.Count));
        var first = Assert.Single(HeadcountSolver.Solve(Team.Simple([40], staff: 0.65), cancellationToken: Ct).Conflicts);
        Assert.Equal("April 2026 cannot reach 40.0 of capacity: at most 36.5 even with all 6 hires allowed each month, as those hired in April 2026 are ramped 50 % by then.", first.Sentence);
        var relaxed = Team.Simple([0, 40 - conflict.Relaxation], mostHires: 2, staff: 0.65);
        Assert.Equal(SolveStatus.Optimal, HeadcountSolver.Solve(relaxed, cancellationToken: Ct).Status);
    }

    [Fact]
    public void Solve_HardWorkThatCompetes_ConflictIsJoint()
    {
        var problem = Team.Simple([10], mostHires: 2) with { Work = [new HeadcountWork("A", "", [10]), new HeadcountWork("B", "", [5])] };
        var result = HeadcountSolver.Solve(problem, cancellationToken: Ct);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.Equal(5, result.Conflicts.Sum(conflict => conflict.Relaxation), 1e-4);
        Assert.All(result.Conflicts, conflict => Assert.Contains("together with the other requirements", conflict.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Solve_ShortfallCheaperThanAHire_IsShortAndSaysSo()
    {
        var result = HeadcountSolver.Solve(Team.Simple([12], shortfallCost: 300, staff: 1), cancellationToken: Ct);
        Assert.Empty(result.Plan!.Hires);
        Assert.Equal(600, result.Plan.Objective, 1e-6);
        Assert.Equal("SHORT_BY_COST", Assert.Single(result.Reasons).Code);
        var limited = HeadcountSolver.Solve(Team.Simple([100], shortfallCost: 1e6, mostHires: 1), cancellationToken: Ct);
        Assert.Equal("SHORT_BY_LIMIT", limited.Reasons[^1].Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Solve_TinyProblems_EqualsBruteForce(bool hard)
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var problem = Team.Random(seed, hard);
            var expected = Team.BruteForce(problem);
            var result = HeadcountSolver.Solve(problem, new HeadcountSolverOptions { RevaluedRequirements = 0 }, Ct);
            Assert.Equal(expected.Missing > 1e-6 ? SolveStatus.Infeasible : SolveStatus.Optimal, result.Status);
            Assert.Equal(expected.Missing, hard ? result.Plan!.Work.Sum(work => work.Shortfall) : 0, 1e-4);
            Assert.Equal(expected.Cost, result.Plan!.Objective, 1e-3 * (1 + expected.Cost));
            foreach (var hires in result.Plan.Hires)
                Assert.True(hires.Count <= problem.Roles.Single(role => role.Id == hires.RoleId).MostHires![hires.Month]);
            Assert.All(result.Plan.Hires.GroupBy(hires => hires.Month), month => Assert.True(month.Sum(hires => hires.Count) <= (problem.MostHires?[month.Key] ?? int.MaxValue)));
        }
    }

    [Fact]
    public void Solve_OneUnitMoreAndLess_IsWhatSolvingAgainCosts()
    {
        var problem = Team.Simple([20, 33, 41], shortfallCost: 900, staff: 2);
        var result = HeadcountSolver.Solve(problem, cancellationToken: Ct);
        foreach (var price in result.Prices)
        {
            foreach (var (change, stated) in new[] { (1.0, price.OneMore), (-1.0, -price.OneLess) })
            {
                var required = problem.Work[0].Required.ToArray();
                required[price.Month] += change;
                var again = HeadcountSolver.Solve(problem with { Work = [problem.Work[0] with { Required = required }] }, cancellationToken: Ct);
                Assert.Equal(stated!.Value, again.Plan!.Objective - result.Plan!.Objective, 1e-6);
            }
        }

        Assert.Contains(result.Prices, price => price.LinearPrice > 0);
    }

    [Fact]
    public void Solve_NoLimitsAndLargeTeam_IsOptimalTwiceTheSame()
    {
        var months = 18;
        var required = Enumerable.Range(0, months).Select(month => 400.0 + (25 * month)).ToArray();
        var problem = new HeadcountProblem(
            Team.Months(months),
            [new HeadcountWork("new", "new business", required, 5000), new HeadcountWork("care", "customer care", [.. required.Select(r => r / 2)])],
            [
                new HeadcountRole("AE", "", 10, [0, 0.25, 0.5, 0.75, 1], 0.02, 9000, 7000, null, [new StaffGroup(40, 12), new StaffGroup(5, 1)], [new WorkRatio("new")]),
                new HeadcountRole("CS", "", 12, [0.3, 1], 0.015, 4000, 5000, [.. required.Select(_ => (int?)8)], [new StaffGroup(17, 12)], [new WorkRatio("care"), new WorkRatio("new", 0.4)]),
            ]);
        var options = new HeadcountSolverOptions { RevaluedRequirements = 2, NodeLimit = 300 };
        var (first, second) = (HeadcountSolver.Solve(problem, options, Ct), HeadcountSolver.Solve(problem, options, Ct));
        Assert.True(first.Plan is not null);
        Assert.Equal(first.Plan.Hires, second.Plan!.Hires);
        Assert.Equal(first.Bound, second.Bound);
        Assert.True(first.Bound <= first.Plan.Objective + 1e-6);
    }

    [Fact]
    public void Solve_Cancelled_NoSolutionAndNoException() =>
        Assert.Equal(SolveStatus.NoSolutionFound, HeadcountSolver.Solve(Team.Simple([10]), cancellationToken: new CancellationToken(true)).Status);

    [Fact]
    public void Validate_BadInput_HoldsAllViolations()
    {
        var problem = new HeadcountProblem(
            ["May 2026", "June 2026"],
            [new HeadcountWork("W", "", [double.NaN, -1]), new HeadcountWork("W", "", [1, 1])],
            [
                new HeadcountRole("R", "", -1, [], 1, double.PositiveInfinity, 0, [1], [new StaffGroup(-2, -1)], [new WorkRatio("Ümlaut, Käse"), new WorkRatio("W", 0)]),
                new HeadcountRole("", "", 1, [1], 0, 0, 0),
            ],
            [-1, null]);
        var thrown = Assert.Throws<InvalidProblemException>(() => HeadcountSolver.Solve(problem, cancellationToken: Ct));
        Assert.Equal(
            ["OUT_OF_RANGE", "NOT_FINITE", "NEGATIVE", "DUPLICATE", "NEGATIVE", "NOT_FINITE", "OUT_OF_RANGE", "EMPTY", "LENGTH", "NEGATIVE", "NEGATIVE", "UNKNOWN_WORK", "OUT_OF_RANGE", "EMPTY"],
            thrown.Violations.Select(violation => violation.Code));
        Assert.All(thrown.Violations, violation => Assert.Contains("Maybe", violation.Message, StringComparison.Ordinal));
        Assert.Equal(3, HeadcountProblemValidator.Validate(new([], [], [])).Count);
    }
}
