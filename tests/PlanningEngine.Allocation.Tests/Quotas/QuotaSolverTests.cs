using PlanningEngine.Allocation.Quotas;

namespace PlanningEngine.Allocation.Tests.Quotas;

public sealed class QuotaSolverTests
{
    [Fact]
    public void Solve_NoLimits_GivesTheReferenceShares()
    {
        var result = SomeQuotas.Solved(SomeQuotas.Company());
        // North has 400 of 1000 history and 400 of 1000 potential; N1 has 3/4 and 1/2 of it.
        Assert.Equal([1000m, 400m, 600m, 250m, 150m, 250m, 350m], result.Plan.Nodes.Select(n => n.Amount));
        Assert.Equal(0, result.Certificate!.Objective, 1e-12);
    }

    [Fact]
    public void Solve_UpperBoundAndLock_SaysWhatHoldsAndWhatItWouldBe()
    {
        var result = SomeQuotas.Solved(SomeQuotas.Company(change: n => n.Code switch
        {
            "S2" => n with { Label = "Rep South 2", Last = 300m, MaximumChange = 0.1 },
            "N1" => n with { Locked = 200m },
            _ => n,
        }));
        Assert.Equal(330m, result.Amount("S2"));
        Assert.Equal(200m, result.Amount("N1"));
        var reason = result.Reason("S2");
        Assert.Equal((QuotaLimit.MaximumChange, 330m, true), (reason.Limit, reason.LimitAmount, reason.Price < 0));
        Assert.StartsWith("Quota of Rep South 2 is 330.00: held at its upper bound 330.00 (110 % of the last version's 300.00); without it, it would be 365.56", reason.Sentence, StringComparison.Ordinal);
        Assert.Contains("Against the last version +30.00: target", reason.Sentence, StringComparison.Ordinal);
        Assert.Contains("N1 is 200.00: locked; its reference is 250.00; without it, it would be 2", result.Reason("N1").Sentence, StringComparison.Ordinal);
        Assert.Contains("since locks and bounds elsewhere leave more", result.Reason("N2").Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_Without_EqualsASolveWithoutTheLimit()
    {
        var problem = SomeQuotas.Company(change: n => n.Code switch { "N1" => n with { Locked = 200m }, "S" => n with { Minimum = 650m }, "S2" => n with { Maximum = 340m }, _ => n });
        var free = SomeQuotas.Company(change: n => n.Code switch { "S" => n with { Minimum = 650m }, "S2" => n with { Maximum = 340m }, _ => n });
        Assert.InRange(SomeQuotas.Solved(problem).Reason("N1").Without!.Value - SomeQuotas.Solved(free).Amount("N1"), -0.01m, 0.01m);
    }

    [Fact]
    public void Solve_MiddleOutAndBottomUp_FollowWhereTheTargetsStand()
    {
        var middle = SomeQuotas.Solved(SomeQuotas.Company(change: n => n.Code switch { "ALL" => n with { Target = null }, "N" => n with { Target = 500m }, "S" => n with { Target = 300m }, _ => n }));
        Assert.Equal([800m, 500m, 300m, 312.5m, 187.5m, 125m, 175m], middle.Plan.Nodes.Select(n => n.Amount));
        var leaves = SomeQuotas.Solved(SomeQuotas.Company(change: n => n.Code switch
        {
            "ALL" => n with { Target = null, OverAssignment = 0.1m },
            "N" or "S" => n,
            _ => n with { Target = 100.01m },
        }));
        Assert.Equal([363.67m, 200.02m, 200.02m], leaves.Plan.Nodes.Take(3).Select(n => n.Amount));
        Assert.Equal(QuotaLimit.FixedBelow, leaves.Reason("ALL").Limit);
        Assert.Equal(400.04m, leaves.Plan.Nodes[0].HandedDown);
    }

    [Fact]
    public void Solve_Fairness_EvensOutQuotaPerPotential()
    {
        double Spread(double fairness)
        {
            var problem = SomeQuotas.Company(change: n => n.Code == "S2" ? n with { Locked = 300m } : n) with { Fairness = fairness };
            var result = SomeQuotas.Solved(problem);
            double[] ratios = [.. new[] { ("N1", 200), ("N2", 200), ("S1", 300), ("S2", 300) }.Select(r => (double)result.Amount(r.Item1) / r.Item2)];
            return ratios.Max() - ratios.Min();
        }

        Assert.True(Spread(0) > Spread(0.5) && Spread(0.5) > Spread(1));
        Assert.Equal(0, Spread(1), 1e-3);
    }

    [Fact]
    public void Solve_RampAndSeason_LaterPeriodsCarryMore()
    {
        var company = SomeQuotas.Company(400m, n => n.Code switch
        {
            "N1" => n with { Capacity = new SellingCapacity(100, TenurePeriods: 0, RampPeriods: 4) },
            "N2" => n with { Capacity = new SellingCapacity(100, AttritionPerPeriod: 0.2) },
            "S1" => n with { Activity = [1, 1, 0, 0] },
            _ => n,
        });
        var problem = company with { Seasonality = [1, 1, 1, 1], Blend = new QuotaBlend(0, 0, 1) };
        var result = SomeQuotas.Solved(problem);
        Assert.Empty(QuotaPlanChecker.Check(problem, result).Violations);
        Assert.True(result.Plan.Nodes[3].Periods is [var first, .., var last] && last > 5 * first);
        Assert.True(result.Plan.Nodes[4].Periods is [var early, .., var late] && late < early);
        Assert.Equal([0m, 0m], result.Plan.Nodes[5].Periods.Skip(2));
        // Half of the ramp is done in the mean: 200 against what attrition leaves of 400.
        var kept = 100 * Enumerable.Range(0, 4).Sum(p => Math.Pow(0.8, p + 0.5));
        Assert.Equal(200 / kept, result.Plan.Nodes[3].Continuous / result.Plan.Nodes[4].Continuous, 1e-9);
    }

    [Fact]
    public void Solve_LockedPeriods_KeepThemAndSpreadTheRest()
    {
        var problem = SomeQuotas.Company(change: n => n.Code switch { "N1" => n with { LockedPeriods = [null, 300m] }, "S1" => n with { LockedPeriods = [null, 20m] }, _ => n }) with { Seasonality = [1, 1] };
        var result = SomeQuotas.Solved(problem);
        Assert.Empty(QuotaPlanChecker.Check(problem, result).Violations);
        Assert.Equal([0m, 300m], result.Plan.Nodes[3].Periods);
        Assert.Equal(20m, result.Plan.Nodes[5].Periods[1]);
        Assert.Contains("held at the sum 300.00 of its locked periods", result.Reason("N1").Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Solve_LocksAboveTheirParent_NamesThemAndRelaxesTheLeast()
    {
        var problem = SomeQuotas.Company(change: n => n.Code switch { "N" => n with { Maximum = 300m }, "N1" => n with { Locked = 250m }, "N2" => n with { Minimum = 100m }, _ => n });
        var result = SomeQuotas.Solved(problem);
        Assert.Equal(SolveStatus.Infeasible, result.Status);
        var conflict = Assert.Single(result.Conflicts);
        Assert.Equal(("N", 300m, 350m), (conflict.Code, conflict.HandedDown, conflict.Needed));
        Assert.Equal("N hands down at most 300.00, the nodes below need at least 350.00: N1 250.00 (locked), N2 100.00 (lower bound).", conflict.Sentence);
        Assert.Equal(50m, result.Relaxations.Sum(r => Math.Abs(r.To - r.From)));
        Assert.DoesNotContain(result.Relaxations, r => r.Limit == QuotaLimit.Lock);
        var relaxed = problem.Nodes.ToArray();
        foreach (var relaxation in result.Relaxations)
        {
            var i = Array.FindIndex(relaxed, n => n.Code == relaxation.Code);
            relaxed[i] = relaxation.Limit == QuotaLimit.Maximum ? relaxed[i] with { Maximum = relaxation.To } : relaxed[i] with { Minimum = relaxation.To };
        }

        Assert.Equal(SolveStatus.Optimal, SomeQuotas.Solved(problem with { Nodes = relaxed }).Status);
    }

    [Fact]
    public void Solve_StoppedEarly_GivesAFeasiblePlanWithItsGap()
    {
        var problem = SomeQuotas.Company(change: n => n.Code switch { "N1" => n with { Locked = 20m }, "S2" => n with { Maximum = 100m }, _ => n });
        var optimum = SomeQuotas.Solved(problem);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        foreach (var stopped in new[] { SomeQuotas.Solved(problem, new QuotaSolverOptions { WorkLimit = 0 }), QuotaSolver.Solve(problem, null, cancelled.Token) })
        {
            Assert.Equal(SolveStatus.Feasible, stopped.Status);
            Assert.Empty(QuotaPlanChecker.Check(problem, stopped).Violations);
            Assert.True(stopped.Certificate!.Objective >= optimum.Certificate!.Objective && stopped.Certificate.Bound <= optimum.Certificate.Objective * (1 + 1e-12));
            Assert.Equal(stopped.Certificate.Gap, stopped.Certificate.Objective - stopped.Certificate.Bound, 1e-9);
        }
    }

    [Fact]
    public void Solve_ForgedAnswer_CheckerRefuses()
    {
        var problem = SomeQuotas.Company(change: n => n.Code == "N1" ? n with { Locked = 20m } : n);
        var result = SomeQuotas.Solved(problem);
        Assert.Empty(QuotaPlanChecker.Check(problem, result).Violations);
        var other = SomeQuotas.Solved(SomeQuotas.Company(change: n => n.Code == "N1" ? n with { Locked = 21m } : n));
        Assert.Contains(QuotaPlanChecker.Check(problem, other).Violations, v => v.Code == "OUT_OF_RANGE");
        Assert.Contains(QuotaPlanChecker.Check(SomeQuotas.Company(1000m, n => n.Code == "N1" ? n with { Locked = 20m, Weight = 2, History = 900 } : n), result).Violations, v => v.Code is "REFERENCE");
        var tampered = result.Certificate!.Nodes.ToArray();
        tampered[2] = tampered[2] with { SumPrice = tampered[2].SumPrice + 1e-6 };
        Assert.Contains(QuotaPlanChecker.Check(problem, result with { Certificate = result.Certificate with { Nodes = tampered } }).Violations, v => v.Code == "NOT_OPTIMAL");
        var amounts = result.Plan.Nodes.ToArray();
        amounts[5] = amounts[5] with { Amount = amounts[5].Amount + 0.01m, Periods = [amounts[5].Amount + 0.01m] };
        Assert.Contains(QuotaPlanChecker.Check(problem, result with { Plan = new QuotaPlan(amounts) }).Violations, v => v.Code == "SUM");
    }

    [Fact]
    public void Solve_Twice_SameAnswer()
    {
        var problem = SomeQuotas.Random(seed: 50, mostNodes: 300);
        var (first, second) = (SomeQuotas.Solved(problem), SomeQuotas.Solved(problem));
        Assert.Equal(first.Reasons.Select(r => r.Sentence), second.Reasons.Select(r => r.Sentence));
        Assert.Equal(first.Plan.Nodes.Select(n => n.Continuous), second.Plan.Nodes.Select(n => n.Continuous));
    }

    [Fact]
    public void Solve_OneNodeZeroTargetAndDeepChain_Work()
    {
        Assert.Equal(12.34m, SomeQuotas.Solved(new QuotaProblem([new QuotaNode("ALL", -1) { Target = 12.34m }])).Amount("ALL"));
        Assert.All(SomeQuotas.Solved(SomeQuotas.Company(0m)).Plan.Nodes, n => Assert.Equal(0, n.Amount));
        var chain = new QuotaProblem([.. Enumerable.Range(0, QuotaProblemValidator.MostLevels).Select(i => new QuotaNode($"{i}", i - 1) { Target = i == 0 ? 99.99m : null, Maximum = 100 + i })]);
        Assert.All(SomeQuotas.Solved(chain).Plan.Nodes, n => Assert.Equal(99.99m, n.Amount));
    }

    [Fact]
    public void Solve_AMillionNodes_AddsUp()
    {
        var nodes = new QuotaNode[1_000_000];
        for (var i = 0; i < nodes.Length; i++)
            nodes[i] = new QuotaNode($"{i}", i == 0 ? -1 : (i - 1) / 100) { History = i % 17, Maximum = i % 5 == 1 && i > 10_000 ? 1_000m : null, Target = i == 0 ? 999_999_999.99m : null };
        var result = SomeQuotas.Solved(new QuotaProblem(nodes), new QuotaSolverOptions { CounterfactualNodes = 0 });
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.Equal(999_999_999.99m, result.Plan.Nodes.Skip(10_000).Sum(n => n.Amount));
        Assert.InRange(result.Certificate!.KktResidual, 0, 1e-8);
    }
}
