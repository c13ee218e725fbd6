using System.Text.RegularExpressions;

namespace PlanningEngine.Architecture.Tests;

/// <summary>Pages lead where they say.</summary>
public sealed partial class PagesTests
{
    [Fact]
    public void Links_OfAllPages_LeadToFilesThatExist()
    {
        string[] pages = [.. Directory.EnumerateFiles(Repository.PathOf(""), "*.md", SearchOption.AllDirectories).Where(IsOurs)];
        Assert.True(pages.Length > 10);
        Assert.Empty(pages.SelectMany(BrokenLinks));
    }

    private static bool IsOurs(string page) => !page.Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj" or "node_modules" or ".git");

    private static IEnumerable<string> BrokenLinks(string page) =>
        from link in Link().Matches(File.ReadAllText(page)).Select(m => m.Groups[1].Value)
        where !link.Contains("://", StringComparison.Ordinal)
        let target = Path.Combine(Path.GetDirectoryName(page)!, link.Split('#')[0])
        where !File.Exists(target) && !Directory.Exists(target)
        select $"{Path.GetRelativePath(Repository.PathOf(""), page)}: {link}";

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
