namespace PlanningEngine.Data.Actuals;

/// <summary>
/// A loaded fact with its history. A row is valid for every reader whose commit number n satisfies
/// <c>KnownFrom &lt;= n &lt; KnownTo</c>; rows are never changed or deleted, only superseded, so that a run's input
/// can be frozen, a page walk sees one state, and a load can be reverted.
/// </summary>
public abstract class VersionedFact
{
    /// <summary>The <see cref="KnownTo"/> of a row that is current.</summary>
    public const int StillKnown = int.MaxValue;

    /// <summary>Day of the fact as yyyymmdd.</summary>
    public int DateKey { get; set; }

    /// <summary>Start of the day or period that the fact belongs to (UTC).</summary>
    public DateTime PeriodStart { get; set; }

    /// <summary>When the row was written (UTC).</summary>
    public DateTime ModifiedAt { get; set; }

    /// <summary>The load that brought the row.</summary>
    public int LoadKey { get; set; }

    /// <summary>The load that corrected or reverted the row; null while it is current.</summary>
    public int? SupersededByLoadKey { get; set; }

    /// <summary>First 16 bytes of the SHA-256 of source, set and the mapping's row key.</summary>
    public byte[] RowKey { get; set; } = [];

    /// <summary>First 8 bytes of the SHA-256 of the row's content: equal hash, nothing to correct.</summary>
    public long PayloadHash { get; set; }

    /// <summary>Number of the commit that made the row known.</summary>
    public int KnownFrom { get; set; }

    /// <summary>Number of the commit that superseded the row; <see cref="StillKnown"/> while it is current.</summary>
    public int KnownTo { get; set; } = StillKnown;
}
