using System.Text.RegularExpressions;

namespace PlanningEngine.Architecture.Tests;

public sealed partial class HouseRulesTests
{
    [Fact]
    public void Sources_HaveNoSuppressionsRegionsOrLooseEnds()
    {
        var findings = from file in SourceTree.Sources("src").Concat(SourceTree.Sources("tests"))
                       where !file.EndsWith("HouseRulesTests.cs", StringComparison.Ordinal)
                       from line in File.ReadLines(file)
                       where LooseEnd().IsMatch(line)
                       select $"{Path.GetRelativePath(Repository.Root, file)}: {line.Trim()}";
        Assert.Empty(findings);
    }

    [Fact]
    public void TypeNames_SayWhatTheyAre()
    {
        var vague = SourceTree.Sources("src").Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => Vague().IsMatch(n));
        Assert.Empty(vague);
    }

    [Fact]
    public void Packages_EachCarryAReason()
    {
        var lines = File.ReadAllLines(Repository.PathOf("Directory.Packages.props"));
        var reasons = 0;
        foreach (var line in lines)
        {
            reasons = line.Contains("<!--", StringComparison.Ordinal) ? reasons + 1 : reasons;
            Assert.True(reasons > 1 || !line.Contains("<PackageVersion ", StringComparison.Ordinal), $"No reason stands before: {line}");
        }

        Assert.True(reasons > 1);
    }

    [Fact]
    public void Protos_CommentEveryMessageFieldAndMethod()
    {
        var bare = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("protos"), "*.proto", SearchOption.AllDirectories))
        {
            var lines = File.ReadAllLines(file);
            for (var i = 1; i < lines.Length; i++)
            {
                if (ProtoDeclaration().IsMatch(lines[i]) && !lines[i - 1].TrimStart().StartsWith("//", StringComparison.Ordinal))
                    bare.Add($"{Path.GetFileName(file)}:{i + 1}: {lines[i].Trim()}");
            }
        }

        Assert.Empty(bare);
    }

    [GeneratedRegex(@"^\s*(#pragma warning disable|#region)|\bTODO\b|\bFIXME\b|NotImplementedException")]
    private static partial Regex LooseEnd();

    [GeneratedRegex("(Manager|Helper|Utils|Utility|Common|Misc)s?$")]
    private static partial Regex Vague();

    [GeneratedRegex(@"^\s*(message|enum|service|rpc)\s|^\s+(repeated |optional |map<[^>]*> )?[\w.]+ \w+ = \d+;$")]
    private static partial Regex ProtoDeclaration();
}
