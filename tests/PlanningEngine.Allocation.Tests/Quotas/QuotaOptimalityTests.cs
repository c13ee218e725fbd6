using PlanningEngine.Allocation.Quotas;

namespace PlanningEngine.Allocation.Tests.Quotas;

public sealed class QuotaOptimalityTests
{
    [Fact]
    public void Solve_ThousandsOfRandomTrees_PassTheChecker()
    {
        var (optimal, infeasible) = (0, 0);
        for (var seed = 0; seed < 3_000; seed++)
        {
            var problem = SomeQuotas.Random(seed, seed % 50 == 0 ? 300 : 25, seed % 2 == 0);
            var result = SomeQuotas.Solved(problem, new QuotaSolverOptions { CounterfactualNodes = 0 });
            var check = QuotaPlanChecker.Check(problem, result);
            Assert.True(check.Violations.Count == 0, $"seed {seed}, {result.Status}: {(check.Violations.Count == 0 ? "" : check.Violations[0].Message)}");
            Assert.Equal(result.Status == SolveStatus.Infeasible, result.Conflicts.Count > 0);
            foreach (var reason in result.Reasons)
                Assert.Equal(reason.Amount - (reason.Change.Last ?? 0), reason.Change.Total);
            (optimal, infeasible) = result.Status == SolveStatus.Optimal ? (optimal + 1, infeasible) : (optimal, infeasible + 1);
        }

        Assert.True(optimal > 1_000 && infeasible > 500, $"{optimal} optimal, {infeasible} infeasible");
    }

    [Fact]
    public void Solve_TinyTrees_EqualsTheBestOfAllActiveSets()
    {
        var bound = 0;
        for (var seed = 0; seed < 150; seed++)
        {
            var problem = ActiveSets.TinyProblem(seed);
            var result = SomeQuotas.Solved(problem);
            if (result.Status == SolveStatus.Infeasible)
                continue;
            var best = ActiveSets.Best(problem, result.Certificate!);
            Assert.Equal(best, result.Certificate!.Objective, 1e-7 * (1 + best));
            bound += result.Reasons.Any(r => r.Limit is QuotaLimit.Minimum or QuotaLimit.Maximum) ? 1 : 0;
        }

        Assert.True(bound > 40, $"{bound} with binding bounds");
    }

    /// <summary>A feasible point is optimal for a convex objective exactly when no feasible point has a lower value of the objective's tangent there; OR-Tools looks for one.</summary>
    [Fact]
    public void Solve_RandomTrees_PeerFindsNoBetterDirection()
    {
        var solved = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var problem = SomeQuotas.Random(seed, 60) with { Seasonality = null };
            problem = problem with { Nodes = [.. problem.Nodes.Select(n => n with { LockedPeriods = null })] };
            var result = SomeQuotas.Solved(problem, new QuotaSolverOptions { CounterfactualNodes = 0 });
            if (result.Status != SolveStatus.Optimal)
                continue;
            var (slope, there) = TangentProgram.Slopes(problem, result);
            if (double.IsNaN(there) || slope.Length == 1)
                continue;
            solved++;
            using var program = new TangentProgram(problem, result);
            Assert.Equal(there, program.Minimise(slope), 1e-6 * (1 + slope.Zip(result.Plan.Nodes, (s, n) => Math.Abs(s) * n.Continuous).Sum()));
        }

        Assert.True(solved > 60, $"{solved}");
    }

    [Fact]
    public void Solve_ConflictingLimits_RelaxesAsLittleAsThePeer()
    {
        var conflicting = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var problem = SomeQuotas.Random(seed, 20);
            var result = SomeQuotas.Solved(problem);
            if (result.Status != SolveStatus.Infeasible)
                continue;
            conflicting++;
            using var program = new TangentProgram(problem, null);
            var ours = result.Plan.Nodes.Zip(problem.Nodes, (q, n) => TangentProgram.Breach(n, q.Continuous, problem)).Sum();
            Assert.Equal(program.SmallestBreach, ours, 1e-4 * (1 + ours));
        }

        Assert.True(conflicting > 80, $"{conflicting}");
    }

    [Fact]
    public void LimitPrice_LimitsRaised_ObjectiveMovesBetweenBothPrices()
    {
        var tested = 0;
        for (var seed = 0; seed < 400 && tested < 120; seed++)
        {
            var problem = SomeQuotas.Random(seed, 15) with { Fairness = 0.2 };
            problem = problem with { Nodes = [.. problem.Nodes.Select(n => n with { OverAssignment = 0 })] };
            var before = SomeQuotas.Solved(problem);
            var at = before.Reasons.ToList().FindIndex(r => r.Limit is QuotaLimit.Lock or QuotaLimit.Maximum);
            if (before.Status != SolveStatus.Optimal || at < 0)
                continue;
            var step = decimal.Round((decimal)before.Plan.Nodes[at].Continuous / 50 + 0.01m, 2);
            foreach (var d in new[] { step, -step })
            {
                var node = problem.Nodes[at];
                var raised = problem.Nodes.ToArray();
                raised[at] = node.Locked is { } locked ? node with { Locked = Math.Max(0, locked + d) } : node with { Maximum = Math.Max(0, node.Maximum!.Value + d) };
                var after = SomeQuotas.Solved(problem with { Nodes = raised });
                if (after.Status != SolveStatus.Optimal)
                    continue;
                var moved = (double)((raised[at].Locked ?? raised[at].Maximum)! - (node.Locked ?? node.Maximum)!);
                var change = after.Certificate!.Objective - before.Certificate!.Objective;
                var noise = 1e-9 * (1 + before.Certificate.Objective);
                Assert.True(change >= before.Certificate.Nodes[at].LimitPrice * moved - noise, $"seed {seed}: {change} < {before.Certificate.Nodes[at].LimitPrice * moved}");
                Assert.True(change <= after.Certificate.Nodes[at].LimitPrice * moved + noise, $"seed {seed}: {change} > {after.Certificate.Nodes[at].LimitPrice * moved}");
                tested++;
            }
        }

        Assert.True(tested > 60, $"{tested}");
    }
}
