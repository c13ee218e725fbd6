using PlanningEngine.Planning.Input;

namespace PlanningEngine.Planning.Quality;

/// <summary>Collects findings: all are counted, the first of each rule are kept. Not safe for concurrent use.</summary>
public sealed class FindingLog
{
    private readonly QualityOptions _options;
    private readonly Dictionary<string, Severity> _severities;
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    /// <summary>Creates an empty log.</summary>
    /// <exception cref="ArgumentException">A severity is given for a rule that does not exist, or the cap is below 1.</exception>
    public FindingLog(QualityOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxFindingsPerRule, 1);
        _options = options;
        _severities = QualityRules.All.ToDictionary(r => r.Id, r => r.DefaultSeverity, StringComparer.Ordinal);
        foreach (var (rule, severity) in options.Severities)
        {
            if (!_severities.ContainsKey(rule))
                throw new ArgumentException($"The rule ({rule}) of a severity does not exist. Maybe one of: {string.Join(", ", _severities.Keys)}.", nameof(options));
            _severities[rule] = severity;
        }
    }

    /// <summary>True unless the rule is switched off.</summary>
    public bool IsOn(string rule) => _severities[rule] != Severity.Off;

    /// <summary>Times a rule fired, beyond the cap too.</summary>
    public long CountOf(string rule) => _counts.GetValueOrDefault(rule);

    /// <summary>Adds a finding unless its rule is off, or the column could not be read: the reader has said why.</summary>
    public void Add(string rule, RowOrigin origin, string? subject, string column, string? value, string reason)
    {
        if (!origin.Unread.Contains(column) && Count(rule))
            _findings.Add(new Finding(rule, _severities[rule], origin.File, origin.Line, subject ?? string.Empty, column, value ?? string.Empty, reason));
    }

    /// <summary>Adds a number of like findings of which only the count is known.</summary>
    public void AddUnseen(string rule, long count)
    {
        if (IsOn(rule) && count > 0)
            _counts[rule] = CountOf(rule) + count;
    }

    /// <summary>The report over everything added so far.</summary>
    public QualityReport Report()
    {
        var counts = _counts.OrderByDescending(c => _severities[c.Key]).ThenBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => new RuleCount(c.Key, _severities[c.Key], c.Value)).ToList();
        var kept = _findings.CountBy(f => f.Rule).ToDictionary();
        var summaries = counts.Where(c => c.Count > kept.GetValueOrDefault(c.Rule)).Select(c => new Finding(
            c.Rule, c.Severity, string.Empty, 0, string.Empty, string.Empty, string.Empty,
            FormattableString.Invariant($"{c.Count - kept.GetValueOrDefault(c.Rule)} more findings of rule ({c.Rule}) are not listed; {c.Count} in all.")));
        return new QualityReport([.. _findings, .. summaries], counts);
    }

    private bool Count(string rule)
    {
        if (!IsOn(rule))
            return false;
        var count = _counts[rule] = CountOf(rule) + 1;
        return count <= _options.MaxFindingsPerRule;
    }
}

/// <summary>What the rules found.</summary>
/// <param name="Findings">Kept findings, then one summary per rule that found more.</param>
/// <param name="Counts">Per rule that fired, gravest first.</param>
public sealed record QualityReport(IReadOnlyList<Finding> Findings, IReadOnlyList<RuleCount> Counts)
{
    /// <summary>Findings that reject the load.</summary>
    public long ErrorCount => Counts.Where(c => c.Severity == Severity.Error).Sum(c => c.Count);

    /// <summary>Findings that load and are reported.</summary>
    public long WarningCount => Counts.Where(c => c.Severity == Severity.Warning).Sum(c => c.Count);

    /// <summary>True when the load is to be rejected.</summary>
    public bool HasErrors => ErrorCount > 0;
}

/// <summary>How often a rule fired.</summary>
/// <param name="Rule">Id of the rule.</param>
/// <param name="Severity">Severity in force.</param>
/// <param name="Count">Times it fired.</param>
public sealed record RuleCount(string Rule, Severity Severity, long Count);
