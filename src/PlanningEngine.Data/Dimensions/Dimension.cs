namespace PlanningEngine.Data.Dimensions;

/// <summary>What every coded dimension has: a source key, a name, and when it was last changed by which load.</summary>
public abstract class Dimension
{
    /// <summary>Key of the member that stands for what is not known; every dimension has it, so that no fact points to null.</summary>
    public const int UnknownKey = 0;

    /// <summary>Code of the Unknown member.</summary>
    public const string UnknownCode = "UNKNOWN";

    /// <summary>Name of the Unknown member.</summary>
    public const string UnknownName = "Unknown";

    /// <summary>The source system's key; unique, compared byte by byte, at most 128 characters.</summary>
    public string Code { get; set; } = "";

    /// <summary>The name people read, at most 256 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>When the member last changed (UTC).</summary>
    public DateTime ModifiedAt { get; set; }

    /// <summary>The load that last wrote the member; 0 when none did.</summary>
    public int LoadKey { get; set; }

    /// <summary>Counts the changes of the member, from 1; guards against lost updates.</summary>
    public int Version { get; set; } = 1;
}
