using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Tests.Plans;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Tests.Territories;

public sealed class TerritoryRunTests
{
    [Fact]
    public async Task Run_OneRepHasEverything_ShareIsEvenAndMovesAreExplained()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        await database.AddTeamAndSupplyAsync();
        await AddAccountsAsync(database, count: 12);
        var run = await database.SucceedAsync(RunKinds.Territories, new() { Territories = new() { Balance = TerritoryBalance.Potential, Tolerance = 0 } });
        var summary = RunSummary.Parser.ParseJson(run.Summary);
        await using var db = database.Open();
        var version = (await ReportingSnapshot.CaptureAsync(db, PlanningDatabase.Ct)).VersionOf(PlanKind.Territory);
        var rows = await db.TerritoryAssignments.Where(a => a.PlanVersionKey == version).ToListAsync(PlanningDatabase.Ct);
        // Twelve equal accounts to three reps: four each, and rep 1 keeps four of his own.
        Assert.Equal([4, 4, 4], rows.GroupBy(r => r.SalesRepKey).OrderBy(g => g.Key).Select(g => g.Count()));
        Assert.Equal((12, 8), (summary.AccountsAligned, summary.AccountsMoved));
        Assert.Equal(8, rows.Count(r => r.Moved));
        Assert.All(rows, r => Assert.Equal((1, r.SalesRepKey != 1), (r.CurrentSalesRepKey, r.Moved)));
        Assert.All(rows, r => Assert.True(r.Reason.Length > 0 && r.ReasonCode.Length > 0));
        Assert.Equal(1200m, rows.Sum(r => r.Potential));
    }

    [Fact]
    public async Task Run_NoAccounts_SaysSo()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var summary = RunSummary.Parser.ParseJson((await database.SucceedAsync(RunKinds.Territories, new())).Summary);
        Assert.Equal(0, summary.AccountsAligned);
        Assert.Contains(summary.Notes, n => n.Contains("nothing was aligned", StringComparison.Ordinal));
    }

    private static async Task AddAccountsAsync(PlanningDatabase database, int count)
    {
        await using var db = database.Open();
        for (var i = 1; i <= count; i++)
            db.Accounts.Add(new Account { AccountKey = 100 + i, Code = $"ACC{i}", Name = $"Account {i}", TerritoryKey = 2, SalesRepKey = 1, Potential = 100 });
        await db.SaveChangesAsync(PlanningDatabase.Ct);
    }
}
