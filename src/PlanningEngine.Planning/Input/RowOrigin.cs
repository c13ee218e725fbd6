namespace PlanningEngine.Planning.Input;

/// <summary>Where an input row came from, so that every finding can name its file and line, and what of it could not be read.</summary>
/// <param name="File">File name as the caller gave it; empty when the row did not come from a file.</param>
/// <param name="Line">One-based line in the file; 0 when unknown.</param>
public readonly record struct RowOrigin(string File, int Line)
{
    /// <summary>A row that did not come from a file.</summary>
    public static RowOrigin None { get; } = new(string.Empty, 0);

    /// <summary>Columns that the row's reader could not read, and has reported: their values mean nothing.</summary>
    public IReadOnlyList<string> Unread { get => field ?? []; init; }

    /// <summary>Whether all of the row could be read.</summary>
    public bool IsRead => Unread.Count == 0;

    /// <summary>The origin as "file:line".</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}:{Line}");
}
