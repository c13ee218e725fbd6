using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Dimensions;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Server.Forecasts;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Tests.Runs;

namespace PlanningEngine.Server.Tests.Forecasts;

/// <summary>The sample company with a region (territory 5) above two of its three leaf territories.</summary>
public sealed class CoherenceTests
{
    private const int Region = 5;
    private static readonly Dictionary<int, int[]> LeavesBelow = new() { [1] = [2, 3, 4], [Region] = [2, 3] };

    [Fact]
    public async Task Publish_TwoLevels_AddUpInEveryPeriodAndNode()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var engine = database.Engine();
        await AddRegionAsync(engine);

        var run = await engine.SucceedAsync();

        await using var db = engine.Open();
        var leaves = await db.Forecasts.AsNoTracking().ToListAsync(EngineDatabase.Ct);
        var rollups = await db.ForecastRollups.AsNoTracking().ToListAsync(EngineDatabase.Ct);
        Assert.Equal(LeavesBelow.Count * 6, rollups.Count);
        Assert.All(rollups, r =>
        {
            var sum = leaves.Where(f => f.DateKey == r.DateKey && LeavesBelow[r.TerritoryKey].Contains(f.TerritoryKey)).Sum(f => f.Mean);
            Assert.InRange(Math.Abs(r.Mean - sum), 0, 1e-9 * sum);
            var usual = leaves.Where(f => f.DateKey == r.DateKey && LeavesBelow[r.TerritoryKey].Contains(f.TerritoryKey)).Sum(f => f.BaseMean);
            Assert.InRange(Math.Abs(r.BaseMean!.Value - usual), 0, 1e-9 * sum);
            Assert.Equal(r.TerritoryKey == Region ? 1 : 0, r.Level);
        });
        Assert.All(leaves.Concat<ForecastFact>(rollups), f =>
        {
            double[] rising = [0, f.Q05, f.Q10, f.Q25, f.Q50, f.Q75, f.Q90, f.Q95];
            Assert.Equal(rising.Order(), rising);
            Assert.True(f.Mean >= 0);
        });
        var quantiles = await db.ForecastQuantiles.AsNoTracking().ToListAsync(EngineDatabase.Ct);
        Assert.All(quantiles, q => Assert.True(q.Value >= 0));
        var summary = RunSummary.Parser.ParseJson(run.Summary);
        Assert.Equal([(false, 0), (true, 0), (true, 1)], summary.CoverageByLevel.Select(c => (c.HasLevel, c.Level)));
        Assert.Equal(summary.Coverage80, summary.CoverageByLevel[0].After.Coverage80, 1e-12);
        foreach (var of in summary.CoverageByLevel.Skip(1))
        {
            var rollup = rollups.First(r => r.Level == of.Level);
            Assert.Equal((rollup.N, "sum"), (of.N, rollup.Method));
            Assert.Equal(rollup.Coverage80!.Value, of.After.Coverage80, 1e-12);
        }

        Assert.Single(summary.Notes, n => n.Contains("add up", StringComparison.Ordinal) || n.Contains("sums of their series", StringComparison.Ordinal));
    }

    /// <summary>Forecasts made at the ends of earlier months, against what was sold since.</summary>
    [Fact]
    public async Task Reconcile_EarlierEnds_RollupsCoverAsOftenAsBefore()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var reader = database.Engine();
        await AddRegionAsync(reader);
        var sold = await SoldAsync(reader);
        var (points, inside, insideBefore) = (0, 0, 0);
        foreach (var end in new DateOnly[] { new(2025, 5, 31), new(2025, 8, 31) })
        {
            var key = 0;
            var engine = database.Engine(new OnceAt("reconcile/0/done", async () =>
            {
                var bucket = (await OutputAsync(reader, key, SeriesSet.Output))[0].Bucket;
                var leaves = (await OutputAsync(reader, key, ForecastStage.Output)).SelectMany(b => b).ToList();
                var inner = (await OutputAsync(reader, key, InnerForecasts.Output))[0];
                foreach (var (own, rollup) in inner.Nodes.Zip((await OutputAsync(reader, key, ReconcileStage.Output))[0].Rollups))
                    foreach (var (step, after) in own.Forecast.Steps.Zip(rollup.Steps))
                    {
                        var below = LeavesBelow[own.Node.TerritoryKey];
                        var actual = below.Sum(t => sold.GetValueOrDefault((t, bucket.StartOf(step.Period))));
                        var before = step.MovedTo(leaves.Where(l => below.Contains(l.TerritoryKey)).SelectMany(l => l.Steps).Where(s => s.Step == step.Step).Sum(s => s.Mean));
                        points++;
                        inside += Covers(after, actual);
                        insideBefore += Covers(before, actual);
                    }
            }));
            key = await engine.QueueAsync(new RunParameters { EndDate = DateKeys.ToMessage(end) });
            Assert.True(await engine.WorkAsync());
            Assert.Equal("", (await engine.RunAsync(key)).Error);
        }

        Assert.Equal(24, points);
        Assert.True(inside >= insideBefore, $"{inside} of {points} actuals lie inside, {insideBefore} did before.");
        Assert.True(inside >= 0.6 * points, $"{inside} of {points} actuals lie inside.");
    }

    private static int Covers(LeafStep step, double actual) => step.Quantiles[2] <= actual && actual <= step.Quantiles[6] ? 1 : 0;

    private static async Task AddRegionAsync(IServiceProvider engine)
    {
        await using var db = engine.Open();
        await db.Territories.Where(t => t.TerritoryKey == 1).ExecuteUpdateAsync(s => s.SetProperty(t => t.PreorderLast, 5), EngineDatabase.Ct);
        await db.Territories.Where(t => t.IsLeaf && t.TerritoryKey != 0).ExecuteUpdateAsync(
            s => s.SetProperty(t => t.PreorderFirst, t => t.PreorderFirst + 1).SetProperty(t => t.PreorderLast, t => t.PreorderLast + 1), EngineDatabase.Ct);
        db.Territories.Add(new Territory { TerritoryKey = Region, Code = "REGION", Name = "Region", ParentTerritoryKey = 1, PreorderFirst = 2, PreorderLast = 4 });
        await db.SaveChangesAsync(EngineDatabase.Ct);
        await db.Territories.Where(t => t.TerritoryKey == 2 || t.TerritoryKey == 3).ExecuteUpdateAsync(s => s.SetProperty(t => t.ParentTerritoryKey, Region), EngineDatabase.Ct);
    }

    private static async Task<Dictionary<(int TerritoryKey, DateOnly Month), double>> SoldAsync(IServiceProvider engine)
    {
        await using var db = engine.Open();
        var sales = await db.Sales.AsNoTracking().Select(s => new { s.TerritoryKey, s.DateKey, s.Quantity }).ToListAsync(EngineDatabase.Ct);
        return sales.GroupBy(s => (s.TerritoryKey, new DateOnly(s.DateKey / 10_000, s.DateKey / 100 % 100, 1))).ToDictionary(g => g.Key, g => g.Sum(s => s.Quantity));
    }

    private static async Task<List<T>> OutputAsync<T>(IServiceProvider engine, int runKey, RunOutput<T> output)
    {
        await using var db = engine.Open();
        var checkpoints = await db.RunCheckpoints.AsNoTracking().Where(c => c.RunKey == runKey && c.Stage == output.Stage).OrderBy(c => c.Batch).ToListAsync(EngineDatabase.Ct);
        return [.. checkpoints.Select(c => CheckpointContent.Read<T>(c.Content, c.Hash, output.Stage))];
    }
}
