using System.CommandLine;
using System.Globalization;
using Grpc.Core;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Client;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Commands;

/// <summary><c>planctl run</c>: starts runs and watches them.</summary>
internal static class RunCommands
{
    public static Command Create(Screen screen, ServerOptions server)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON, one message a line.", Recursive = true };
        return new Verb("run", "Starts runs, watches them, compares them, and publishes an earlier one again.", "planctl run create cycle --watch", "planctl run watch 3")
        {
            json,
            CreateRun(screen, server, json),
            List(screen, server, json),
            One(screen, server, json, "show", "Shows a run.", async (client, key, ct) =>
                Ended((await client.Runs.GetRunAsync(new GetRunRequest { RunKey = key }, cancellationToken: ct)).Run)),
            One(screen, server, json, "watch", "Watches a run until it ends, then shows what it found.", async (client, key, ct) => Ended(await WatchAsync(screen, client, key, ct))),
            One(screen, server, json, "cancel", "Asks a run to stop; what is published stays. A run that succeeded or failed before cannot be cancelled: exit code 1.", async (client, key, ct) =>
            {
                var answer = await client.Runs.CancelRunAsync(new CancelRunRequest { RequestId = Guid.NewGuid().ToString(), RunKey = key }, cancellationToken: ct);
                return (answer.Run, RunCancellation.Write(screen, answer));
            }),
            RunComparison.Create(screen, server, json),
            RunPublishing.Create(screen, server, json),
        };
    }

    private static Verb CreateRun(Screen screen, ServerOptions server, Option<bool> json)
    {
        var kind = new Argument<string>("kind") { Description = "What to compute: cycle (forecast, quotas, allocation and kpis, published together), one of these alone, or headcount, budget, territories or inventory, which build on what is there." };
        kind.AcceptOnlyFromAmong("cycle", "forecast", "quotas", "allocation", "kpis", "headcount", "budget", "territories", "inventory");
        var options = new RunParameterOptions();
        var watch = new Option<bool>("--watch") { Description = "Watch it until it ends." };
        var validate = new Option<bool>("--validate-only") { Description = "Check the parameters and show them with their defaults and what would be run: series, periods, methods, and what the preparation finds; of quotas how much of the sales the published forecast covers, where it is not all. Start nothing." };
        var verb = new Verb("create", "Queues a run. What it publishes replaces the published plan of its kind as a whole, for everybody; --validate-only says first how many series that leaves without a forecast.",
            "planctl run create cycle --watch",
            "planctl run create forecast --bucket day --horizon 28",
            "planctl run create forecast --bucket week --horizon 39 --measure revenue --source walmart",
            "planctl run create quotas --company-target 12500000 --growth 0.08 --over-assignment 0.1")
        { kind, watch, validate };
        options.AddTo(verb);
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, server, async () =>
        {
            var request = new CreateRunRequest
            {
                RequestId = Guid.NewGuid().ToString(),
                Kind = Enum.Parse<RunKind>(parse.GetValue(kind)!, ignoreCase: true),
                Parameters = options.Read(parse),
                ValidateOnly = parse.GetValue(validate),
            };
            using var client = server.Connect(parse);
            var run = (await client.Runs.CreateRunAsync(request, cancellationToken: ct)).Run;
            if (parse.GetValue(watch) && !request.ValidateOnly)
            {
                screen.Note(string.Create(CultureInfo.InvariantCulture, $"Run {run.RunKey} is queued; Ctrl-C stops the watching, not the run."));
                run = await WatchAsync(screen, client, run.RunKey, ct);
            }

            return Finish(screen, run, parse.GetValue(json), request.ValidateOnly);
        }));
        return verb;
    }

    private static Verb List(Screen screen, ServerOptions server, Option<bool> json)
    {
        var limit = new Option<int>("--limit") { Description = "Most runs, newest first; 1 to 1000.", DefaultValueFactory = _ => 20 };
        var verb = new Verb("list", "Lists runs, newest first.", "planctl run list --limit 5", "planctl run list --json") { limit };
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, server, async () =>
        {
            using var client = server.Connect(parse);
            var answer = await client.Runs.ListRunsAsync(new ListRunsRequest { PageSize = parse.GetValue(limit) }, cancellationToken: ct);
            if (parse.GetValue(json))
                foreach (var run in answer.Runs)
                    Json.Write(screen, run);
            else
                screen.Table(["Run", "Kind", "State", "Stage", "Progress", "Series prepared", "Series forecast", "Created"], answer.Runs.Select(r => new[]
                {
                    r.RunKey.ToString(CultureInfo.InvariantCulture), r.Kind.ToString(), r.State.ToString(), r.Stage,
                    Figures.Share(r.Progress), RunSummaryTable.Series(r.SeriesCount), RunSummaryTable.Series(r.Summary?.SeriesCount ?? 0),
                    r.CreateTime?.ToDateTime().ToString("u", CultureInfo.InvariantCulture) ?? "",
                }));
            return ExitCodes.Done;
        }));
        return verb;
    }

    private static Verb One(Screen screen, ServerOptions server, Option<bool> json, string name, string description, Func<PlanningClient, int, CancellationToken, Task<(Run Run, int Code)>> ask)
    {
        var key = new Argument<int>("run") { Description = "Key of the run." };
        var verb = new Verb(name, description, $"planctl run {name} 3", $"planctl run {name} 3 --json") { key };
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, server, async () =>
        {
            using var client = server.Connect(parse);
            var (run, code) = await ask(client, parse.GetValue(key), ct);
            Finish(screen, run, parse.GetValue(json));
            return code;
        }));
        return verb;
    }

    private static Task<Run> WatchAsync(Screen screen, PlanningClient client, int key, CancellationToken cancellationToken) => screen.ProgressAsync(async view =>
    {
        Run? last = null;
        while (last is null || !HasEnded(last.State))
        {
            using var call = client.Runs.WatchRun(new WatchRunRequest { RunKey = key }, cancellationToken: cancellationToken);
            try
            {
                await foreach (var message in call.ResponseStream.ReadAllAsync(cancellationToken))
                {
                    last = message.Run;
                    view.Report(string.Create(CultureInfo.InvariantCulture, $"run {key}"), HasEnded(last.State) ? 1 : last.Progress, last.Stage);
                }
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && last is not null)
            {
                // A run survives its server: ask again until the next one answers.
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
            }
        }

        return last;
    });

    private static bool HasEnded(RunState state) => state is RunState.Succeeded or RunState.Failed or RunState.Cancelled;

    private static (Run Run, int Code) Ended(Run run) => (run, run.State == RunState.Failed ? ExitCodes.Refused : ExitCodes.Done);

    private static int Finish(Screen screen, Run run, bool json, bool isPreview = false)
    {
        if (json)
            Json.Write(screen, run);
        else if (isPreview)
            RunSummaryTable.WritePreview(screen, run);
        else
            RunSummaryTable.Write(screen, run);
        return isPreview && run.Error.Length > 0 ? ExitCodes.Refused : Ended(run).Code;
    }
}
