using System.CommandLine;
using System.Globalization;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Commands;

/// <summary><c>planctl run publish</c>: what an earlier run published takes the place of what is published now.</summary>
internal static class RunPublishing
{
    public static Verb Create(Screen screen, ServerOptions server, Option<bool> json)
    {
        var key = new Argument<int>("run") { Description = "Key of a run that succeeded." };
        var validate = new Option<bool>("--validate-only") { Description = "Say what would change, and change nothing." };
        var verb = new Verb("publish", "Publishes again what an earlier run published, for everybody; publish the later run to undo it.", "planctl run publish 3 --validate-only", "planctl run publish 3") { key, validate };
        verb.SetAction((parse, ct) => Guard.RunAsync(screen, server, async () =>
        {
            var request = new PublishRunRequest { RequestId = Guid.NewGuid().ToString(), RunKey = parse.GetValue(key), ValidateOnly = parse.GetValue(validate) };
            using var client = server.Connect(parse);
            var answer = await client.Runs.PublishRunAsync(request, cancellationToken: ct);
            if (parse.GetValue(json))
                Json.Write(screen, answer);
            else
                Write(screen, answer, request.ValidateOnly);
            return ExitCodes.Done;
        }));
        return verb;
    }

    /// <summary>Writes what changed, or would.</summary>
    public static void Write(Screen screen, PublishRunResponse answer, bool isPreview)
    {
        var run = string.Create(CultureInfo.InvariantCulture, $"Run {answer.Run.RunKey} {answer.Run.Kind}");
        if (answer.Changes.Count == 0)
        {
            screen.Line($"{run}: all that it published is published still; nothing {(isPreview ? "would change" : "changed")}.");
            return;
        }

        screen.Line($"{run} {(isPreview ? "would be published again; nothing was changed." : "is published again.")}");
        screen.Table(["Plan", "Version", "In place of version", "Of run", "Published"], answer.Changes.Select(c => new[]
        {
            c.PlanCode, Key(c.PlanVersionKey), Key(c.ReplacedPlanVersionKey), c.ReplacedPlanVersionKey > 0 && c.ReplacedRunKey == 0 ? "none (loaded or entered)" : Key(c.ReplacedRunKey),
            c.ReplacedPublishTime?.ToDateTime().ToString("u", CultureInfo.InvariantCulture) ?? "",
        }));
    }

    private static string Key(int key) => key == 0 ? "" : key.ToString(CultureInfo.InvariantCulture);
}
