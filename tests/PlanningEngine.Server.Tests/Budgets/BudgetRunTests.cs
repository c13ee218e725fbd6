using System.Globalization;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Server.Hosting.Grpc;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Tests.Plans;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;

namespace PlanningEngine.Server.Tests.Budgets;

public sealed class BudgetRunTests
{
    private static ResponseCurve Root(double scale) => new() { Power = new() { Scale = scale, Exponent = 0.5 } };

    [Fact]
    public async Task Run_TwoRootsAtAThreeToFourRatio_SpendsAsTheirSquares()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        var budget = new AllocateBudgetRequest { Budget = 100, Items = { new BudgetItem { ItemId = "CALLS", Label = "Calls, Été", Curve = Root(3) }, new BudgetItem { ItemId = "FAIRS", Curve = Root(4) } } };
        var run = await database.SucceedAsync(RunKinds.Budget, new() { Budget = budget });
        var summary = RunSummary.Parser.ParseJson(run.Summary);
        await using var db = database.Open();
        var version = (await ReportingSnapshot.CaptureAsync(db, PlanningDatabase.Ct)).VersionOf(PlanKind.Budget);
        var rows = await db.BudgetAllocations.Where(b => b.PlanVersionKey == version).OrderBy(b => b.Item).ToListAsync(PlanningDatabase.Ct);
        // Equal marginal return of a sqrt(x): spends go as 9 to 16.
        Assert.Equal([36m, 64m], rows.Select(r => decimal.Round(r.Amount, 3)));
        Assert.Equal(50, rows.Sum(r => r.Response), 1e-6);
        Assert.All(rows, r => Assert.Equal(0.25, r.MarginalResponse, 1e-6));
        Assert.Equal("Calls, Été", rows[0].Label);
        Assert.Equal(100m, decimal.Parse(summary.BudgetSpend.Value, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Check_NoBudget_IsAViolation()
    {
        var found = new Violations();
        RunParameterRules.CheckKind(RunKinds.Budget, new RunParameters(), found);
        Assert.Contains("parameters.budget", Assert.Throws<ViolationException>(found.ThrowIfAny).Violations.Select(v => v.Field));
    }
}
