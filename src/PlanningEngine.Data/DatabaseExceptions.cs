namespace PlanningEngine.Data;

/// <summary>Another server works on the same SQLite file.</summary>
public sealed class DatabaseInUseException : Exception
{
    /// <summary>Says which file is in use and by whom.</summary>
    /// <param name="file">The database file.</param>
    /// <param name="owner">Process id and start time of the owner as it wrote them; empty when not known.</param>
    /// <param name="inner">What the operating system said.</param>
    public DatabaseInUseException(string file, string owner, Exception? inner = null)
        : base($"The database ({file}) is in use by {(owner.Length == 0 ? "another process" : "process " + owner)}. "
            + "Maybe stop that server, or give this one its own file with ConnectionStrings:Planning or PLANNING_DATA.", inner) => Owner = owner;

    /// <summary>Process id and start time of the owner, such as "4711 since 2026-01-31T08:00:00Z"; empty when not known.</summary>
    public string Owner { get; }
}

/// <summary>The database's schema is not the one this program was built for, and the program was not allowed to change it.</summary>
public sealed class SchemaMismatchException : Exception
{
    /// <summary>A mismatch in words.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public SchemaMismatchException(string message)
        : base(message)
    {
    }
}
