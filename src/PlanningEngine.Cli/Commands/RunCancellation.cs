using System.Globalization;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Commands;

/// <summary>Says what came of the wish that a run stops.</summary>
internal static class RunCancellation
{
    /// <summary>Writes it.</summary>
    /// <returns>The exit code: refused where the run had ended otherwise before, so that there was nothing to cancel.</returns>
    public static int Write(Screen screen, CancelRunResponse answer)
    {
        var run = answer.Run;
        var at = run.EndTime is { } end ? $" on {end.ToDateTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC" : "";
        var (text, code) = (answer.EndedBefore, run.State) switch
        {
            (true, RunState.Succeeded) => ($"ended already: it succeeded{at}. What it published stays. Maybe publish an earlier one again (planctl run publish), or start another.", ExitCodes.Refused),
            (true, RunState.Failed) => ($"ended already: it failed{at}. Nothing of it is published.", ExitCodes.Refused),
            (true, _) => ($"ended already: it was cancelled{at}.", ExitCodes.Done),
            (false, RunState.Cancelled) => ("had not begun and is cancelled.", ExitCodes.Done),
            _ => ($"is asked to stop. Maybe follow it with planctl run watch {run.RunKey}.", ExitCodes.Done),
        };
        var line = string.Create(CultureInfo.InvariantCulture, $"Run {run.RunKey} {text}");
        if (code == ExitCodes.Done)
            screen.Note(line);
        else
            screen.Error(line);
        return code;
    }
}
