using PlanningEngine.Server.Overview;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Tests.Plans;

namespace PlanningEngine.Server.Tests.Overview;

public sealed class OverviewReaderTests
{
    [Fact]
    public async Task Read_QuotasAfterACycle_EachFigureIsOfTheRunThatPublishedIt()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        var cycle = await database.SucceedAsync(RunKinds.Cycle);
        var quotas = await database.SucceedAsync(RunKinds.Quotas);

        var overview = await new OverviewReader(database.Contexts).ReadAsync(PlanningDatabase.Ct);

        Assert.Equal(
            (quotas.RunKey, cycle.RunKey, quotas.RunKey, cycle.RunKey),
            (overview.LastRun?.RunKey, overview.Forecast?.RunKey, overview.Quotas?.RunKey, overview.Allocation?.RunKey));
    }

    [Fact]
    public async Task Read_NothingPublished_NoRuns()
    {
        await using var database = await PlanningDatabase.CreateAsync(withSales: false);
        var overview = await new OverviewReader(database.Contexts).ReadAsync(PlanningDatabase.Ct);
        Assert.Null(overview.Forecast);
        Assert.Null(overview.Quotas);
        Assert.Null(overview.Allocation);
    }
}
