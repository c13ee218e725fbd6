using System.Diagnostics;
using Grpc.Core;
using PlanningEngine.Client;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Benchmarks;

/// <summary>One run over RunService. It can be repeated after a break: the request id stays, so the same run is watched again.</summary>
internal sealed class RunSession(RunKind kind, RunParameters parameters)
{
    private readonly string _request = Guid.NewGuid().ToString();

    /// <summary>Seconds from the first sight of a stage to the next one's, in order.</summary>
    public IReadOnlyList<(string Stage, double Seconds)> Stages { get; private set; } = [];

    /// <summary>Creates the run, or finds it again, and watches it to its end.</summary>
    /// <returns>The ended run, whatever its state.</returns>
    public async Task<Run> CompleteAsync(PlanningClient client, CancellationToken ct)
    {
        var run = (await client.Runs.CreateRunAsync(new CreateRunRequest { RequestId = _request, Kind = kind, Parameters = parameters }, cancellationToken: ct)).Run;
        var stages = new List<(string, double)>();
        var (stage, watch, said) = ("queued", Stopwatch.StartNew(), Stopwatch.StartNew());
        using var call = client.Runs.WatchRun(new WatchRunRequest { RunKey = run.RunKey }, cancellationToken: ct);
        await foreach (var answer in call.ResponseStream.ReadAllAsync(ct))
        {
            run = answer.Run;
            if (said.Elapsed.TotalSeconds >= 2)
            {
                Report.Progress(FormattableString.Invariant($"run {run.RunKey}: {run.Stage} {run.Progress:P0}"));
                said.Restart();
            }

            var now = run.EndTime is not null ? "" : run.Stage.Length > 0 ? run.Stage : "queued";
            if (now == stage)
                continue;
            stages.Add((stage, watch.Elapsed.TotalSeconds));
            (stage, watch) = (now, Stopwatch.StartNew());
        }

        Stages = stages;
        return run;
    }

    /// <summary>Creates the run and watches it; anything but success is a failure.</summary>
    /// <exception cref="BenchmarkException">The run failed or was cancelled.</exception>
    public async Task<Run> SucceedAsync(PlanningClient client, CancellationToken ct)
    {
        var run = await CompleteAsync(client, ct);
        return run.State == RunState.Succeeded ? run : throw new BenchmarkException($"The run ended as {run.State}: {run.Error}");
    }
}
