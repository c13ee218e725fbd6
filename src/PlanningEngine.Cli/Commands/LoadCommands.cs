using System.CommandLine;
using System.Globalization;
using PlanningEngine.Cli.Import;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Client;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Commands;

/// <summary><c>planctl load</c>: looks at loads, and takes them back.</summary>
internal static class LoadCommands
{
    public static Command Create(Screen screen, ServerOptions server)
    {
        var json = new Option<bool>("--json") { Description = "Write JSON, one message a line.", Recursive = true };
        return new Verb("load", "Looks at loads, and takes them back.", "planctl load list", "planctl load findings 7", "planctl load revert 7")
        {
            json,
            List(screen, server, json),
            One(screen, server, json, "show", "Shows a load: state, counts and totals.", async (client, key, ct) =>
                (await client.Loads.GetLoadAsync(new GetLoadRequest { LoadKey = key }, cancellationToken: ct)).Load),
            Findings(screen, server, json),
            One(screen, server, json, "revert", "Takes a committed load back; what later loads corrected stays as they left it.", async (client, key, ct) =>
            {
                var answer = await client.Loads.RevertLoadAsync(new RevertLoadRequest { RequestId = NewId(), LoadKey = key }, deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1), cancellationToken: ct);
                screen.Note(string.Create(CultureInfo.InvariantCulture, $"{answer.RemovedCount:N0} rows taken back, {answer.RestoredCount:N0} earlier rows current again."));
                foreach (var kept in answer.KeptMembers)
                    screen.Note($"Left as it is: {kept}");
                return answer.Load;
            }),
            One(screen, server, json, "abandon", "Gives up a load that is not committed.", async (client, key, ct) =>
                (await client.Loads.AbandonLoadAsync(new AbandonLoadRequest { RequestId = NewId(), LoadKey = key }, cancellationToken: ct)).Load),
        };
    }

    private static string NewId() => Guid.NewGuid().ToString();

    private static Verb List(Screen screen, ServerOptions server, Option<bool> json)
    {
        var limit = new Option<int>("--limit") { Description = "Most loads, newest first; 1 to 1000.", DefaultValueFactory = _ => 20 };
        var verb = new Verb("list", "Lists loads, newest first.", "planctl load list --limit 5", "planctl load list --json") { limit };
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, server, async () =>
        {
            using var client = server.Connect(parse);
            var answer = await client.Loads.ListLoadsAsync(new ListLoadsRequest { PageSize = parse.GetValue(limit) }, cancellationToken: ct);
            if (parse.GetValue(json))
                foreach (var load in answer.Loads)
                    Json.Write(screen, load);
            else
                screen.Table(["Load", "State", "Source", "Rows", "Errors", "Warnings", "Opened", "Description"], answer.Loads.Select(l => new[]
                {
                    Text(l.LoadKey), State(l.State), l.Source, Text(l.RowCount), Text(l.ErrorCount), Text(l.WarningCount), Time(l.CreateTime), l.Description,
                }));
            return ExitCodes.Done;
        }));
        return verb;
    }

    private static Verb Findings(Screen screen, ServerOptions server, Option<bool> json)
    {
        var key = KeyArgument();
        var verb = new Verb("findings", "Lists every stored finding of a checked load, gravest first.", "planctl load findings 7", "planctl load findings 7 --json > findings.jsonl") { key };
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, server, async () =>
        {
            using var client = server.Connect(parse);
            var request = new ListFindingsRequest { LoadKey = parse.GetValue(key), PageSize = 1000 };
            do
            {
                var page = await client.Loads.ListFindingsAsync(request, cancellationToken: ct);
                foreach (var finding in page.Findings)
                {
                    if (parse.GetValue(json))
                        Json.Write(screen, finding);
                    else
                        screen.Line($"{FindingReport.Word(finding.Severity)} {finding.Rule} {FindingReport.Describe(finding)}");
                }

                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return ExitCodes.Done;
        }));
        return verb;
    }

    private static Verb One(Screen screen, ServerOptions server, Option<bool> json, string name, string description, Func<PlanningClient, int, CancellationToken, Task<Load>> ask)
    {
        var key = KeyArgument();
        var verb = new Verb(name, description, $"planctl load {name} 7") { key };
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, server, async () =>
        {
            using var client = server.Connect(parse);
            var load = await ask(client, parse.GetValue(key), ct);
            if (parse.GetValue(json))
                Json.Write(screen, load);
            else
                Show(screen, load);
            return ExitCodes.Done;
        }));
        return verb;
    }

    private static void Show(Screen screen, Load load)
    {
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"Load {load.LoadKey} of {load.Source}: {State(load.State)}, {load.RowCount:N0} rows, {load.ErrorCount:N0} errors, {load.WarningCount:N0} warnings."));
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"{load.InsertedCount:N0} new, {load.CorrectedCount:N0} corrected, {load.UnchangedCount:N0} unchanged. Opened by {load.Author} {Time(load.CreateTime)}."));
        ImportSummary.WriteTotals(screen, load);
    }

    private static Argument<int> KeyArgument() => new("load") { Description = "Key of the load." };

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string State(LoadState state) => state.ToString().ToUpperInvariant();

    private static string Time(Google.Protobuf.WellKnownTypes.Timestamp? time) => time?.ToDateTime().ToString("u", CultureInfo.InvariantCulture) ?? "";
}
