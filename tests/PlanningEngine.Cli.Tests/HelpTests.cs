using System.CommandLine;
using PlanningEngine.Cli.Terminal;

namespace PlanningEngine.Cli.Tests;

public sealed class HelpTests
{
    [Fact]
    public async Task Help_EveryVerb_ShowsDescriptionAndExamples()
    {
        var paths = new List<string[]>();
        Collect(Planctl.CreateRoot(new Screen(TextWriter.Null, TextWriter.Null, false)), [], paths);
        Assert.True(paths.Count >= 20);
        foreach (var path in paths)
        {
            var answer = await Workspace.RunAsync([.. path, "--help"]);
            var name = string.Join(' ', path);
            Assert.True(answer.Code == 0, name);
            Assert.Contains("Description:", answer.Output, StringComparison.Ordinal);
            Assert.Contains("Examples:", answer.Output, StringComparison.Ordinal);
            Assert.Contains($"planctl {path[0]}", answer.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Run_UnknownOption_IsUsageErrorWithAdvice()
    {
        var answer = await Workspace.RunAsync("forecast", "--foo");
        Assert.Equal(2, answer.Code);
        Assert.Contains("--foo", answer.Error, StringComparison.Ordinal);
        Assert.Contains("'--input' is required", answer.Error, StringComparison.Ordinal);
        Assert.Contains("planctl forecast --help", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunCreateHelp_SaysThatThePublishedPlanIsReplaced()
    {
        var help = string.Join(' ', (await Workspace.RunAsync("run", "create", "--help")).Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("replaces the published plan of its kind as a whole", help, StringComparison.Ordinal);
        Assert.Contains("series of other sources have no forecast then", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadList_NoServer_IsUnreachable()
    {
        var answer = await Workspace.RunAsync("load", "list", "--server", "http://127.0.0.1:9");
        Assert.Equal(3, answer.Code);
        Assert.Contains("No server answered at http://127.0.0.1:9", answer.Error, StringComparison.Ordinal);
        Assert.Contains("--server", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadList_BadAddress_IsUsageError()
    {
        var answer = await Workspace.RunAsync("load", "list", "--server", "planning.example.org");
        Assert.Equal(2, answer.Code);
        Assert.Contains("http://127.0.0.1:5081", answer.Error, StringComparison.Ordinal);
    }

    private static void Collect(Command command, string[] path, List<string[]> paths)
    {
        foreach (var child in command.Subcommands)
        {
            string[] below = [.. path, child.Name];
            paths.Add(below);
            Collect(child, below, paths);
        }
    }
}
