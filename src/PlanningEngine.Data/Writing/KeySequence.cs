namespace PlanningEngine.Data.Writing;

/// <summary>The next free key of a table, or the next commit number.</summary>
public sealed class KeySequence
{
    /// <summary>Name of the sequence: a table's name, or <see cref="Commits"/>.</summary>
    public string Name { get; set; } = "";

    /// <summary>The next free value.</summary>
    public long Next { get; set; }

    /// <summary>The sequence that numbers commits.</summary>
    public const string Commits = "Commits";
}
