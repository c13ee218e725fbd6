using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Runs;
using PlanningEngine.Server.Runs;
using PlanVersionStatus = PlanningEngine.Data.Plans.PlanVersionStatus;

namespace PlanningEngine.Server.Tests.Runs;

public sealed class RunEngineTests
{
    private static RunParameters Quick => new() { Methods = { "snaive", "ses" }, WithoutGlobalModel = true };

    [Theory]
    [MemberData(nameof(EngineDatabase.Providers), MemberType = typeof(EngineDatabase))]
    public async Task Process_DeathAtEveryPoint_EndsWithTheSameResultOnce(DatabaseProvider provider)
    {
        await using var database = await EngineDatabase.CreateAsync(provider);
        var undisturbed = await database.Engine().SucceedAsync();
        var faults = new DeadlyFaults(_ => true);
        var engine = database.Engine(faults, o => o.MaxAttempts = 100);
        var key = await engine.QueueAsync();

        while (await engine.WorkAsync())
            database.Time.Advance(TimeSpan.FromSeconds(61));

        var run = await engine.RunAsync(key);
        Assert.Equal((RunStatus.Succeeded, ""), (run.Status, run.Error));
        Assert.Equal(undisturbed.ResultHash, run.ResultHash);
        Assert.Equal(undisturbed.InputHash, run.InputHash);
        Assert.Equal(undisturbed.Summary, run.Summary);
        // freeze, prepare, train, learn, 4 x backtest, calibrate, 4 x forecast, rollup, reconcile: 4 points each, and 3 of publishing.
        Assert.Equal((15 * 4) + 3, faults.Deaths);
        Assert.Equal(faults.Deaths, run.FencingToken);

        await using var db = engine.Open();
        Assert.Equal(await db.Forecasts.CountAsync(f => f.RunKey == undisturbed.RunKey, EngineDatabase.Ct), await db.Forecasts.CountAsync(f => f.RunKey == key, EngineDatabase.Ct));
        Assert.Equal(2, await db.PlanVersions.CountAsync(v => v.PlanVersionKey != 0, EngineDatabase.Ct));
        Assert.Equal(key, (await db.PlanVersions.SingleAsync(v => v.Status == PlanVersionStatus.Published, EngineDatabase.Ct)).RunKey);
        Assert.Empty(await db.RunCheckpoints.ToListAsync(EngineDatabase.Ct));
    }

    [Fact]
    public async Task Process_OtherThreadsAndBatches_SameResult()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var one = await database.Engine(options: o => o.Threads = 1).SucceedAsync();
        var four = await database.Engine(options: o => (o.Threads, o.BatchSize) = (4, 5)).SucceedAsync();
        Assert.Equal(one.ResultHash, four.ResultHash);
    }

    [Fact]
    public async Task Process_OtherSeedOrHorizon_OtherResultHash()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var engine = database.Engine();
        var six = await engine.SucceedAsync(Quick);
        var three = Quick;
        three.Horizon = 3;
        Assert.NotEqual(six.ResultHash, (await engine.SucceedAsync(three)).ResultHash);
    }

    [Theory]
    [MemberData(nameof(EngineDatabase.Providers), MemberType = typeof(EngineDatabase))]
    public async Task Process_LeaseTakenByAnother_TheStaleWorkerWritesNothing(DatabaseProvider provider)
    {
        await using var database = await EngineDatabase.CreateAsync(provider);
        var second = database.Engine();
        var first = database.Engine(new OnceAt("forecast/1/computed", async () =>
        {
            database.Time.Advance(TimeSpan.FromSeconds(31));
            Assert.True(await second.WorkAsync());
        }), StopsRenewing);
        var key = await first.QueueAsync(Quick);

        Assert.True(await first.WorkAsync());

        var run = await first.RunAsync(key);
        Assert.Equal("", run.Error);
        Assert.Equal((RunStatus.Succeeded, 2L, 1), (run.Status, run.FencingToken, run.Attempts));
        await using var db = first.Open();
        Assert.Equal(1, await db.PlanVersions.CountAsync(v => v.PlanVersionKey != 0, EngineDatabase.Ct));
        Assert.Empty(await db.RunCheckpoints.ToListAsync(EngineDatabase.Ct));
    }

    [Fact]
    public async Task Process_LeaseTakenWhilePublishing_PublishesOnce()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var second = database.Engine();
        var first = database.Engine(new OnceAt("publish/start", async () =>
        {
            database.Time.Advance(TimeSpan.FromSeconds(31));
            Assert.True(await second.WorkAsync());
        }), StopsRenewing);
        var key = await first.QueueAsync(Quick);

        Assert.True(await first.WorkAsync());

        Assert.Equal(RunStatus.Succeeded, (await first.RunAsync(key)).Status);
        await using var db = first.Open();
        Assert.Equal(1, await db.PlanVersions.CountAsync(v => v.PlanVersionKey != 0, EngineDatabase.Ct));
        Assert.Equal(1, await db.Forecasts.Select(f => f.PlanVersionKey).Distinct().CountAsync(EngineDatabase.Ct));
    }

    [Fact]
    public async Task Process_TwoWorkersOneRun_OneTakesIt()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var (first, second) = (database.Engine(), database.Engine());
        var key = await first.QueueAsync(Quick);

        var taken = await Task.WhenAll(Task.Run(() => first.WorkAsync()), Task.Run(() => second.WorkAsync()));

        Assert.Equal(1, taken.Count(t => t));
        var run = await first.RunAsync(key);
        Assert.Equal((RunStatus.Succeeded, 1), (run.Status, run.Attempts));
    }

    [Fact]
    public async Task Process_ServerStops_HandsTheRunBackAndTheNextGoesOn()
    {
        await using var database = await EngineDatabase.CreateAsync();
        using var stopping = new CancellationTokenSource();
        var first = database.Engine(new OnceAt("backtest/1/start", stopping.CancelAsync));
        var key = await first.QueueAsync(Quick);

        Assert.True(await first.WorkUntilAsync(stopping.Token));

        var run = await first.RunAsync(key);
        Assert.Equal((RunStatus.Queued, 0, ""), (run.Status, run.Attempts, run.LeaseOwner));
        await using (var db = first.Open())
            Assert.True(await db.RunCheckpoints.AnyAsync(c => c.RunKey == key && c.Stage == "backtest" && c.Batch == 1, EngineDatabase.Ct));
        var faults = new DeadlyFaults(_ => false);
        var second = database.Engine(faults);
        Assert.True(await second.WorkAsync());
        Assert.Equal(RunStatus.Succeeded, (await second.RunAsync(key)).Status);
        Assert.Equal("backtest/2/start", faults.Passed[0]);
    }

    [Fact]
    public async Task Process_DeadProcessOnSqlite_IsTakenBackAtOnce()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var first = database.Engine(new DeadlyFaults(p => p == "backtest/0/done"));
        var key = await first.QueueAsync(Quick);
        await first.WorkAsync();
        var second = database.Engine();
        Assert.False(await second.WorkAsync());

        await Service<Server.Runs.RunQueue>(second).ReclaimAsync(EngineDatabase.Ct);

        Assert.True(await second.WorkAsync());
        Assert.Equal(RunStatus.Succeeded, (await second.RunAsync(key)).Status);
    }

    [Fact]
    public async Task Process_ManyDeathsButFurtherEachTime_Succeeds()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var faults = new DeadlyFaults(p => p.EndsWith("/done", StringComparison.Ordinal));
        var engine = database.Engine(faults);
        var key = await engine.QueueAsync(Quick);

        while (await engine.WorkAsync())
            database.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.True(faults.Deaths > 3);
        Assert.Equal(RunStatus.Succeeded, (await engine.RunAsync(key)).Status);
    }

    [Fact]
    public async Task Process_ThreeDeaths_FailsWithAReason()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var engine = database.Engine(new DeadlyFaults(p => p.StartsWith("backtest/", StringComparison.Ordinal)));
        var key = await engine.QueueAsync(Quick);

        while (await engine.WorkAsync())
            database.Time.Advance(TimeSpan.FromSeconds(61));

        var run = await engine.RunAsync(key);
        Assert.Equal((RunStatus.Failed, 3), (run.Status, run.Attempts));
        Assert.Contains("3 times", run.Error, StringComparison.Ordinal);
        await using var db = engine.Open();
        Assert.Empty(await db.RunCheckpoints.ToListAsync(EngineDatabase.Ct));
    }

    [Theory]
    [InlineData("backtest/1/computed")]
    [InlineData("publish/start")]
    public async Task Process_CancelRequested_EndsCancelledAndPublishesNothing(string point)
    {
        await using var database = await EngineDatabase.CreateAsync();
        var other = database.Engine();
        var key = 0;
        var engine = database.Engine(new OnceAt(point, async () =>
        {
            await using var db = other.Open();
            await db.Runs.Where(r => r.RunKey == key).ExecuteUpdateAsync(s => s.SetProperty(r => r.CancelRequested, true), EngineDatabase.Ct);
        }));
        key = await engine.QueueAsync(Quick);

        Assert.True(await engine.WorkAsync());

        Assert.Equal(RunStatus.Cancelled, (await engine.RunAsync(key)).Status);
        await using var db = engine.Open();
        Assert.Empty(await db.RunCheckpoints.ToListAsync(EngineDatabase.Ct));
        Assert.Equal(0, await db.Forecasts.CountAsync(EngineDatabase.Ct));
        Assert.Equal(0, await db.PlanVersions.CountAsync(v => v.PlanVersionKey != 0, EngineDatabase.Ct));
    }

    [Fact]
    public async Task Process_EmptyDatabase_FailsWithAReason()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        var engine = database.Engine();
        var key = await engine.QueueAsync();

        Assert.True(await engine.WorkAsync());

        var run = await engine.RunAsync(key);
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Equal("There are no sales to forecast. Maybe load sales first, and commit the load.", run.Error);
    }

    /// <summary>A worker that looks at the clock too seldom to keep its lease, as one whose process is paused.</summary>
    private static void StopsRenewing(RunOptions options) => (options.LeaseSeconds, options.PollMilliseconds) = (30, 60_000);

    private static T Service<T>(IServiceProvider services)
        where T : class => (T)services.GetService(typeof(T))!;
}
