using PlanningEngine.Contracts.V1;

namespace PlanningEngine.Cli.Import.Reading;

/// <summary>The rules that a reader of files checks; the engine checks the others.</summary>
internal static class ReaderRules
{
    public const string UnreadableDate = "unreadable-date";
    public const string UnreadableNumber = "unreadable-number";
    public const string UnreadableText = "unreadable-text";
    public const string UnknownWord = "unknown-word";
    public const string MissingColumn = "missing-column";
    public const string MissingFile = "missing-file";
    public const string MissingValue = "missing-value";
    public const string MalformedRow = "malformed-row";
    public const string UnmatchedLookup = "unmatched-lookup";
    public const string AmbiguousLookup = "ambiguous-lookup";
    public const string EmptyFile = "empty-file";

    /// <summary>Rules that the engine does not know; it knows the others too.</summary>
    public static IReadOnlySet<string> Own { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        UnreadableText, UnknownWord, MissingColumn, MissingFile, MissingValue, MalformedRow, UnmatchedLookup, AmbiguousLookup, EmptyFile,
    };

    /// <summary>Every rule and its severity when the mapping says nothing.</summary>
    public static IReadOnlyDictionary<string, Severity> Defaults { get; } = new SortedDictionary<string, Severity>(StringComparer.Ordinal)
    {
        [UnreadableDate] = Severity.Error,
        [UnreadableNumber] = Severity.Error,
        [UnreadableText] = Severity.Warning,
        [UnknownWord] = Severity.Error,
        [MissingColumn] = Severity.Error,
        [MissingFile] = Severity.Error,
        [MissingValue] = Severity.Error,
        [MalformedRow] = Severity.Error,
        [UnmatchedLookup] = Severity.Error,
        [AmbiguousLookup] = Severity.Warning,
        [EmptyFile] = Severity.Warning,
    };
}

/// <summary>Gathers what a reader finds: the first findings of a rule one by one, the others counted per chunk.</summary>
/// <param name="severities">Severities that differ from the usual ones.</param>
/// <param name="isOfSubject">Whether a finding of a rule in a file spoils its subject alone; by default none does.</param>
internal sealed class Findings(IReadOnlyDictionary<string, Severity> severities, Func<string, string, bool>? isOfSubject = null)
{
    /// <summary>So many findings of a rule stand alone.</summary>
    public const int MaxPerRule = 1000;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Finding> _counted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Rule, string Reason)> _subjects = new(StringComparer.Ordinal);
    private List<Finding> _pending = [];

    /// <summary>Findings so far, of every severity that is reported.</summary>
    public long Count => _counts.Values.Sum();

    /// <summary>Whether there are findings that spoil more than their subject.</summary>
    public bool SpoilAll { get; private set; }

    /// <summary>Subjects that findings of their own spoil, with the first of these.</summary>
    public IReadOnlyDictionary<string, (string Rule, string Reason)> Spoiled => _subjects;

    /// <summary>Whether findings wait to be taken.</summary>
    public bool HasPending => _pending.Count > 0 || _counted.Count > 0;

    /// <summary>Findings that wait to be taken, one by one.</summary>
    public int PendingCount => _pending.Count;

    /// <summary>Severity of a rule in this load.</summary>
    public Severity SeverityOf(string rule) =>
        severities.TryGetValue(rule, out var severity) && severity != Severity.Unspecified ? severity : ReaderRules.Defaults[rule];

    /// <summary>Reports a finding.</summary>
    /// <returns>Its severity; what is an error cannot be used.</returns>
    public Severity Report(string rule, string file, long line, string subject, string column, string value, string reason)
    {
        var severity = SeverityOf(rule);
        if (severity == Severity.Off)
            return severity;
        if (isOfSubject?.Invoke(rule, file) == true)
            _subjects.TryAdd(subject, (rule, reason));
        else
            SpoilAll = true;
        var count = _counts.GetValueOrDefault(rule) + 1;
        _counts[rule] = count;
        if (count > MaxPerRule && _counted.TryGetValue(rule, out var counted))
        {
            counted.Count++;
            return severity;
        }

        var finding = new Finding
        {
            Rule = rule,
            Severity = severity,
            File = file,
            Line = line,
            Subject = Shorten(subject),
            Column = column,
            Value = Shorten(value),
            Reason = reason,
            Count = 1,
        };
        if (count > MaxPerRule)
            _counted[rule] = finding;
        else
            _pending.Add(finding);
        return severity;
    }

    /// <summary>Takes the findings since the last time.</summary>
    public IReadOnlyList<Finding> Take()
    {
        var taken = _pending;
        taken.AddRange(_counted.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Value));
        _pending = [];
        _counted.Clear();
        return taken;
    }

    private static string Shorten(string text) => text.Length <= 200 ? text : $"{text.AsSpan(0, 197)}...";
}
