using PlanningEngine.Planning.Input;
using PlanningEngine.Planning.Quality;
using Wire = PlanningEngine.Contracts.V1;

namespace PlanningEngine.Server.Loads.Validation;

/// <summary>Findings of one validation from all who find: all are counted, the first of each rule are kept.</summary>
internal sealed class FindingTally(LoadOptions options)
{
    /// <summary>Findings kept and stored per rule and severity.</summary>
    public const int MaxPerRule = 1000;

    private readonly Dictionary<(Wire.Severity Severity, string Rule), (long Count, long Kept)> _counts = [];
    private readonly List<Wire.Finding> _findings = [];

    public long ErrorCount => CountOf(Wire.Severity.Error);

    public long WarningCount => CountOf(Wire.Severity.Warning);

    /// <summary>Adds a finding under the severity that the load gives its rule; an error where the load says nothing.</summary>
    public void Add(string rule, RowOrigin origin, string subject, string column, string value, string reason)
    {
        var severity = options.Severities.GetValueOrDefault(rule, Severity.Error);
        if (severity != Severity.Off)
            Add(new Wire.Finding { Rule = rule, Severity = FindingTexts.ToWire(severity), File = origin.File, Line = origin.Line, Subject = subject, Column = column, Value = value, Reason = reason, Count = 1 });
    }

    /// <summary>Adds a finding that comes with its severity.</summary>
    public void Add(Wire.Finding finding)
    {
        if (finding.Severity == Wire.Severity.Off)
            return;
        if (finding.Count < 1)
            finding.Count = 1;
        var key = (finding.Severity, finding.Rule);
        var (count, kept) = _counts.GetValueOrDefault(key);
        var keep = kept < MaxPerRule;
        _counts[key] = (count + finding.Count, keep ? kept + finding.Count : kept);
        if (keep)
            _findings.Add(finding);
    }

    /// <summary>Takes over what the rules of the core found, those that it only counted included.</summary>
    public void Add(QualityReport report)
    {
        foreach (var group in report.Findings.Where(f => f.Line > 0 || f.File.Length > 0 || f.Subject.Length > 0 || f.Column.Length > 0).GroupBy(f => f.Rule, StringComparer.Ordinal))
        {
            foreach (var f in group)
            {
                Add(new Wire.Finding
                {
                    Rule = f.Rule,
                    Severity = FindingTexts.ToWire(f.Severity),
                    File = f.File,
                    Line = f.Line,
                    Subject = f.Subject,
                    Column = f.Column,
                    Value = f.Value,
                    Reason = f.Reason,
                    Count = 1,
                });
            }
        }

        foreach (var rule in report.Counts)
        {
            var key = (FindingTexts.ToWire(rule.Severity), rule.Rule);
            var listed = report.Findings.Count(f => f.Rule == rule.Rule && (f.Line > 0 || f.File.Length > 0 || f.Subject.Length > 0 || f.Column.Length > 0));
            var (count, kept) = _counts.GetValueOrDefault(key);
            _counts[key] = (count + rule.Count - listed, kept);
        }
    }

    /// <summary>What is kept, gravest first, with one finding per rule for those that are only counted: the counts add up to all.</summary>
    public IReadOnlyList<Wire.Finding> Complete()
    {
        var rest = _counts.Where(c => c.Value.Count > c.Value.Kept).Select(c => new Wire.Finding
        {
            Rule = c.Key.Rule,
            Severity = c.Key.Severity,
            Count = c.Value.Count - c.Value.Kept,
            Reason = FormattableString.Invariant($"{c.Value.Count - c.Value.Kept} more findings of rule ({c.Key.Rule}) are not listed; {c.Value.Count} in all."),
        });
        return [.. _findings.Concat(rest).OrderByDescending(f => f.Severity).ThenBy(f => f.Rule, StringComparer.Ordinal)];
    }

    private long CountOf(Wire.Severity severity) => _counts.Where(c => c.Key.Severity == severity).Sum(c => c.Value.Count);
}
