using PlanningEngine.Allocation.SupplyToDemand;

namespace PlanningEngine.Allocation.Tests.SupplyToDemand;

public sealed class FairShareTests
{
    private static readonly SupplyProblem Shared = Some.Problem(
        [Some.Plant("A", 60), Some.Plant("B", 30)],
        [Some.Demand("1", 100), Some.Demand("2", 50), Some.Demand("3", 40)],
        [new Lane("A", "1", 1), new Lane("A", "2", 1), new Lane("B", "2", 5), new Lane("B", "3", 1)]);

    [Fact]
    public void Solve_MaxMin_FillsEqualSharesAndGoesOnWhereThereIsRoom()
    {
        var problem = Shared with { Sources = [Some.Plant("A", 60), Some.Plant("B", 60)] };
        var result = FairShareSolver.Solve(problem, FairShareRule.MaxMin, TestContext.Current.CancellationToken);
        // Demand 1 has A to itself; 2 and 3 share B, two thirds each.
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal([60, 33.333, 26.666], result.Shares.Select(share => Math.Round(share.Target, 3)));
        Assert.Equal("Demand 1 of SKU-1 gets 60 of 100, a share of 60 %, because plant A is full in May 2026 and is shared fairly.", result.Shares[0].Sentence);
    }

    [Fact]
    public void Solve_Proportional_GivesAllTheSameShare()
    {
        var result = FairShareSolver.Solve(Shared, FairShareRule.Proportional, TestContext.Current.CancellationToken);
        Assert.All(result.Shares, share => Assert.Equal(90 / 190.0, share.Share, 1e-4));
        Assert.Equal(90, result.Plan!.Served, 1e-2);
    }

    [Fact]
    public void Solve_Priorities_GoOneAfterTheOtherAndMinimumsHoldThroughout()
    {
        var problem = Some.Problem(
            [Some.Plant("A", 10)],
            [Some.Demand("1", 8), Some.Demand("2", 8), Some.Demand("3", 4, priority: 2, minimumFill: 0.5)],
            [new Lane("A", "1", 1), new Lane("A", "2", 1), new Lane("A", "3", 1)]);
        var result = FairShareSolver.Solve(problem, FairShareRule.MaxMin, TestContext.Current.CancellationToken);
        Assert.Equal([4.0, 4.0, 2.0], result.Shares.Select(share => share.Target));
        var tooMuch = problem with { Demands = [.. problem.Demands.Select(demand => demand with { MinimumFill = 1 })] };
        var infeasible = FairShareSolver.Solve(tooMuch, FairShareRule.MaxMin, TestContext.Current.CancellationToken);
        Assert.Equal(SolveStatus.Infeasible, infeasible.Status);
        Assert.NotEmpty(infeasible.Conflicts);
    }

    [Fact]
    public void Solve_RandomProblems_EqualsRaisingSharesOneByOne()
    {
        var levels = new HashSet<double>();
        for (var seed = 0; seed < 60; seed++)
        {
            var problem = Some.TiedProblem(seed, PriorityRule.ByValue, minimumFills: false, mostNodes: 6);
            var result = FairShareSolver.Solve(problem, FairShareRule.MaxMin, TestContext.Current.CancellationToken);
            var expected = RaiseOneByOne(problem);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], result.Shares[i].Share, 5e-3);
                levels.Add(Math.Round(expected[i], 2));
            }

            Assert.All(result.Plan!.Sources, source => Assert.True(source.Used <= source.Available));
            Assert.All(result.Plan.Demands.Zip(result.Shares), pair => Assert.Equal(pair.Second.Target, pair.First.Served, 1e-6));
            var proportional = FairShareSolver.Solve(problem, FairShareRule.Proportional, TestContext.Current.CancellationToken);
            Assert.Equal(expected.Where((_, i) => problem.Demands[i].Quantity > 0).DefaultIfEmpty(1).Min(), proportional.Shares.Min(share => share.Share), 5e-3);
        }

        Assert.True(levels.Count > 8);
    }

    [Fact]
    public void Solve_BadInput_ThrowsAllViolations()
    {
        var exception = Assert.Throws<InvalidProblemException>(() => FairShareSolver.Solve(Some.Problem([Some.Plant("A", -1)], [], []), (FairShareRule)9, TestContext.Current.CancellationToken));
        Assert.Equal(["EMPTY", "NEGATIVE", "UNKNOWN_RULE"], exception.Violations.Select(violation => violation.Code));
        Assert.Equal(SolveStatus.NoSolutionFound, FairShareSolver.Solve(Shared, FairShareRule.MaxMin, new CancellationToken(true)).Status);
    }

    /// <summary>Bisection on the common share of the open demands, then on each alone: slow, and it shares nothing with the solver but feasibility.</summary>
    private static double[] RaiseOneByOne(SupplyProblem problem)
    {
        var share = problem.Demands.Select(demand => demand.Quantity == 0 ? 1.0 : -1).ToArray();
        while (share.Contains(-1))
        {
            var common = Largest(level => Fits(problem, [.. share.Select(fixedShare => fixedShare < 0 ? level : fixedShare)]));
            var open = Enumerable.Range(0, share.Length).Where(i => share[i] < 0).ToArray();
            var stuck = open.Where(i => common > 1 - 1e-9 || !Fits(problem, [.. share.Select((fixedShare, j) => fixedShare >= 0 ? fixedShare : j == i ? Math.Min(1, common + 0.01) : common)])).ToArray();
            foreach (var i in stuck)
                share[i] = common;
        }

        return share;
    }

    private static double Largest(Func<double, bool> fits)
    {
        if (fits(1))
            return 1;
        double low = 0, high = 1;
        while (high - low > 1e-6)
            (low, high) = fits((low + high) / 2) ? ((low + high) / 2, high) : (low, (low + high) / 2);
        return low;
    }

    private static bool Fits(SupplyProblem problem, double[] shares) =>
        Some.Solved(problem with { Demands = [.. problem.Demands.Select((demand, i) => demand with { Quantity = shares[i] * demand.Quantity, UnitValue = 100 })] }).Plan!.Unmet < 1e-7;
}
