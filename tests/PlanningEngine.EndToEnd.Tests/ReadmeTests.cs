using System.Globalization;
using System.Text.RegularExpressions;

namespace PlanningEngine.EndToEnd.Tests;

/// <summary>The README cannot lie: every block marked as one that runs is run against the demo server.</summary>
public sealed partial class ReadmeTests(DemoServer demo)
{
    public static TheoryData<string> Commands()
    {
        var blocks = RunningBlock().Matches(File.ReadAllText(Repository.PathOf("README.md")));
        return [.. blocks.SelectMany(b => b.Groups[1].Value.Split('\n')).Where(l => l.Length > 0 && !l.StartsWith('#'))];
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_OfTheReadme_Succeeds(string command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The README's samples are written for a POSIX shell.");
        var (http, grpc) = (demo.Server.HttpPort.ToString(CultureInfo.InvariantCulture), demo.Server.GrpcPort.ToString(CultureInfo.InvariantCulture));
        // The same planctl, without building it again in the middle of the tests.
        var line = command
            .Replace("5080", http, StringComparison.Ordinal)
            .Replace("curl -s", "curl -sS --fail-with-body", StringComparison.Ordinal)
            .Replace("dotnet run -c Release --project src/PlanningEngine.Cli --", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "planctl.dll")}'", StringComparison.Ordinal);
        var environment = new Dictionary<string, string> { ["PLANNING_SERVER"] = $"http://127.0.0.1:{grpc}" };
        var (exitCode, output, error) = await Tools.RunAsync("sh", ["-c", line], Repository.Root, environment);

        Assert.True(exitCode == 0, $"{line}\nexited with {exitCode}:\n{output}\n{error}");
        Assert.NotEqual("", output.Trim());
        if (command.StartsWith("curl", StringComparison.Ordinal))
            Assert.DoesNotContain("\"value\":[]", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Readme_FirstCommands_AreTheNamedOnes()
    {
        var commands = ShellLine().Matches(File.ReadAllText(Repository.PathOf("README.md"))).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal("dotnet run -c Release --project src/PlanningEngine.Server -- --demo", commands[0]);
        Assert.Equal("dotnet test", commands[1]);
    }

    [GeneratedRegex("<!-- runs -->\\s*```sh\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex RunningBlock();

    [GeneratedRegex("```sh\\n(.*)\\n```")]
    private static partial Regex ShellLine();
}
