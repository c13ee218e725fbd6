using System.CommandLine;
using System.Diagnostics;
using Grpc.Core;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Benchmarks;

/// <summary>Kills the server in the middle of loads and runs, again and again, and checks after each start that nothing was lost or doubled.</summary>
internal sealed class SoakBenchmark : IDisposable
{
    private const int Months = 24;
    private const int RowsPerLoad = 5_000;
    private const int ChunkRows = 500;
    private readonly ServerUnderTest _server;
    private readonly Random _random;
    private readonly List<double> _restarts = [];
    private FeedClient _feed;
    private Totals _expected = new(0, 0, 0);
    private int _wrongSums, _brokenRuns, _differentHashes, _loads, _runs;

    private SoakBenchmark(ServerUnderTest server, int seed) => (_server, _random, _feed) = (server, new Random(seed), new FeedClient(server.Http));

    public static Command Create()
    {
        var minutes = Benchmark.Number("--minutes", "Minutes", 2, 1, 24 * 60);
        var seed = Benchmark.Number("--seed", "Seed of the moments of the kills", 1, 0, int.MaxValue);
        return Benchmark.Create("soak", "kill -9 of the server in loads and runs; sums must be exact after each restart and a resumed run must end with the hash of an undisturbed one.",
            "soak --minutes 30 --seed 7", [minutes, seed],
            async (parse, report, ct) =>
            {
                await using var server = await ServerUnderTest.StartAsync(ct);
                using var soak = new SoakBenchmark(server, parse.GetValue(seed));
                await soak.RunAsync(TimeSpan.FromMinutes(parse.GetValue(minutes)), report, ct);
            });
    }

    /// <inheritdoc />
    public void Dispose() => _feed.Dispose();

    private async Task RunAsync(TimeSpan time, Report report, CancellationToken ct)
    {
        var company = new GeneratedCompany(20, 5);
        await LoadSession.LoadAsync(_server.Client, "reference", company.ReferenceChunks(Months), ct);
        var watch = Stopwatch.StartNew();
        for (var round = 0; watch.Elapsed < time; round++)
        {
            if (round % 3 < 2)
                await KillInLoadAsync(round, ct);
            else
                await KillInRunAsync(round, ct);
        }

        report.Add(new Figure("soak.kills", _restarts.Count, "kills"));
        report.Add(new Figure("soak.loads", _loads, "loads"));
        report.Add(new Figure("soak.runs", _runs, "runs"));
        report.Add(new Figure("soak.restart-median", Measure.Median(_restarts), "s"));
        report.Add(new Figure("soak.restart-worst", _restarts.Max(), "s"));
        report.Add(Zero("soak.wrong-sums", _wrongSums));
        report.Add(Zero("soak.broken-runs", _brokenRuns));
        report.Add(Zero("soak.different-hashes", _differentHashes));
    }

    private static Figure Zero(string name, int count) => new(name, count, "times") { Goal = "0", Holds = count == 0 };

    private async Task KillInLoadAsync(int round, CancellationToken ct)
    {
        var rows = new GeneratedCompany(20, 5, seed: round + 1).OrderLines(RowsPerLoad, Months, $"K{round}-").ToArray();
        var session = new LoadSession($"soak-{round}", [.. GeneratedCompany.Chunks(rows, ChunkRows)]);
        await KillDuringAsync(() => session.CompleteAsync(_server.Client, ct), mostMilliseconds: 1200, ct);

        var with = _expected.Plus(rows);
        var state = session.LoadKey == 0 ? LoadState.Unspecified : (await session.GetAsync(_server.Client, ct)).State;
        await CheckAsync($"round {round}, killed in a load that is {state}", state == LoadState.Committed ? with : _expected, ct);
        await session.CompleteAsync(_server.Client, ct);
        _expected = with;
        _loads++;
        await CheckAsync($"round {round}, load completed", _expected, ct);
    }

    private async Task KillInRunAsync(int round, CancellationToken ct)
    {
        RunSession Session() => new(RunKind.Forecast, new RunParameters { Methods = { "snaive", "theta" }, WithoutGlobalModel = true });
        var session = Session();
        await KillDuringAsync(() => session.CompleteAsync(_server.Client, ct), mostMilliseconds: 2500, ct);
        var killed = await session.CompleteAsync(_server.Client, ct);
        await CheckAsync($"round {round}, killed in a run", _expected, ct);
        var undisturbed = await Session().CompleteAsync(_server.Client, ct);
        _runs += 2;
        if (killed.State != RunState.Succeeded || undisturbed.State != RunState.Succeeded)
            _brokenRuns += Say($"round {round}: the runs ended as {killed.State} {killed.Error} and {undisturbed.State} {undisturbed.Error}");
        else if (killed.ResultHash != undisturbed.ResultHash)
            _differentHashes += Say($"round {round}: the killed run ended with {killed.ResultHash}, the undisturbed one with {undisturbed.ResultHash}");
        using var document = await _feed.GetAsync("Forecasts?$apply=aggregate(Mean with sum as Mean)", ct);
        var mean = document.RootElement.GetProperty("value")[0].GetProperty("Mean").GetDouble();
        if (undisturbed.Summary is { } summary && Math.Abs(mean - summary.ForecastQuantity) > 1e-6 * Math.Abs(mean))
            _wrongSums += Say($"round {round}: the feed sums forecasts to {mean}, the run to {summary.ForecastQuantity}");
    }

    /// <summary>Starts work, kills the server at a random moment of it, and starts the server again.</summary>
    private async Task KillDuringAsync(Func<Task> work, int mostMilliseconds, CancellationToken ct)
    {
        var running = work();
        await Task.Delay(_random.Next(mostMilliseconds), ct);
        await _server.KillAsync();
        try
        {
            await running;
        }
        catch (RpcException) when (!ct.IsCancellationRequested)
        {
            // That is what a kill looks like from outside.
        }

        _restarts.Add(await _server.RestartAsync(ct));
        _feed.Dispose();
        _feed = new FeedClient(_server.Http);
    }

    private async Task CheckAsync(string when, Totals expected, CancellationToken ct)
    {
        using var document = await _feed.GetAsync("Sales?$apply=aggregate(Quantity with sum as Quantity,Revenue with sum as Revenue,$count as RowCount)", ct);
        var found = Totals.Of(document.RootElement.GetProperty("value"));
        if (found != expected)
            _wrongSums += Say($"{when}: expected {expected}, found {found}");
        else
            Report.Progress($"{when}: {found.Rows} rows, exact");
    }

    private static int Say(string text)
    {
        Report.Progress("WRONG " + text);
        return 1;
    }
}
