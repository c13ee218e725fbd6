using Google.Rpc;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using PlanningEngine.Contracts.V1;
using PlanningEngine.Data.Reporting;
using static PlanningEngine.Contracts.V1.RunService;

namespace PlanningEngine.Server.Tests.Runs;

public sealed class RunServiceTests
{
    private static CreateRunRequest Quick => new()
    {
        RequestId = Guid.NewGuid().ToString(),
        Kind = RunKind.Forecast,
        Parameters = new() { Methods = { "snaive", "ses" }, WithoutGlobalModel = true },
    };

    [Fact]
    public async Task CreateRun_WatchedToItsEnd_ShowsEachStateAndTheSummary()
    {
        await using var database = await EngineDatabase.CreateAsync();
        await using var host = await ServiceHost.StartAsync(database);
        var client = new RunServiceClient(host.Channel);

        var created = (await client.CreateRunAsync(Quick, cancellationToken: EngineDatabase.Ct)).Run;
        var seen = new List<Run>();
        using var watch = client.WatchRun(new WatchRunRequest { RunKey = created.RunKey }, cancellationToken: EngineDatabase.Ct);
        await foreach (var response in watch.ResponseStream.ReadAllAsync(EngineDatabase.Ct))
            seen.Add(response.Run);

        Assert.Equal(RunState.Succeeded, seen[^1].State);
        Assert.Equal(1, seen[^1].Progress);
        Assert.Equal(SampleCompany.LiveSeries, seen[^1].Summary.SeriesCount);
        Assert.Equal(64, seen[^1].ResultHash.Length);
        Assert.Equal(seen.Select(r => r.Progress).Order(), seen.Select(r => r.Progress));
        Assert.All(seen.SkipLast(1), r => Assert.True(r.State is RunState.Queued or RunState.Running));
        Assert.Equal(seen[^1], (await client.GetRunAsync(new GetRunRequest { RunKey = created.RunKey }, cancellationToken: EngineDatabase.Ct)).Run);
    }

    [Fact]
    public async Task CreateRun_ValidateOnlyAndDefaults_EchoesAndCreatesNothing()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new RunServiceClient(host.Channel);
        var request = new CreateRunRequest { RequestId = Guid.NewGuid().ToString(), Kind = RunKind.Cycle, ValidateOnly = true };

        var run = (await client.CreateRunAsync(request, cancellationToken: EngineDatabase.Ct)).Run;

        var p = run.Parameters;
        Assert.Equal((RunBucket.Month, 6, Absence.Zero, Measure.Quantity, 0.08, 0.5, 1L), (p.Bucket, p.Horizon, p.Absence, p.Measure, p.Growth, p.HistoryWeight, p.Seed));
        Assert.Equal((0, "bootstrap"), (run.RunKey, run.Author));
        Assert.StartsWith("There are no sales to forecast.", run.Error, StringComparison.Ordinal);
        Assert.Empty((await client.ListRunsAsync(new ListRunsRequest(), cancellationToken: EngineDatabase.Ct)).Runs);
    }

    [Theory]
    [InlineData(RunBucket.Day, 28)]
    [InlineData(RunBucket.Week, 13)]
    public async Task CreateRun_Bucket_HasItsHorizon(RunBucket bucket, int horizon)
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new RunServiceClient(host.Channel);

        var run = (await client.CreateRunAsync(new CreateRunRequest { Kind = RunKind.Forecast, RequestId = Guid.NewGuid().ToString(), ValidateOnly = true, Parameters = new() { Bucket = bucket } }, cancellationToken: EngineDatabase.Ct)).Run;

        Assert.Equal((bucket, horizon), (run.Parameters.Bucket, run.Parameters.Horizon));
    }

    [Fact]
    public async Task CreateRun_BucketsBeyondTheirLimits_AllViolations()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new RunServiceClient(host.Channel);
        async Task<string[]> Refused(RunParameters parameters) => [.. (await Assert.ThrowsAsync<RpcException>(async () => await client.CreateRunAsync(
            new CreateRunRequest { Kind = RunKind.Forecast, RequestId = Guid.NewGuid().ToString(), Parameters = parameters }, cancellationToken: EngineDatabase.Ct))).GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Description)];

        Assert.Equal(["The horizon (367) must lie between 1 and 366 buckets. Maybe use longer buckets."], await Refused(new() { Bucket = RunBucket.Day, Horizon = 367 }));
        Assert.Equal(["The horizon (105) must lie between 1 and 104 buckets. Maybe use longer buckets."], await Refused(new() { Bucket = RunBucket.Week, Horizon = 105 }));
        Assert.StartsWith("The company has no fiscal calendar of whole weeks.", Assert.Single(await Refused(new() { Bucket = RunBucket.FiscalPeriod })), StringComparison.Ordinal);
        Assert.Equal(2, (await Refused(new() { Bucket = RunBucket.FiscalPeriod, FiscalPeriods = new() { Pattern = "6-3-4", YearEnd = "soon" } })).Length);
        Assert.Equal(2, (await Refused(new() { Bucket = RunBucket.Week, FiscalPeriods = new() { Pattern = "6-3-4", YearEnd = "soon" } })).Length);
        Assert.StartsWith("A fiscal calendar is of use for fiscal periods and weeks alone.", Assert.Single(await Refused(new() { FiscalPeriods = new() { Pattern = "4-4-5", YearEnd = "last Saturday of January" } })), StringComparison.Ordinal);
        Assert.StartsWith("The bucket (9) is not known.", Assert.Single(await Refused(new() { Bucket = (RunBucket)9 })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateRun_RatesInPerCent_AreWarnedOf()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new RunServiceClient(host.Channel);
        async Task<IReadOnlyList<string>> Warnings(RunParameters parameters, bool validateOnly) => (await client.CreateRunAsync(
            new CreateRunRequest { RequestId = Guid.NewGuid().ToString(), Kind = RunKind.Quotas, ValidateOnly = validateOnly, Parameters = parameters }, cancellationToken: EngineDatabase.Ct)).Run.Warnings;
        var inPerCent = new RunParameters { Growth = 8, Inventory = new() { HoldingRate = 2.5 }, Territories = new() { Tolerance = 10, PotentialTolerance = 15 } };

        var warnings = await Warnings(inPerCent, validateOnly: true);

        Assert.Equal("The growth (8) is 800 %. Maybe it is in per cent: 8 % is 0.08.", warnings[0]);
        Assert.Equal(["growth (8)", "holding rate (2.5)", "tolerance (10)", "tolerance of potential (15)"], warnings.Select(w => w[4..w.IndexOf(" is ", StringComparison.Ordinal)]));
        Assert.Equal(warnings, await Warnings(inPerCent, validateOnly: false));
        Assert.Empty(await Warnings(new() { Growth = 1.9, Inventory = new() { HoldingRate = 0.2 }, Territories = new() { Tolerance = 1 } }, validateOnly: true));
        Assert.Empty(await Warnings(new() { Growth = 8, CompanyTarget = new() { Value = "5" } }, validateOnly: true));
    }

    [Fact]
    public async Task CreateRun_ValidateOnlyOfAForecast_SaysWhatWouldBeRun()
    {
        await using var database = await EngineDatabase.CreateAsync();
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new RunServiceClient(host.Channel);
        var request = Quick;
        request.ValidateOnly = true;

        var run = (await client.CreateRunAsync(request, cancellationToken: EngineDatabase.Ct)).Run;

        Assert.Equal((0, "", 30, SampleCompany.LiveSeries), (run.RunKey, run.Error, run.SeriesCount, run.Summary.SeriesCount));
        Assert.Contains("Actuals from 2023-03-01 to 2026-02-28; forecasts from 2026-03-01 to 2026-08-31", run.Summary.Notes);
        Assert.Contains("Methods: snaive, ses", run.Summary.Notes);
        Assert.Contains(run.Summary.Notes, n => n.StartsWith("Methods are chosen and calibrated at 20", StringComparison.Ordinal));
        Assert.Contains("6 series of discontinued products are not forecast", run.Summary.Notes);
        Assert.Contains(run.Summary.Notes, n => n.StartsWith("What is known ahead moves demand: ", StringComparison.Ordinal));
        request.Parameters.WithoutDrivers = true;
        var without = (await client.CreateRunAsync(request, cancellationToken: EngineDatabase.Ct)).Run;
        Assert.Contains("Drivers of demand (promotions, prices) are left out, as asked for", without.Summary.Notes);
        Assert.DoesNotContain(without.Summary.Notes, n => n.StartsWith("What is known ahead moves demand: ", StringComparison.Ordinal));
        await using (var db = database.Engine().Open())
            await db.DriverValues.ExecuteDeleteAsync(EngineDatabase.Ct);
        request.Parameters.WithoutDrivers = false;
        var none = (await client.CreateRunAsync(request, cancellationToken: EngineDatabase.Ct)).Run;
        Assert.Contains("No drivers of demand (promotions, prices) are loaded", none.Summary.Notes);
        Assert.Empty((await client.ListRunsAsync(new ListRunsRequest(), cancellationToken: EngineDatabase.Ct)).Runs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CreateRun_SourceWithoutSales_IsRefusedWithThoseThereAre(bool withSales)
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: withSales);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        if (withSales)
        {
            await using var db = database.Engine().Open();
            await db.Loads.Where(l => l.LoadKey == 0).ExecuteUpdateAsync(s => s.SetProperty(l => l.Source, "erp"), EngineDatabase.Ct);
        }

        var client = new RunServiceClient(host.Channel);
        var request = Quick;
        request.Parameters.Source = "nosuch";
        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.CreateRunAsync(request, cancellationToken: EngineDatabase.Ct));
        var violation = Assert.Single(error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations);
        Assert.Equal(("parameters.source", "UNKNOWN_SOURCE"), (violation.Field, violation.Reason));
        Assert.Contains(withSales ? "there are: erp" : "no sales are loaded", violation.Description, StringComparison.Ordinal);
        request.Parameters.Source = "erp";
        if (withSales)
            Assert.Equal(1, (await client.CreateRunAsync(request, cancellationToken: EngineDatabase.Ct)).Run.RunKey);
    }

    [Fact]
    public async Task CreateRun_BadRequest_NamesAllViolations()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new RunServiceClient(host.Channel);
        var request = new CreateRunRequest
        {
            RequestId = "no",
            Parameters = new()
            {
                Horizon = 105,
                Growth = 11,
                HistoryWeight = double.NaN,
                OverAssignment = 0.6,
                Methods = { "auto", "ets" },
                EndDate = new() { Year = 2026, Month = 2, Day = 30 },
                CompanyTarget = new() { Value = "-1" },
            },
        };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.CreateRunAsync(request, cancellationToken: EngineDatabase.Ct));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        var fields = error.GetRpcStatus()!.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field).Order(StringComparer.Ordinal);
        Assert.Equal(
            ["kind", "parameters.company_target", "parameters.end_date", "parameters.growth", "parameters.history_weight", "parameters.horizon", "parameters.methods[0]",
             "parameters.over_assignment", "request_id"], fields);
    }

    [Fact]
    public async Task CreateRun_Repeated_IsAnsweredOnceAndRefusedWithAnotherPayload()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new RunServiceClient(host.Channel);
        var request = Quick;

        var first = await client.CreateRunAsync(request, cancellationToken: EngineDatabase.Ct);
        Assert.Equal(first, await client.CreateRunAsync(request, cancellationToken: EngineDatabase.Ct));
        Assert.Single((await client.ListRunsAsync(new ListRunsRequest(), cancellationToken: EngineDatabase.Ct)).Runs);
        request.Parameters.Horizon = 2;
        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.CreateRunAsync(request, cancellationToken: EngineDatabase.Ct));
        Assert.Equal("REQUEST_ID_REUSED", error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason);
    }

    [Fact]
    public async Task ListRuns_Pages_NewestFirstAndBoundToTheQuery()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var client = new RunServiceClient(host.Channel);
        for (var i = 0; i < 5; i++)
            await client.CreateRunAsync(Quick, cancellationToken: EngineDatabase.Ct);

        var keys = new List<int>();
        var request = new ListRunsRequest { PageSize = 2, State = RunState.Queued };
        do
        {
            var page = await client.ListRunsAsync(request, cancellationToken: EngineDatabase.Ct);
            keys.AddRange(page.Runs.Select(r => r.RunKey));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal([5, 4, 3, 2, 1], keys);
        request.PageToken = (await client.ListRunsAsync(new ListRunsRequest { PageSize = 2 }, cancellationToken: EngineDatabase.Ct)).NextPageToken;
        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.ListRunsAsync(request, cancellationToken: EngineDatabase.Ct));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
    }

    [Fact]
    public async Task CancelRun_WaitingOrWorkedOn_EndsCancelled()
    {
        await using var database = await EngineDatabase.CreateAsync();
        var reached = new TaskCompletionSource();
        var faults = new WaitingFaults("backtest/1/start", reached);
        await using var host = await ServiceHost.StartAsync(database, faults: faults);
        var client = new RunServiceClient(host.Channel);
        var working = (await client.CreateRunAsync(Quick, cancellationToken: EngineDatabase.Ct)).Run.RunKey;
        await reached.Task.WaitAsync(EngineDatabase.Ct);
        var waiting = (await client.CreateRunAsync(Quick, cancellationToken: EngineDatabase.Ct)).Run.RunKey;

        var cancelled = await client.CancelRunAsync(new() { RequestId = Guid.NewGuid().ToString(), RunKey = waiting }, cancellationToken: EngineDatabase.Ct);
        await client.CancelRunAsync(new() { RequestId = Guid.NewGuid().ToString(), RunKey = working }, cancellationToken: EngineDatabase.Ct);

        Assert.Equal((RunState.Cancelled, false), (cancelled.Run.State, cancelled.EndedBefore));
        var again = await client.CancelRunAsync(new() { RequestId = Guid.NewGuid().ToString(), RunKey = waiting }, cancellationToken: EngineDatabase.Ct);
        Assert.Equal((cancelled.Run, true), (again.Run, again.EndedBefore));
        using var watch = client.WatchRun(new WatchRunRequest { RunKey = working }, cancellationToken: EngineDatabase.Ct);
        var last = await watch.ResponseStream.ReadAllAsync(EngineDatabase.Ct).LastAsync(EngineDatabase.Ct);
        Assert.Equal(RunState.Cancelled, last.Run.State);
    }

    [Fact]
    public async Task GetRun_UnknownOrOutOfScope_IsRefused()
    {
        await using var database = await EngineDatabase.CreateAsync(withSales: false);
        await using var host = await ServiceHost.StartAsync(database, workers: 0);
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await new RunServiceClient(host.Channel).GetRunAsync(new GetRunRequest { RunKey = 0 }, cancellationToken: EngineDatabase.Ct));
        Assert.Equal((StatusCode.NotFound, "RUN_NOT_FOUND"), (error.StatusCode, error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason));

        await using var narrow = await ServiceHost.StartAsync(database, workers: 0, scope: TerritoryScope.Of(new TerritoryRange(2, 2)));
        error = await Assert.ThrowsAsync<RpcException>(async () =>
            await new RunServiceClient(narrow.Channel).ListRunsAsync(new ListRunsRequest(), cancellationToken: EngineDatabase.Ct));
        Assert.Equal(StatusCode.PermissionDenied, error.StatusCode);
    }

    /// <summary>Waits at a point until the run is ended from outside.</summary>
    private sealed class WaitingFaults(string point, TaskCompletionSource reached) : Server.Runs.RunFaults
    {
        public override async Task AtAsync(string passed, CancellationToken cancellationToken)
        {
            if (passed != point)
                return;
            reached.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
    }
}
