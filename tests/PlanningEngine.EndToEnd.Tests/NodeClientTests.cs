using System.Text.Json;

namespace PlanningEngine.EndToEnd.Tests;

/// <summary>A client that is not .NET, made from the protos alone.</summary>
public sealed class NodeClientTests
{
    [Fact]
    public async Task NodeClient_LoadsForecastsAndReadsAnErrorWithItsDetails()
    {
        var node = Tools.Find("node");
        var npm = Tools.Find("npm");
        Assert.SkipWhen(node is null || npm is null, "Node.js and npm are not on the PATH.");
        var google = GoogleProtos();
        Assert.SkipWhen(google is null, "The Google.Api.CommonProtos package is not in the NuGet cache.");
        var work = ServerProcess.NewFolder();
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("tests/PlanningEngine.EndToEnd.Tests/node")))
            File.Copy(file, Path.Combine(work, Path.GetFileName(file)));
        var install = await Tools.RunAsync(npm!, ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], work);
        Assert.SkipWhen(install.ExitCode != 0, $"npm ci could not install the client: {install.Error}");

        var folder = ServerProcess.NewFolder();
        await using var server = await ServerProcess.StartAsync(folder);
        var run = await Tools.RunAsync(node!,
            [Path.Combine(work, "check.mjs"), $"127.0.0.1:{server.GrpcPort}", Repository.PathOf("protos"), google!], work);

        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}\n{server.Output}");
        using var answer = JsonDocument.Parse(run.Output);
        var root = answer.RootElement;
        Assert.Equal("LOAD_STATE_VALIDATED", root.GetProperty("validated").GetString());
        Assert.Equal("LOAD_STATE_COMMITTED", root.GetProperty("committed").GetString());
        Assert.Equal(6, root.GetProperty("inserted").GetInt64());
        Assert.Equal("LOAD_STATE_REVERTED", root.GetProperty("reverted").GetString());
        var steps = root.GetProperty("steps").EnumerateArray().Select(s => s.GetDouble()).ToList();
        Assert.Equal(6, steps.Count);
        Assert.All(steps, s => Assert.InRange(s, 150, 260));
        var failure = root.GetProperty("failure");
        Assert.Equal(3, failure.GetProperty("code").GetInt32());
        var fields = failure.GetProperty("violations").EnumerateArray().Select(v => v.GetProperty("field").GetString()!).ToList();
        Assert.Contains("horizon", fields);
        Assert.Contains(fields, f => f.StartsWith("series[0]", StringComparison.Ordinal));
        Assert.True(fields.Count >= 3, string.Join(", ", fields));
        Directory.Delete(work, recursive: true);
    }

    private static string? GoogleProtos()
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var package = Path.Combine(cache, "google.api.commonprotos");
        return Directory.Exists(package)
            ? Directory.EnumerateDirectories(package).Select(v => Path.Combine(v, "content", "protos")).FirstOrDefault(Directory.Exists)
            : null;
    }
}
