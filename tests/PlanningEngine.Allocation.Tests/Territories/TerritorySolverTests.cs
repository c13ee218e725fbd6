using PlanningEngine.Allocation.Territories;

namespace PlanningEngine.Allocation.Tests.Territories;

public sealed class TerritorySolverTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly TerritorySolverOptions Short = new() { MovesPerAccount = 3_000 };

    [Fact]
    public void Solve_TinyProblems_EqualsBruteForceAndSaysSo()
    {
        var (solved, impossible) = (0, 0);
        for (var seed = 0; seed < 250; seed++)
        {
            var problem = Some(seed, accounts: 1 + seed % 7, reps: 1 + seed % 3, tolerance: 0.2 + seed % 4 * 0.3, connected: seed % 5 == 0) with { PotentialTolerance = seed % 7 == 0 ? 0.9 : null };
            var best = Best(problem);
            var result = TerritorySolver.Solve(problem, Short, Ct);
            Assert.Empty(TerritoryPlanChecker.Check(problem, result));
            if (best is null)
            {
                impossible++;
                Assert.Equal((seed, SolveStatus.Infeasible), (seed, result.Status));
                Assert.NotEmpty(result.Conflicts);
                continue;
            }

            solved++;
            Assert.Equal((seed, SolveStatus.Optimal), (seed, result.Status));
            Assert.Equal(best.Value, result.Plan!.Cost, 1e-6);
            Assert.Equal(0, result.Gap, 1e-9);
        }

        Assert.InRange(solved, 80, 245);
        Assert.InRange(impossible, 5, 170);
    }

    [Fact]
    public void Solve_ThousandStoppedAnywhere_KeepsRulesAndBounds()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var problem = Some(seed, accounts: 20, reps: 3, tolerance: 0.3, connected: seed % 4 == 0);
            var result = TerritorySolver.Solve(problem, new TerritorySolverOptions { MovesPerAccount = seed % 200, Seed = seed }, new CancellationToken(seed % 3 == 0));
            Assert.Empty(TerritoryPlanChecker.Check(problem, result));
        }
    }

    [Fact]
    public void Solve_BothMeasures_GapIsSmall()
    {
        var problem = Some(7, accounts: 200, reps: 8, tolerance: 0.1, connected: false) with { PotentialTolerance = 0.1 };
        var result = TerritorySolver.Solve(problem, cancellationToken: Ct);
        Assert.Empty(TerritoryPlanChecker.Check(problem, result));
        Assert.Equal(SolveStatus.Feasible, result.Status);
        Assert.InRange(result.Gap, 0, 0.02);
        Assert.Contains(result.Prices, price => price.Measure == BalanceMeasure.Potential);
    }

    [Fact]
    public void Solve_SameSeed_SameAnswer()
    {
        var problem = Some(3, accounts: 80, reps: 5, tolerance: 0.1, connected: false);
        var (one, other) = (TerritorySolver.Solve(problem, Short, Ct), TerritorySolver.Solve(problem, Short, Ct));
        Assert.Equal(one.Plan!.Assignments, other.Plan!.Assignments);
        Assert.Equal(one.Bound, other.Bound);
    }

    [Fact]
    public void Solve_WarmStart_IsNoWorseWithATenthOfTheMoves()
    {
        var problem = Some(4, accounts: 150, reps: 6, tolerance: 0.1, connected: false);
        var before = TerritorySolver.Solve(problem, Short, Ct);
        var again = TerritorySolver.Solve(problem, new TerritorySolverOptions { MovesPerAccount = 300, Previous = before }, Ct);
        Assert.True(again.Plan!.Cost <= before.Plan!.Cost);
        // A search for the bound begins anew: with a tenth of the work it may prove a little less.
        Assert.InRange(again.Bound, 0.999 * before.Bound, before.Plan.Cost);
        var fewer = problem with { Accounts = [.. problem.Accounts.Skip(1)] };
        Assert.Empty(TerritoryPlanChecker.Check(fewer, TerritorySolver.Solve(fewer, new TerritorySolverOptions { MovesPerAccount = 300, Previous = before }, Ct)));
    }

    [Fact]
    public void Solve_LocksAboveTheBand_InfeasibleWithTheSmallestTolerance()
    {
        var problem = new TerritoryProblem([new("a", 6, LockedRepId: "R"), new("b", 2, LockedRepId: "R"), new("c", 2)], [new("R"), new("S")], 0.1);
        var result = TerritorySolver.Solve(problem, Short, Ct);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        var conflict = result.Conflicts.First(c => c.RepId == "R");
        Assert.Equal(["a", "b"], conflict.AccountIds);
        Assert.Equal(0.6, conflict.Tolerance!.Value, 1e-9);
        Assert.NotEqual(SolveStatus.Infeasible, TerritorySolver.Solve(problem with { WorkloadTolerance = 0.6 }, Short, Ct).Status);
    }

    [Fact]
    public void Solve_LockedAccountsThatCannotBeJoined_InfeasibleAndNamed()
    {
        // A path a - b - c whose ends belong to R and whose middle belongs to S.
        var problem = new TerritoryProblem([new("a", 1, LockedRepId: "R"), new("b", 2, LockedRepId: "S"), new("c", 1, LockedRepId: "R")], [new("R"), new("S")], 0.1, Links: [new("a", "b"), new("b", "c")]);
        var result = TerritorySolver.Solve(problem, Short, Ct);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        var conflict = Assert.Single(result.Conflicts);
        Assert.Equal(("R", null), (conflict.RepId, conflict.Tolerance));
        Assert.Equal(["a", "c"], conflict.AccountIds);
        Assert.Equal(SolveStatus.Optimal, TerritorySolver.Solve(problem with { Links = [new("a", "b"), new("b", "c"), new("a", "c")] }, Short, Ct).Status);
    }

    [Fact]
    public void Solve_IslandsThatNoTerritoriesFill_InfeasibleWithTheSmallestTolerance()
    {
        // Two islands of 3 and 7 for two reps whose target is 5.
        var problem = new TerritoryProblem([new("a", 3), new("b", 4), new("c", 3)], [new("R"), new("S")], 0.1, Links: [new("b", "c")]);
        var result = TerritorySolver.Solve(problem, Short, Ct);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.Contains(result.Conflicts, conflict => conflict.AccountIds.SequenceEqual(["a"]) && Math.Abs(conflict.Tolerance!.Value - 0.4) < 1e-9);
        Assert.Contains(result.Conflicts, conflict => conflict.AccountIds.SequenceEqual(["b", "c"]));
        Assert.Equal(SolveStatus.Optimal, TerritorySolver.Solve(problem with { WorkloadTolerance = 0.4 }, Short, Ct).Status);
    }

    [Fact]
    public void Solve_MoreIslandsThanReps_Infeasible()
    {
        var problem = new TerritoryProblem([new("a", 1), new("b", 1), new("c", 1)], [new("R"), new("S")], 0.9, Links: []);
        var result = TerritorySolver.Solve(problem, Short, Ct);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.Contains("3 groups", Assert.Single(result.Conflicts).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_AccountThatFitsEitherBandButNotBoth_InfeasibleWithTheTolerance()
    {
        // Account a brings the whole potential of a territory and little of its workload.
        var problem = new TerritoryProblem([new("a", 1, 10), new("b", 9, 5), new("c", 10, 5)], [new("R"), new("S")], 0.05, 0.05);
        var result = TerritorySolver.Solve(problem, Short, Ct);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        var conflict = Assert.Single(result.Conflicts, conflict => conflict.AccountIds.SequenceEqual(["a"]));
        // Workload 9.5 needs 8.5 more at a potential of 0.5 per unit: 14.25 in all against a target of 10.
        Assert.Equal(0.425, conflict.Tolerance!.Value, 1e-9);
    }

    [Fact]
    public void Solve_AccountWithoutRep_Infeasible()
    {
        var problem = new TerritoryProblem([new("a", 1, LockedRepId: "R")], [new("R")], Forbidden: [new("a", "R")]);
        var result = TerritorySolver.Solve(problem, Short, Ct);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        Assert.Contains(result.Conflicts, conflict => conflict.AccountIds.SequenceEqual(["a"]));
    }

    [Fact]
    public void Solve_OneRepOneAccountZeroSizes_Optimal()
    {
        Assert.Equal(SolveStatus.Optimal, TerritorySolver.Solve(new TerritoryProblem([new("a", 0)], [new("R")]), Short, Ct).Status);
        Assert.Equal(5, TerritorySolver.Solve(new TerritoryProblem([new("a", 3, X: 3, Y: 4)], [new("R")], 0), Short, Ct).Plan!.Cost, 1e-12);
    }

    [Fact]
    public void Solve_GreatCircle_AgreesWithTheChecker()
    {
        var problem = new TerritoryProblem([new("Oslo", 1, X: 10.75, Y: 59.91), new("Roma", 1, X: 12.5, Y: 41.9)], [new("N", 18.07, 59.33), new("S", 9.19, 45.46)], 0, Distances: DistanceKind.GreatCircle);
        var result = TerritorySolver.Solve(problem, Short, Ct);
        Assert.Empty(TerritoryPlanChecker.Check(problem, result));
        Assert.Equal(["N", "S"], result.Plan!.Assignments.Select(assignment => assignment.RepId));
        Assert.InRange(result.Plan.Cost, 850, 950);
    }

    [Fact]
    public void Solve_Reasons_NameMoveCostBandAndLock()
    {
        var problem = new TerritoryProblem(
            [new("near", 4, X: 1, CurrentRepId: "R", MoveCost: 5), new("full", 4, X: 2, CurrentRepId: "R", MoveCost: 1), new("far", 4, X: 9, CurrentRepId: "R", MoveCost: 1), new("tied", 4, X: 9, LockedRepId: "S"), new("kept", 4, X: 6, CurrentRepId: "R", MoveCost: 9), new("sixth", 4, X: 8)],
            [new("R"), new("S", 10)], 0.05);
        var result = TerritorySolver.Solve(problem, Short, Ct);
        Assert.Empty(TerritoryPlanChecker.Check(problem, result));
        var reasons = result.Reasons.ToDictionary(reason => reason.AccountId);
        Assert.Equal(AccountReasonCode.Locked, reasons["tied"].Code);
        Assert.Equal(AccountReasonCode.MoveCost, reasons["kept"].Code);
        Assert.True(reasons["far"].Moved);
        Assert.Contains("more than the 1 that moving costs", reasons["far"].Sentence, StringComparison.Ordinal);
        Assert.All(result.Reasons, reason => Assert.EndsWith(".", reason.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_ManyMistakes_AllNamed()
    {
        var problem = new TerritoryProblem(
            [new("a", double.NaN, -1, CurrentRepId: "gone"), new("a", 1), new("", 1)],
            [new("R", Share: 0), new("S", X: double.PositiveInfinity)], -0.1, 2e6, [new("a", "R", 1), new("a", "R", 2), new("x", "R", 1)], (DistanceKind)7, [new("a", "nobody")], [new("a", "z")]);
        var codes = TerritoryProblemValidator.Validate(problem).Select(violation => violation.Code).ToArray();
        Assert.Equal(
            ["UNKNOWN_KIND", "NEGATIVE", "OUT_OF_RANGE", "OUT_OF_RANGE", "NOT_FINITE", "NOT_FINITE", "NEGATIVE", "UNKNOWN_REP", "DUPLICATE", "EMPTY", "DUPLICATE", "UNKNOWN_ACCOUNT", "UNKNOWN_REP", "UNKNOWN_ACCOUNT"],
            codes);
        Assert.Equal(2, Assert.Throws<InvalidProblemException>(() => TerritorySolver.Solve(new TerritoryProblem([], []), cancellationToken: Ct)).Violations.Count);
    }

    [Fact]
    public void Check_ProofByAccountPrices_RefusedOnceAPriceOrAFloorIsRaised()
    {
        var problem = Some(5, accounts: 300, reps: 10, tolerance: 0.05, connected: false);
        var result = TerritorySolver.Solve(problem, Short, Ct);
        Assert.Equal(ProofKind.AccountPrices, result.Proof!.Kind);
        Assert.Empty(TerritoryPlanChecker.Check(problem, result));
        Assert.True(TerritoryPlanChecker.Check(problem, result with { Proof = null }).Count > 0, "Prices of accounts prove more than those of bands.");
        double[] Raised(IReadOnlyList<double> values) => [.. values.Select((value, i) => i == 0 ? value + 1 : value)];
        Assert.NotEmpty(TerritoryPlanChecker.Check(problem, result with { Proof = result.Proof with { AccountPrices = Raised(result.Proof.AccountPrices) } }));
        Assert.NotEmpty(TerritoryPlanChecker.Check(problem, result with { Proof = result.Proof with { RepFloors = Raised(result.Proof.RepFloors) } }));
    }

    [Fact]
    public void Check_TamperedAnswers_Refused()
    {
        var problem = Some(11, accounts: 30, reps: 3, tolerance: 0.15, connected: false);
        var result = TerritorySolver.Solve(problem, Short, Ct);
        Assert.Empty(TerritoryPlanChecker.Check(problem, result));
        Assert.NotEmpty(TerritoryPlanChecker.Check(problem, result with { Bound = result.Bound + 1 }));
        var dearer = problem with { Accounts = [.. problem.Accounts.Select(account => account with { MoveCost = account.MoveCost + 5, Visits = account.Visits + 1 })] };
        Assert.Contains(TerritoryPlanChecker.Check(problem, result with { Bound = TerritorySolver.Solve(dearer, Short, Ct).Bound }), violation => violation.Code is "UNPROVEN_BOUND" or "BOUND_ABOVE_COST");
        Assert.NotEmpty(TerritoryPlanChecker.Check(problem, result with { Plan = result.Plan! with { Cost = result.Plan.Cost - 1 } }));
        Assert.NotEmpty(TerritoryPlanChecker.Check(problem, result with { Plan = result.Plan with { Assignments = [.. result.Plan.Assignments.Skip(1)] } }));
        var allToOne = result.Plan.Assignments.Select(assignment => assignment with { RepId = "R0" }).ToArray();
        Assert.Contains(TerritoryPlanChecker.Check(problem, result with { Plan = result.Plan with { Assignments = allToOne } }), violation => violation.Code == "OUT_OF_BAND");
    }

    private static TerritoryProblem Some(int seed, int accounts, int reps, double tolerance, bool connected)
    {
        var random = new Random(seed);
        Account[] list = [.. Enumerable.Range(0, accounts).Select(i => new Account(
            $"A{i}", 1 + random.Next(9), 1 + random.Next(9), random.Next(100), random.Next(100), random.Next(2) == 0 ? $"R{random.Next(reps)}" : null, random.Next(12) == 0 ? $"R{random.Next(reps)}" : null, random.Next(20), 1 + random.Next(3)))];
        // A path through the accounts and a few chords.
        AccountLink[]? links = connected
            ? [.. Enumerable.Range(1, accounts - 1).Select(i => new AccountLink($"A{i - 1}", $"A{i}")), .. Enumerable.Range(0, accounts / 2).Select(_ => new AccountLink($"A{random.Next(accounts)}", $"A{random.Next(accounts)}"))]
            : null;
        return new TerritoryProblem(
            list,
            [.. Enumerable.Range(0, reps).Select(i => new Rep($"R{i}", random.Next(100), random.Next(100), 0.5 + random.NextDouble()))],
            tolerance,
            Forbidden: [new AccountRep($"A{random.Next(accounts)}", $"R{random.Next(reps)}")],
            Links: links);
    }

    /// <summary>The least cost over all plans the checker accepts.</summary>
    private static double? Best(TerritoryProblem problem)
    {
        var count = (int)Math.Pow(problem.Reps.Count, problem.Accounts.Count);
        double? best = null;
        for (var code = 0; code < count; code++)
        {
            var rest = code;
            var cost = 0.0;
            var assignments = new List<TerritoryAssignment>();
            foreach (var account in problem.Accounts)
            {
                var rep = problem.Reps[rest % problem.Reps.Count];
                rest /= problem.Reps.Count;
                cost += account.Visits * double.Hypot(account.X - rep.X, account.Y - rep.Y) + (account.CurrentRepId is { } current && current != rep.Id ? account.MoveCost : 0);
                assignments.Add(new TerritoryAssignment(account.Id, rep.Id, 0, 0));
            }

            if (cost >= best)
                continue;
            var claim = new TerritoryResult(SolveStatus.Feasible, new TerritoryPlan(assignments, [], cost, 0, 0), 0, [], [], []);
            if (TerritoryPlanChecker.Check(problem, claim).Count == 0)
                best = cost;
        }

        return best;
    }
}
