using System.Globalization;
using PlanningEngine.Cli.Terminal;
using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Import;

/// <summary>Shows findings by rule: how many, and the first few of each.</summary>
internal static class FindingReport
{
    private const int FirstFew = 5;
    private const int MostNames = 20;

    /// <summary>Writes the findings, the gravest rules first.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="listed">How many of each rule stand in lines of their own.</param>
    /// <param name="alike">How many of the same reason do; the reason is then said with the first of them alone, and subjects that are not listed are named. 0: no matter.</param>
    public static void Write(Screen screen, IEnumerable<Finding> findings, int listed = FirstFew, int alike = 0)
    {
        var groups = findings.GroupBy(f => (f.Rule, f.Severity)).OrderByDescending(g => g.Key.Severity).ThenBy(g => g.Key.Rule, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            var count = group.Sum(f => Math.Max(1, f.Count));
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{Word(group.Key.Severity)} {group.Key.Rule}: {count:N0}"));
            var ofReason = new Dictionary<string, int>(StringComparer.Ordinal);
            int Number(Finding finding) => ofReason[finding.Reason] = ofReason.GetValueOrDefault(finding.Reason) + 1;
            var first = group.Where(f => f.File.Length > 0 || f.Subject.Length > 0 || f.Column.Length > 0).Select(f => (Finding: f, Number: alike > 0 ? Number(f) : 1)).Where(f => alike == 0 || f.Number <= alike).Take(listed).ToArray();
            foreach (var (finding, number) in first)
                screen.Line($"  {(number == 1 ? Describe(finding) : Describe(new Finding(finding) { Reason = "" }).TrimEnd())}");
            var more = count - first.Sum(f => Math.Max(1, f.Finding.Count));
            if (more > 0)
                screen.Line(string.Create(CultureInfo.InvariantCulture, $"  ... and {more:N0} more{(alike > 0 ? Unlisted(group.Select(f => f.Subject).Except(first.Select(f => f.Finding.Subject))) : "")}"));
        }
    }

    /// <summary>Names subjects that are not listed.</summary>
    private static string Unlisted(IEnumerable<string> subjects)
    {
        string[] names = [.. subjects.Where(s => s.Length > 0)];
        return names.Length == 0 ? "" : $", also of {string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Length - MostNames:N0} others") : "")}";
    }

    /// <summary>One finding in a line: place, subject, value, reason.</summary>
    public static string Describe(Finding finding)
    {
        var place = finding.File.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{finding.File}:{finding.Line} ");
        var subject = finding.Subject.Length == 0 ? "" : $"({finding.Subject}) ";
        var value = finding.Value.Length > 0 ? $"{finding.Column} [{finding.Value}] " : finding.Column.Length > 0 ? $"{finding.Column} " : "";
        var times = finding.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({finding.Count:N0} times)") : "";
        return $"{place}{subject}{value}{finding.Reason}{times}";
    }

    /// <summary>A severity as mappings write it.</summary>
    public static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "info",
        _ => "off",
    };
}
