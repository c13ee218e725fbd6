using System.Text.RegularExpressions;

namespace PlanningEngine.Architecture.Tests;

public sealed partial class ProtosTests
{
    /// <summary>What protos/README.md says where to get: nothing else is imported.</summary>
    [Fact]
    public void Imports_AreTheProtosThemselvesAndWhatTheReadmeNames()
    {
        var imported = Directory.EnumerateFiles(Repository.PathOf("protos"), "*.proto", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines).Select(l => Import().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value)
            .Where(i => !i.StartsWith("google/protobuf/", StringComparison.Ordinal) && !File.Exists(Repository.PathOf($"protos/{i}"))).Distinct().Order(StringComparer.Ordinal);
        var named = Named().Matches(File.ReadAllText(Repository.PathOf("protos/README.md"))).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(named, imported);
    }

    [GeneratedRegex("^import \"([^\"]+)\";")]
    private static partial Regex Import();

    [GeneratedRegex("`(google/type/[a-z]+\\.proto)`")]
    private static partial Regex Named();
}
