using Google.Protobuf.WellKnownTypes;
using PlanningEngine.Cli.Commands;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Tests.Commands;

public sealed class RunComparisonTests
{
    [Theory]
    [InlineData("A", "Both are made of the same series")]
    [InlineData("B", "They are made of different series or drivers")]
    public void Write_TwoRuns_StandSideBySideWithTheParametersThatDiffer(string hash, string said)
    {
        var first = new Run { RunKey = 3, Kind = RunKind.Forecast, InputHash = "A", Parameters = new() { Horizon = 6, Seed = 1 }, Summary = new() { Wape = 0.2, SeriesByMethod = { ["ets"] = 4 } } };
        var second = new Run { RunKey = 15, Kind = RunKind.Forecast, InputHash = hash, Parameters = new() { Horizon = 12, Seed = 1 }, Summary = new() { Wape = 0.25, Bias = -0.01 } };
        using var output = new StringWriter();

        Assert.Equal(ExitCodes.Done, RunComparison.Write(new Screen(output, TextWriter.Null, isInteractive: false), first, second));

        var text = output.ToString().ReplaceLineEndings("\n");
        Assert.Matches("(?m)^Figure +Run 3 +Run 15$", text);
        Assert.Matches("(?m)^WAPE +20.0 % +25.0 %$", text);
        Assert.Matches("(?m)^Bias +-1.0 %$", text);
        Assert.Matches("(?m)^Series by ets +4 *$", text);
        Assert.Matches("(?m)^Horizon +6 +12$", text);
        Assert.DoesNotContain("Seed", text, StringComparison.Ordinal);
        Assert.Contains(said, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_RunWithoutASummary_IsRefused()
    {
        using var error = new StringWriter();
        var code = RunComparison.Write(new Screen(TextWriter.Null, error, isInteractive: false), new Run { RunKey = 1, Summary = new() }, new Run { RunKey = 2, State = RunState.Failed });
        Assert.Equal(ExitCodes.Refused, code);
        Assert.StartsWith("Run 2 is Failed, and has found nothing to compare.", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "Run 3 Cycle would be published again; nothing was changed.")]
    [InlineData(false, "Run 3 Cycle is published again.")]
    public void Publish_Changes_AreListedWithWhatTheyReplace(bool isPreview, string said)
    {
        var answer = new PublishRunResponse
        {
            Run = new() { RunKey = 3, Kind = RunKind.Cycle },
            Changes =
            {
                new PublicationChange { PlanCode = "DEMAND", PlanVersionKey = 4, ReplacedPlanVersionKey = 9, ReplacedRunKey = 5, ReplacedPublishTime = Timestamp.FromDateTime(new DateTime(2026, 5, 4, 6, 7, 8, DateTimeKind.Utc)) },
                new PublicationChange { PlanCode = "QUOTA", PlanVersionKey = 6, ReplacedPlanVersionKey = 8 },
                new PublicationChange { PlanCode = "SUPPLY", PlanVersionKey = 7 },
            },
        };
        using var output = new StringWriter();

        RunPublishing.Write(new Screen(output, TextWriter.Null, isInteractive: false), answer, isPreview);

        var text = output.ToString().ReplaceLineEndings("\n");
        Assert.StartsWith(said, text, StringComparison.Ordinal);
        Assert.Matches("(?m)^DEMAND +4 +9 +5 +2026-05-04 06:07:08Z$", text);
        Assert.Matches(@"(?m)^QUOTA +6 +8 +none \(loaded or entered\) *$", text);
        Assert.Matches("(?m)^SUPPLY +7 *$", text);
    }

    [Fact]
    public void Publish_NothingToChange_SaysSo()
    {
        using var output = new StringWriter();
        RunPublishing.Write(new Screen(output, TextWriter.Null, isInteractive: false), new PublishRunResponse { Run = new() { RunKey = 3, Kind = RunKind.Forecast } }, isPreview: false);
        Assert.StartsWith("Run 3 Forecast: all that it published is published still; nothing changed.", output.ToString(), StringComparison.Ordinal);
    }
}
