using Google.Protobuf.WellKnownTypes;
using PlanningEngine.Cli.Commands;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Tests.Commands;

public sealed class RunCancellationTests
{
    [Theory]
    [InlineData(RunState.Succeeded, true, 1, "Run 3 ended already: it succeeded on 2026-05-04 06:07:08 UTC. What it published stays.")]
    [InlineData(RunState.Failed, true, 1, "Run 3 ended already: it failed on 2026-05-04 06:07:08 UTC.")]
    [InlineData(RunState.Cancelled, true, 0, "Run 3 ended already: it was cancelled on 2026-05-04 06:07:08 UTC.")]
    [InlineData(RunState.Cancelled, false, 0, "Run 3 had not begun and is cancelled.")]
    [InlineData(RunState.Running, false, 0, "Run 3 is asked to stop. Maybe follow it with planctl run watch 3.")]
    public void Write_AnyAnswer_SaysWhatCameOfIt(RunState state, bool endedBefore, int code, string text)
    {
        var run = new Run { RunKey = 3, State = state };
        if (state != RunState.Running)
            run.EndTime = Timestamp.FromDateTime(new DateTime(2026, 5, 4, 6, 7, 8, DateTimeKind.Utc));
        using var error = new StringWriter();
        Assert.Equal(code, RunCancellation.Write(new Screen(TextWriter.Null, error, isInteractive: false), new CancelRunResponse { Run = run, EndedBefore = endedBefore }));
        Assert.StartsWith(text, error.ToString(), StringComparison.Ordinal);
    }
}
