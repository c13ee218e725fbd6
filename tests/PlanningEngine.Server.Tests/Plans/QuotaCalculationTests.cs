using PlanningEngine.Planning.Input;
using PlanningEngine.Server.Plans;

namespace PlanningEngine.Server.Tests.Plans;

public sealed class QuotaCalculationTests
{
    private static readonly DateOnly Start = new(2027, 1, 1);

    [Fact]
    public void Run_HistoryAndForecast_MatchHandFigures()
    {
        var basis = Basis() with { TerritoryBasis = [new("A", 300, 100), new("B", 100, 300)], RevenueByMonth = [1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0] };
        var outcome = QuotaCalculation.Run(Terms(1000m) with { HistoryWeight = 0.75 }, basis);
        Assert.Empty(outcome.Violations);
        Assert.Equal([100m, 200m, 300m, 400m], outcome.Quotas.Where(q => q.Level == 0).Select(q => q.Amount));
        Assert.Equal([62.5m, 125m, 187.5m, 250m], outcome.Quotas.Where(q => q.TerritoryCode == "A" && !q.IsLeaf).Select(q => q.Amount));
        Assert.All(outcome.Quotas, q => Assert.StartsWith("Quota of ", q.Reason, StringComparison.Ordinal));
        Assert.Contains(outcome.Notes, n => n.Contains("(A) has no active rep in 4 of 4 periods", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 0, 5, 100)]
    [InlineData(0, 5, 0, 100)]
    [InlineData(0.5, 0, 0, 50)]
    public void Run_WeightedMeasureMissing_TheOtherDecidesElseAllShareEqually(double historyWeight, double history, double forecast, int partOfA)
    {
        var basis = Basis() with { TerritoryBasis = [new("A", history, forecast)] };
        var outcome = QuotaCalculation.Run(Terms(100m) with { HistoryWeight = historyWeight }, basis);
        Assert.Equal(partOfA, outcome.Quotas.Where(q => q.TerritoryCode == "A" && !q.IsLeaf).Sum(q => q.Amount));
    }

    [Fact]
    public void Run_NewRepAndLeaver_CarryByActiveDays()
    {
        var basis = Basis("T") with
        {
            SalesReps = [Rep("OLD", null, new DateOnly(2027, 1, 31)), Rep("STAY", null, null), Rep("NEW", new DateOnly(2027, 1, 17), null)],
            SalesRepKeys = new Dictionary<string, int> { ["OLD"] = 1, ["STAY"] = 2, ["NEW"] = 3 },
            RepBasis = [new("OLD", 100), new("STAY", 100)],
        };
        var outcome = QuotaCalculation.Run(Terms(31_000m) with { Months = 2 }, basis);
        decimal Amount(string code) => outcome.Quotas.Where(q => q.SalesRepCode == code).Sum(q => q.Amount);
        Assert.Equal(decimal.Round(31_000m * 31 / 139, 2), Amount("OLD"));
        Assert.Equal(decimal.Round(31_000m * 46 / 139, 2), Amount("NEW"));
        Assert.Equal(31_000m, Amount("OLD") + Amount("NEW") + Amount("STAY"));
        Assert.DoesNotContain(outcome.Quotas, q => q.SalesRepCode == "OLD" && q.DateKey == 20270201);
        Assert.Contains(outcome.Notes, n => n.Contains("(NEW)", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_LocksOfTheLastVersion_StayAndOthersGoAround()
    {
        var basis = Basis() with { SalesReps = [Rep("R", null, null) with { TerritoryCode = "A" }], SalesRepKeys = new Dictionary<string, int> { ["R"] = 7 } };
        var last = LastQuotas.None with
        {
            Locked = new Dictionary<(int, int, int), decimal> { [(2, 7, 20270401)] = 300m },
            Amounts = new Dictionary<(int, int, bool), decimal> { [(2, 7, true)] = 450m, [(1, 0, false)] = 900m },
        };
        var outcome = QuotaCalculation.Run(Terms(1000m) with { Last = last, RepOverAssignment = 0.1m }, basis);
        var rep = outcome.Quotas.Where(q => q.SalesRepCode == "R").ToList();
        Assert.Equal([false, true, false, false], rep.Select(q => q.Locked));
        Assert.Equal((300m, 550m), (rep[1].Amount, rep.Sum(q => q.Amount)));
        Assert.Contains("Against the last version +100.00", rep[0].Reason, StringComparison.Ordinal);
        Assert.Equal(1050m, outcome.Quotas.Where(q => q.IsLeaf).Sum(q => q.Amount));

        var whole = QuotaCalculation.Run(Terms(1000m) with { Last = LastQuotas.None with { LockedTerritories = new Dictionary<int, decimal> { [3] = 200m } } }, basis);
        Assert.Equal(200m, whole.Quotas.Where(q => q.TerritoryCode == "B" && !q.IsLeaf).Sum(q => q.Amount));
    }

    [Fact]
    public void Run_ConflictingLocks_SayWhatWouldFit()
    {
        var outcome = QuotaCalculation.Run(Terms(100m) with { Locks = [new(false, "A", 90m), new(false, "B", 20m), new(true, "GHOST", 1m)] }, Basis());
        Assert.Empty(outcome.Quotas);
        Assert.Equal(["unknown-node", "locks-do-not-add-up"], outcome.Violations.Select(v => v.Code));
        Assert.Equal("A", outcome.Violations[1].Subject);
        Assert.StartsWith("All hands down 100.00, the nodes below need at least 110.00: A 90.00 (locked), B 20.00 (locked). Maybe set ", outcome.Violations[1].Message, StringComparison.Ordinal);
    }

    private static QuotaTerms Terms(decimal target) => new() { Target = target, Start = Start, Months = 12, HistoryWeight = 0.5, RepOverAssignment = 0 };

    private static QuotaBasis Basis(string? single = null) => new()
    {
        Territories = single is not null ? [new TerritoryRow(single, single, null)] : [new TerritoryRow("ALL", "All", null), new TerritoryRow("A", "A", "ALL"), new TerritoryRow("B", "B", "ALL")],
        TerritoryKeys = new Dictionary<string, int> { ["ALL"] = 1, ["A"] = 2, ["B"] = 3, ["T"] = 4 },
        SalesReps = [],
        SalesRepKeys = new Dictionary<string, int>(),
        TerritoryBasis = [],
        RepBasis = [],
        Window = null,
        Revenue = 0,
        RevenueByMonth = new double[12],
        Notes = [],
    };

    private static SalesRepRow Rep(string code, DateOnly? hired, DateOnly? left) => new(code, code, null, "T", hired, left, "Sales rep");
}
