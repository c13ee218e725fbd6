using PlanningEngine.Data.Loads;
using PlanningEngine.Planning.Quality;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads;

/// <summary>Findings of the core, of the wire and of the database say the same in three forms.</summary>
internal static class FindingTexts
{
    public static Severity ToPlanning(Wire.Severity severity) => severity switch
    {
        Wire.Severity.Off => Severity.Off,
        Wire.Severity.Info => Severity.Info,
        Wire.Severity.Error => Severity.Error,
        _ => Severity.Warning,
    };

    public static Wire.Severity ToWire(Severity severity) => severity switch
    {
        Severity.Off => Wire.Severity.Off,
        Severity.Info => Wire.Severity.Info,
        Severity.Error => Wire.Severity.Error,
        _ => Wire.Severity.Warning,
    };

    public static Wire.Finding ToWire(DataQualityResult row) => new()
    {
        Rule = row.Rule,
        Severity = ToWire(Enum.Parse<Severity>(row.Severity)),
        File = row.File,
        Line = row.Line,
        Subject = row.Subject,
        Column = row.Column,
        Value = row.Value,
        Reason = row.Reason,
        Count = row.Count,
    };

    public static DataQualityResult ToRow(Wire.Finding finding, int loadKey, long key, DateTime now) => new()
    {
        DataQualityResultKey = key,
        LoadKey = loadKey,
        Rule = Cut(finding.Rule),
        Severity = ToPlanning(finding.Severity).ToString(),
        File = Cut(finding.File, 1024),
        Line = finding.Line,
        Subject = Cut(finding.Subject),
        Column = Cut(finding.Column),
        Value = Cut(finding.Value),
        Reason = Cut(finding.Reason, 4000),
        Count = finding.Count,
        ModifiedAt = now,
    };

    private static string Cut(string text, int limit = 256) => text.Length <= limit ? text : text[..(limit - 3)] + "...";
}
