using Google.Rpc;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data;
using PlanningEngine.Data.Forecasts;
using PlanningEngine.Data.Writing;
using PlanningEngine.Server.Runs;
using PlanningEngine.Server.Tests.Plans;
using static PlanningEngine.Contracts.V1.RunService;
using PlanKind = PlanningEngine.Data.Plans.PlanKind;
using PlanVersionStatus = PlanningEngine.Data.Plans.PlanVersionStatus;

namespace PlanningEngine.Server.Tests.Runs;

public sealed class RunRepublicationTests
{
    private static CancellationToken Ct => EngineDatabase.Ct;

    [Theory]
    [MemberData(nameof(EngineDatabase.Providers), MemberType = typeof(EngineDatabase))]
    public async Task PublishRun_EarlierRun_TakesItsPlaceBackAndForth(DatabaseProvider provider)
    {
        await using var database = await EngineDatabase.CreateAsync(provider);
        var engine = database.Engine();
        var first = (await engine.SucceedAsync(Quick(3))).RunKey;
        var second = (await engine.SucceedAsync(Quick(6))).RunKey;
        await using (var db = engine.Open())
        {
            db.Models.AddRange(Model(91, first, "Retired"), Model(92, second, "Promoted"));
            await db.SaveChangesAsync(Ct);
        }

        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new RunServiceClient(host.Channel);
        var before = await StateAsync(engine);
        Assert.Equal(second, before.RunKey);

        var foretold = await client.PublishRunAsync(new PublishRunRequest { RunKey = first, ValidateOnly = true }, cancellationToken: Ct);
        Assert.Equal(before, await StateAsync(engine));
        var request = new PublishRunRequest { RequestId = Guid.NewGuid().ToString(), RunKey = first };
        var answer = await client.PublishRunAsync(request, cancellationToken: Ct);

        var change = Assert.Single(answer.Changes);
        Assert.Equal((before.VersionKey, second), (change.ReplacedPlanVersionKey, change.ReplacedRunKey));
        Assert.NotNull(change.ReplacedPublishTime);
        Assert.Equal(foretold, answer);
        Assert.Equal(answer, await client.PublishRunAsync(request, cancellationToken: Ct));
        var after = await StateAsync(engine);
        Assert.Equal((first, change.PlanVersionKey, 3, "91 Promoted, 92 Retired"), (after.RunKey, after.VersionKey, after.Periods, after.Models));
        Assert.Empty((await client.PublishRunAsync(new PublishRunRequest { RequestId = Guid.NewGuid().ToString(), RunKey = first }, cancellationToken: Ct)).Changes);

        await client.PublishRunAsync(new PublishRunRequest { RequestId = Guid.NewGuid().ToString(), RunKey = second }, cancellationToken: Ct);
        Assert.Equal(before, await StateAsync(engine));
    }

    [Fact]
    public async Task PublishRun_CycleAfterAForecast_TakesBackOnlyWhatIsNotPublishedOfIt()
    {
        await using var database = await PlanningDatabase.CreateAsync();
        var cycle = (await database.SucceedAsync(RunKinds.Cycle)).RunKey;
        var forecast = (await database.SucceedAsync(RunKinds.Forecast)).RunKey;
        var republication = database.Services.GetRequiredService<RunRepublication>();

        var answer = await republication.PublishAsync(new PublishRunRequest { RequestId = Guid.NewGuid().ToString(), RunKey = cycle }, "test", Ct);

        Assert.Equal(forecast, Assert.Single(answer.Changes).ReplacedRunKey);
        await using var db = database.Open();
        Assert.Equal([cycle], await db.PlanVersions.Where(v => v.Status == PlanVersionStatus.Published && v.RunKey != 0).Select(v => v.RunKey).Distinct().ToListAsync(Ct));
        var next = await database.SucceedAsync(RunKinds.Cycle);
        Assert.Equal([next.RunKey], await db.PlanVersions.Where(v => v.Status == PlanVersionStatus.Published && v.RunKey != 0).Select(v => v.RunKey).Distinct().ToListAsync(Ct));
    }

    [Fact]
    public async Task PublishRun_RunsWithNothingToPublish_AreRefused()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var engine = database.Engine();
        var waiting = await engine.QueueAsync();
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new RunServiceClient(host.Channel);
        async Task<string> Refusal(int key, string requestId)
        {
            var error = await Assert.ThrowsAsync<RpcException>(async () => await client.PublishRunAsync(new PublishRunRequest { RequestId = requestId, RunKey = key }, cancellationToken: Ct));
            return $"{error.StatusCode} {error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason}";
        }

        Assert.Equal("FailedPrecondition RUN_NOT_SUCCEEDED", await Refusal(waiting, Guid.NewGuid().ToString()));
        Assert.Equal("NotFound RUN_NOT_FOUND", await Refusal(waiting + 1, Guid.NewGuid().ToString()));
        Assert.Equal("NotFound RUN_NOT_FOUND", await Refusal(0, Guid.NewGuid().ToString()));
        Assert.Equal("InvalidArgument INVALID_REQUEST", await Refusal(waiting, "no uuid"));
        await engine.WorkAsync();
        var done = (await engine.RunAsync(waiting)).RunKey;
        await using (var db = engine.Open())
            await db.PlanVersions.Where(v => v.RunKey == done).ExecuteUpdateAsync(u => u.SetProperty(v => v.Status, PlanVersionStatus.Recalled), Ct);
        Assert.Equal("FailedPrecondition RUN_RECALLED", await Refusal(done, Guid.NewGuid().ToString()));
    }

    [Theory]
    [InlineData(PlanVersionStatus.Recalled)]
    [InlineData(PlanVersionStatus.Superseded)]
    public async Task PublishRun_PurgedRun_IsRefusedAndWhatIsPublishedStays(PlanVersionStatus purged)
    {
        await using var database = await EngineDatabase.CreateAsync();
        var engine = database.Engine();
        var first = (await engine.SucceedAsync(Quick(3))).RunKey;
        await engine.SucceedAsync(Quick(6));
        var before = await StateAsync(engine);
        Assert.Equal(1, (await engine.GetRequiredService<RunRetention>().PurgeAsync(0, Ct)).Versions);
        await using (var db = engine.Open())
        {
            Assert.Equal(PlanVersionStatus.Recalled, await db.PlanVersions.Where(v => v.RunKey == first).Select(v => v.Status).SingleAsync(Ct));
            // Purges once left the versions superseded.
            await db.PlanVersions.Where(v => v.RunKey == first).ExecuteUpdateAsync(u => u.SetProperty(v => v.Status, purged), Ct);
        }

        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new RunServiceClient(host.Channel);
        foreach (var request in new[] { new PublishRunRequest { RunKey = first, ValidateOnly = true }, new PublishRunRequest { RunKey = first, RequestId = Guid.NewGuid().ToString() } })
        {
            var error = await Assert.ThrowsAsync<RpcException>(async () => await client.PublishRunAsync(request, cancellationToken: Ct));
            Assert.Equal((StatusCode.FailedPrecondition, "RUN_PURGED"), (error.StatusCode, error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason));
        }

        Assert.Equal(before, await StateAsync(engine));
    }

    private static RunParameters Quick(int horizon) => new() { Methods = { "snaive", "ses" }, WithoutGlobalModel = true, Horizon = horizon };

    private static Model Model(int key, int run, string status) => new() { ModelKey = key, Code = $"m{key}", Name = $"m{key}", Status = status, RunKey = run };

    private static async Task<(int RunKey, int VersionKey, int Periods, string Models)> StateAsync(IServiceProvider engine)
    {
        await using var db = engine.Open();
        var key = (await ReportingSnapshot.CaptureAsync(db, Ct)).VersionOf(PlanKind.Demand);
        var version = await db.PlanVersions.SingleAsync(v => v.PlanVersionKey == key, Ct);
        Assert.Null(version.SupersededAt);
        var periods = await db.Forecasts.Where(f => f.PlanVersionKey == key).Select(f => f.DateKey).Distinct().CountAsync(Ct);
        var models = await db.Models.Where(m => m.ModelKey > 90).OrderBy(m => m.ModelKey).Select(m => $"{m.ModelKey} {m.Status}").ToListAsync(Ct);
        return (version.RunKey, key, periods, string.Join(", ", models));
    }
}
