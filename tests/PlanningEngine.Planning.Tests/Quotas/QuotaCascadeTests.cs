using CsCheck;
using PlanningEngine.Planning.Calendars;
using PlanningEngine.Planning.Input;
using PlanningEngine.Planning.Quotas;

namespace PlanningEngine.Planning.Tests.Quotas;

public sealed class QuotaCascadeTests
{
    private static readonly DateOnly Start = new(2027, 1, 1);

    private static readonly Gen<QuotaCascadeRequest> Requests =
        from shape in Gen.Int[0, 3].Array[1, 12]
        from reps in Gen.Int[0, 20].Array[0, 15]
        from basis in Gen.Double[0, 1e6].Array[13]
        from season in Gen.Double[0, 5].Array[4]
        from target in Gen.Long[0, 1_000_000_000_000]
        from rates in Gen.Int[0, 3000].Array[3]
        from hire in Gen.Int[-400, 400].Array[15]
        from locked in Gen.Int[0, 10_000].Array[0, 3]
        from alpha in Gen.Double[0, 1]
        select Build(shape, reps, basis, season, target, rates, hire, locked, alpha);

    [Fact]
    public void Run_RandomTreesLocksAndRates_AddsUpExactly()
    {
        var (feasible, feasibleWithLocks, infeasible) = (0, 0, 0);
        Requests.Sample(
        request =>
        {
            var result = QuotaCascade.Run(request);
            if (!result.IsFeasible)
            {
                Interlocked.Increment(ref infeasible);
                Assert.Empty(result.Nodes);
                Assert.All(result.Violations, v => Assert.StartsWith("lock", v.Code, StringComparison.Ordinal));
                return;
            }

            AssertExact(request, result);
            Interlocked.Increment(ref feasible);
            if (request.Locks.Count > 0)
                Interlocked.Increment(ref feasibleWithLocks);
        },
        iter: 400);
        Assert.True(feasible > 50 && feasibleWithLocks > 10 && infeasible > 0, $"{feasible} feasible, {feasibleWithLocks} of them with locks, {infeasible} not: the draws no longer cover both.");
    }

    [Fact]
    public void Run_LocksWithRoom_AreKeptAndTheRestScales() => Gen.Select(Gen.Long[1000, 1_000_000_00], Gen.Double[0, 0.4], Gen.Int[0, 30]).Sample(
        (cents, part, rate) =>
        {
            var locked = decimal.Round(cents * (decimal)part / 4) / 100m;
            var request = Two(cents / 100m) with
            {
                TerritoryOverAssignment = [rate / 100m],
                Locks = [new QuotaLock(QuotaNodeKind.Territory, "A", Start, locked)],
            };
            var result = QuotaCascade.Run(request);
            AssertExact(request, result);
            Assert.Equal(locked, result.Nodes.Single(n => n.Code == "A" && n.PeriodStart == Start).Amount);
        },
        iter: 200);

    [Fact]
    public void Run_SharesOfHistoryAndForecast_MatchHandFigures()
    {
        var request = Two(1000m) with { Alpha = 0.25, TerritoryBasis = [new("A", 300, 100), new("B", 100, 300)], Seasonality = [1, 2, 3, 4] };
        var result = QuotaCascade.Run(request);
        Assert.Equal(625m, result.Totals.Single(n => n.Code == "A").Amount);
        Assert.Equal(375m, result.Totals.Single(n => n.Code == "B").Amount);
        Assert.Equal([100m, 200m, 300m, 400m], result.Nodes.Where(n => n.Code == "ALL").Select(n => n.Amount));
        Assert.Equal(62.5m, result.Nodes.First(n => n.Code == "A").Amount);
    }

    [Fact]
    public void Run_NoHistoryAnywhere_SharesEquallyAndSaysSo()
    {
        var result = QuotaCascade.Run(Two(100.01m));
        var shares = result.Totals.Where(n => n.Level == 1).Select(n => n.Amount).ToList();
        Assert.InRange(Math.Abs(shares[0] - shares[1]), 0, 0.04m);
        Assert.Equal(100.01m, shares.Sum());
        Assert.Contains(result.Notes, n => n.Contains("share equally", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_NewRepAndLeaver_AreProratedByActiveDays()
    {
        var request = new QuotaCascadeRequest
        {
            CompanyTarget = 31_000m,
            Bucket = TimeBucket.Month,
            Start = Start,
            Periods = 2,
            Territories = [new("T", "T", null)],
            SalesReps = [Rep("OLD", null, new DateOnly(2027, 1, 31)), Rep("STAY", null, null), Rep("NEW", new DateOnly(2027, 1, 17), null)],
            RepBasis = [new("OLD", 100), new("STAY", 100)],
        };
        var result = QuotaCascade.Run(request);
        decimal Amount(string code, int month) => result.Nodes.Single(n => n.Code == code && n.PeriodStart == new DateOnly(2027, month, 1)).Amount;
        Assert.Equal(decimal.Round(15_500m * 15 / 77, 2), Amount("NEW", 1));
        Assert.Equal(7_750m, Amount("NEW", 2));
        Assert.DoesNotContain(result.Nodes, n => n.Code == "OLD" && n.PeriodStart == new DateOnly(2027, 2, 1));
        Assert.Contains(result.Notes, n => n.Contains("(NEW)", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_NobodyToCarry_LeavesAnUncoveredNodeSoThatLevelsAddUp()
    {
        var request = Two(100m) with { SalesReps = [Rep("R", null, null) with { TerritoryCode = "A" }] };
        var result = QuotaCascade.Run(request);
        AssertExact(request, result);
        Assert.Equal(50m, result.Totals.Single(n => n.Kind == QuotaNodeKind.Rep && n.Code.Length == 0).Amount);
    }

    [Fact]
    public void Run_ConflictingLocks_ReportsEveryConflict()
    {
        var request = Two(100m) with
        {
            Locks =
            [
                new(QuotaNodeKind.Territory, "A", null, 90m),
                new(QuotaNodeKind.Territory, "B", Start, 20m),
                new(QuotaNodeKind.Rep, "GHOST", null, 1m),
                new(QuotaNodeKind.Territory, "B", new DateOnly(2027, 2, 1), 1m),
            ],
        };
        var result = QuotaCascade.Run(request);
        Assert.Empty(result.Nodes);
        Assert.Equal(["locks-exceed-parent", "unknown-node", "unknown-period"], result.Violations.Select(v => v.Code).Order());
    }

    [Fact]
    public void Run_EverythingLockedButOff_SaysThatItDoesNotAddUp()
    {
        var request = Two(100m) with { Locks = [new(QuotaNodeKind.Territory, "A", null, 40m), new(QuotaNodeKind.Territory, "B", null, 40m)] };
        var result = QuotaCascade.Run(request);
        Assert.Equal(4, result.Violations.Count(v => v.Code == "locks-do-not-add-up"));
    }

    [Fact]
    public void Run_DeepLock_RaisesItsTerritoryAboveItsShare()
    {
        var request = Two(400m) with
        {
            TerritoryBasis = [new("A", 1, 1), new("B", 9, 9)],
            SalesReps = [Rep("R1", null, null) with { TerritoryCode = "A" }, Rep("R2", null, null) with { TerritoryCode = "B" }],
            Locks = [new(QuotaNodeKind.Rep, "R1", Start, 70m)],
        };
        var result = QuotaCascade.Run(request);
        AssertExact(request, result);
        Assert.Equal(70m, result.Nodes.Single(n => n.Code == "A" && n.PeriodStart == Start).Amount);
        Assert.Equal(30m, result.Nodes.Single(n => n.Code == "B" && n.PeriodStart == Start).Amount);
    }

    [Fact]
    public void Run_BrokenRequest_ReportsAllViolationsAtOnce()
    {
        var request = new QuotaCascadeRequest
        {
            CompanyTarget = -1.005m,
            Start = Start,
            Periods = 0,
            Alpha = double.NaN,
            Territories = [new("A", "A", "B"), new("B", "B", "A"), new("C", "C", "?")],
            TerritoryBasis = [new("X", double.NaN, 1)],
            RepOverAssignment = 2,
            Seasonality = [-1],
        };
        var codes = QuotaCascade.Run(request).Violations.Select(v => v.Code).ToHashSet();
        Assert.Superset(
            new HashSet<string> { "parent-cycle", "unknown-parent", "target-out-of-range", "periods-out-of-range", "alpha-out-of-range", "not-a-number", "unknown-territory", "over-assignment-out-of-range", "seasonality-length", "seasonality-out-of-range" },
            codes);
    }

    [Fact]
    public void Split_AnyWeights_SumsAndStaysWithinOneUnit() => Gen.Select(Gen.Long[0, 1_000_000_000_000_000], Gen.Double[0, 1e9].Array[1, 40]).Sample((total, weights) =>
    {
        var parts = LargestRemainder.Split(total, weights);
        Assert.Equal(total, parts.Sum());
        var sum = weights.Sum();
        if (sum > 0)
            Assert.All(parts.Zip(weights), p => Assert.InRange(p.First - (total * (p.Second / sum)), -1.5, 1.5));
    });

    private static void AssertExact(QuotaCascadeRequest request, QuotaCascadeResult result)
    {
        Assert.True(result.IsFeasible, string.Join("; ", result.Violations.Select(v => v.Message)));
        Assert.Equal(request.CompanyTarget, result.Totals.Single(t => t.Level == 0).Amount);
        Assert.Equal(request.CompanyTarget, result.Nodes.Where(t => t.Level == 0).Sum(n => n.Amount));
        Assert.All(result.Nodes, n => Assert.True(n.Amount >= 0 && decimal.Round(n.Amount, 2) == n.Amount));
        foreach (var total in result.Totals)
        {
            Assert.Equal(total.Amount, result.Nodes.Where(n => Same(n, total)).Sum(n => n.Amount));
            var children = result.Totals.Where(n => n.ParentCode == total.Code && total.Kind == QuotaNodeKind.Territory).ToList();
            if (children.Count == 0)
                continue;
            Assert.Equal(decimal.Round(total.Amount * (1 + total.OverAssignment), 2, MidpointRounding.AwayFromZero), children.Sum(c => c.Amount));
            foreach (var node in result.Nodes.Where(n => Same(n, total)))
            {
                var below = result.Nodes.Where(n => n.ParentCode == total.Code && n.PeriodStart == node.PeriodStart).Sum(n => n.Amount);
                var exact = node.Amount * (1 + total.OverAssignment);
                Assert.True(total.OverAssignment == 0 ? below == exact : Math.Abs(below - exact) <= 0.01m);
            }
        }
    }

    private static bool Same(QuotaNode a, QuotaNode b) => a.Kind == b.Kind && a.Code == b.Code && a.ParentCode == b.ParentCode;

    private static QuotaCascadeRequest Two(decimal target) => new()
    {
        CompanyTarget = target,
        Start = Start,
        Territories = [new("ALL", "All", null), new("A", "A", "ALL"), new("B", "B", "ALL")],
        RepOverAssignment = 0,
    };

    private static SalesRepRow Rep(string code, DateOnly? hired, DateOnly? left) => new(code, code, null, "T", hired, left, "Sales rep");

    private static QuotaCascadeRequest Build(int[] shape, int[] reps, double[] basis, double[] season, long target, int[] rates, int[] hire, int[] locked, double alpha)
    {
        var territories = new List<TerritoryRow> { new("N0", "N0", null) };
        for (var i = 0; i < shape.Length; i++)
            territories.Add(new TerritoryRow($"N{i + 1}", string.Empty, $"N{Math.Max(0, i - shape[i])}"));
        return new QuotaCascadeRequest
        {
            CompanyTarget = target / 100m,
            Start = Start,
            Territories = territories,
            SalesReps = [.. reps.Select((r, i) => Rep($"R{i}", Start.AddDays(hire[i]), null) with { TerritoryCode = $"N{r % territories.Count}" })],
            RepBasis = [.. reps.Select((r, i) => new RepBasis($"R{i}", r % 3 * 10.0))],
            TerritoryBasis = [.. territories.Select((t, i) => new TerritoryBasis(t.Code, basis[i], basis[^(i + 1)]))],
            Seasonality = season,
            Alpha = alpha,
            TerritoryOverAssignment = [rates[0] / 10_000m, rates[1] / 10_000m],
            RepOverAssignment = rates[2] / 10_000m,
            Locks = [.. locked.Select((l, i) => new QuotaLock(QuotaNodeKind.Territory, $"N{territories.Count - 1 - i}", Start, l / 100m)).DistinctBy(l => l.Code).Where(l => territories.Any(t => t.Code == l.Code && t.ParentCode is not null))],
        };
    }
}
