using PlanningEngine.Allocation.Assignment;

namespace PlanningEngine.Allocation.Tests.Assignment;

public sealed class AssignmentSolverTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public void Solve_TinyProblems_EqualsBruteForce()
    {
        var infeasible = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var problem = Some(seed, agents: 1 + seed % 4, jobs: 1 + seed % 7, tightness: 0.7 + seed % 5 * 0.15);
            var best = Best(problem);
            var result = AssignmentSolver.Solve(problem, cancellationToken: Ct);
            if (best is null)
            {
                infeasible++;
                Assert.Equal(SolveStatus.Infeasible, result.Status);
                Assert.NotEmpty(result.Conflicts);
                continue;
            }

            Assert.Equal(SolveStatus.Optimal, result.Status);
            Assert.Equal(best, result.Objective);
            Assert.Equal(best, result.Bound);
            Assert.Equal(0, result.Gap);
            Assert.Equal(result.Objective, Cost(problem, result.AgentOfJob));
        }

        Assert.InRange(infeasible, 20, 300);
    }

    [Fact]
    public void Solve_ThousandsStoppedAnywhere_KeepsCapacitiesAndBounds()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var problem = Some(seed, agents: 2 + seed % 5, jobs: 6 + seed % 9, tightness: 1.1);
            var stopped = AssignmentSolver.Solve(problem, new AssignmentSolverOptions { NodeLimit = seed % 3, Seed = seed }, new CancellationToken(seed % 2 == 0));
            if (stopped.Status is not (SolveStatus.Optimal or SolveStatus.Feasible))
                continue;
            Assert.Equal(stopped.Objective, Cost(problem, stopped.AgentOfJob));
            Assert.True(problem.Goal == AssignmentGoal.Maximise ? stopped.Bound >= stopped.Objective : stopped.Bound <= stopped.Objective);
            if (seed % 10 != 0)
                continue;
            var optimum = AssignmentSolver.Solve(problem, cancellationToken: Ct).Objective;
            Assert.True(problem.Goal == AssignmentGoal.Maximise ? stopped.Bound >= optimum : stopped.Bound <= optimum, $"seed {seed}: bound {stopped.Bound}, optimum {optimum}");
        }
    }

    [Fact]
    public void Solve_LargeCapacities_StillProvesTheOptimum()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var small = Some(seed, agents: 3, jobs: 6, tightness: 1.2);
            var large = small with { Load = [.. small.Load.Select(load => load * 1_234_567_891)], Capacity = [.. small.Capacity.Select(capacity => capacity * 1_234_567_891)] };
            var (one, other) = (AssignmentSolver.Solve(small, cancellationToken: Ct), AssignmentSolver.Solve(large, cancellationToken: Ct));
            Assert.Equal(one.Status, other.Status);
            Assert.Equal(one.Objective, other.Objective);
        }
    }

    [Fact]
    public void Solve_SameSeed_SameAnswer()
    {
        var problem = Some(5, agents: 8, jobs: 40, tightness: 1.05);
        var options = new AssignmentSolverOptions { NodeLimit = 60 };
        var (one, other) = (AssignmentSolver.Solve(problem, options, Ct), AssignmentSolver.Solve(problem, options, Ct));
        Assert.Equal(one.AgentOfJob, other.AgentOfJob);
        Assert.Equal((one.Bound, one.Nodes), (other.Bound, other.Nodes));
    }

    [Fact]
    public void Solve_WarmStartFromTheOptimum_KeepsItWithoutWork()
    {
        var problem = Some(8, agents: 5, jobs: 25, tightness: 1.1);
        var optimum = AssignmentSolver.Solve(problem, cancellationToken: Ct);
        var again = AssignmentSolver.Solve(problem, new AssignmentSolverOptions { NodeLimit = 0, WarmStart = optimum.AgentOfJob }, new CancellationToken(true));
        Assert.Equal(optimum.Objective, again.Objective);
        AssignmentSolver.Solve(problem, new AssignmentSolverOptions { WarmStart = [.. Enumerable.Repeat(-7, 25)] }, Ct);
    }

    [Fact]
    public void Solve_ExtremeCosts_Optimal()
    {
        var costs = new AssignmentProblem(2, 2, [-1_000_000_000_000, 5, 0, 1_000_000_000_000], [1, 1, 1, 1], [1, 1]);
        Assert.Equal(0, AssignmentSolver.Solve(costs, cancellationToken: Ct).Objective);
        Assert.Equal(5, AssignmentSolver.Solve(costs with { Goal = AssignmentGoal.Maximise, Capacity = [2, 0], Cost = [0, 5, 9, 9] }, cancellationToken: Ct).Objective);
        Assert.Equal(7, AssignmentSolver.Solve(new AssignmentProblem(1, 1, [7], [0], [0]), cancellationToken: Ct).Objective);
    }

    [Fact]
    public void Solve_JobTooLarge_NamesItAndTheRelaxation()
    {
        var result = AssignmentSolver.Solve(new AssignmentProblem(2, 2, [1, 1, 1, 1], [1, 9, 1, 8], [5, 5]), cancellationToken: Ct);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.Contains(result.Conflicts, conflict => conflict.Contains("(1) fits no agent", StringComparison.Ordinal) && conflict.Contains("by 3", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_ManyMistakes_AllNamed()
    {
        var codes = AssignmentProblemValidator.Validate(new AssignmentProblem(2, 1, [1, 2_000_000_000_000], [-1, 1], [long.MaxValue, 1], (AssignmentGoal)9)).Select(violation => violation.Code);
        Assert.Equal(["UNKNOWN_GOAL", "TOO_LARGE", "NEGATIVE", "TOO_LARGE"], codes);
        Assert.Equal(2, AssignmentProblemValidator.Validate(new AssignmentProblem(0, -1, [], [], [])).Count);
        Assert.Equal(3, Assert.Throws<InvalidProblemException>(() => AssignmentSolver.Solve(new AssignmentProblem(1, 1, [], [], []), cancellationToken: Ct)).Violations.Count);
    }

    internal static AssignmentProblem Some(int seed, int agents, int jobs, double tightness)
    {
        var random = new Random(seed);
        var load = Enumerable.Range(0, agents * jobs).Select(_ => (long)random.Next(0, 12)).ToArray();
        var capacity = Enumerable.Range(0, agents).Select(agent => (long)(tightness * load.Skip(agent * jobs).Take(jobs).Sum() / agents)).ToArray();
        return new AssignmentProblem(agents, jobs, [.. load.Select(_ => (long)random.Next(-5, 40))], load, capacity, seed % 3 == 0 ? AssignmentGoal.Maximise : AssignmentGoal.Minimise);
    }

    /// <summary>Cost of a plan; fails when it breaks a capacity.</summary>
    private static long Cost(AssignmentProblem problem, IReadOnlyList<int> agentOfJob)
    {
        var left = problem.Capacity.ToArray();
        var cost = 0L;
        for (var job = 0; job < problem.Jobs; job++)
        {
            left[agentOfJob[job]] -= problem.Load[agentOfJob[job] * problem.Jobs + job];
            cost += problem.Cost[agentOfJob[job] * problem.Jobs + job];
        }

        Assert.All(left, units => Assert.True(units >= 0));
        return cost;
    }

    private static long? Best(AssignmentProblem problem)
    {
        var left = problem.Capacity.ToArray();
        long? best = null;
        Place(0, 0);
        return best;

        void Place(int job, long cost)
        {
            if (job == problem.Jobs)
            {
                best = best is not { } known ? cost : problem.Goal == AssignmentGoal.Maximise ? Math.Max(known, cost) : Math.Min(known, cost);
                return;
            }

            for (var agent = 0; agent < problem.Agents; agent++)
            {
                var pair = agent * problem.Jobs + job;
                if (problem.Load[pair] > left[agent])
                    continue;
                left[agent] -= problem.Load[pair];
                Place(job + 1, cost + problem.Cost[pair]);
                left[agent] += problem.Load[pair];
            }
        }
    }
}
