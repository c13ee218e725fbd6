using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Runs;
using PlanningEngine.Server.Runs;
using Run = PlanningEngine.Data.Runs.Run;

namespace PlanningEngine.Server.Tests.Runs;

public sealed class LatestSummaryTests
{
    [Fact]
    public async Task Read_LaterRuns_StandInPlaceOfEarlierOnes()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var db = database.Engine().Open();
        void Add(int key, string kind, RunSummary summary, RunStatus status = RunStatus.Succeeded) =>
            db.Runs.Add(new Run { RunKey = key, Kind = kind, Status = status, Summary = SummaryText.Write(summary), CreatedAt = database.Time.GetUtcNow().UtcDateTime, ModifiedAt = database.Time.GetUtcNow().UtcDateTime });
        Add(1, RunKinds.Allocation, new() { UnmetQuantity = 7, DemandQuantity = 70 });
        Add(2, RunKinds.Cycle, new() { SeriesCount = 10, Wape = 0.5, UnmetQuantity = 5, DemandQuantity = 50 });
        Add(3, RunKinds.Headcount, new() { Hires = 4 });
        Add(4, RunKinds.Cycle, new() { SeriesCount = 12, Wape = 0.4, UnmetQuantity = 3, DemandQuantity = 40 });
        Add(5, RunKinds.Allocation, new() { DemandQuantity = 40 });
        Add(6, RunKinds.Forecast, new() { SeriesCount = 99 }, RunStatus.Failed);
        await db.SaveChangesAsync(EngineDatabase.Ct);

        var latest = await LatestSummary.ReadAsync(db, EngineDatabase.Ct);

        Assert.Equal((12, 0.4, 0, 40, 4), (latest.SeriesCount, latest.Wape, latest.UnmetQuantity, latest.DemandQuantity, latest.Hires));
    }
}
