namespace PlanningEngine.Data.Loads;

/// <summary>A batch of input, a resource with a life: open, staged, validated, committed, reverted.</summary>
public sealed class Load
{
    /// <summary>Key; 0 stands for "no load".</summary>
    public int LoadKey { get; set; }

    /// <summary>Name of the source, part of every row key: the same key from another source is another row.</summary>
    public string Source { get; set; } = "";

    /// <summary>What the load is, in the sender's words.</summary>
    public string Description { get; set; } = "";

    /// <summary>Where the load is in its life.</summary>
    public LoadStatus Status { get; set; }

    /// <summary>Rows staged.</summary>
    public long RowCount { get; set; }

    /// <summary>Rows new at commit.</summary>
    public long InsertedCount { get; set; }

    /// <summary>Rows that corrected an earlier one at commit.</summary>
    public long CorrectedCount { get; set; }

    /// <summary>Rows already known with the same content at commit.</summary>
    public long UnchangedCount { get; set; }

    /// <summary>Findings of severity error.</summary>
    public long ErrorCount { get; set; }

    /// <summary>Findings of severity warning.</summary>
    public long WarningCount { get; set; }

    /// <summary>SHA-256 over the staged chunks in order, hexadecimal.</summary>
    public string Hash { get; set; } = "";

    /// <summary>Options of the load as JSON: severities per rule, duplicates per set.</summary>
    public string Options { get; set; } = "{}";

    /// <summary>Rows and totals per set as JSON; set at validation.</summary>
    public string Totals { get; set; } = "{}";

    /// <summary>Number in the order of commits; 0 until committed. A reverting commit has a number of its own.</summary>
    public int CommitNumber { get; set; }

    /// <summary>Number of the commit that reverted the load; 0 while it stands.</summary>
    public int RevertCommitNumber { get; set; }

    /// <summary>Who sent it.</summary>
    public string Author { get; set; } = "";

    /// <summary>When it was opened (UTC).</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it was committed (UTC).</summary>
    public DateTime? CommittedAt { get; set; }

    /// <summary>When it was reverted (UTC).</summary>
    public DateTime? RevertedAt { get; set; }

    /// <summary>When anything of it last changed (UTC).</summary>
    public DateTime ModifiedAt { get; set; }
}

/// <summary>Where a load is in its life.</summary>
public enum LoadStatus
{
    /// <summary>Accepts chunks.</summary>
    Open = 0,

    /// <summary>All chunks are there.</summary>
    Staged = 1,

    /// <summary>Checked, no errors: may be committed.</summary>
    Validated = 2,

    /// <summary>Checked, with errors: changes nothing, ever.</summary>
    Rejected = 3,

    /// <summary>Its rows are facts.</summary>
    Committed = 4,

    /// <summary>Its rows were taken back.</summary>
    Reverted = 5,

    /// <summary>Given up by its sender before commit.</summary>
    Abandoned = 6,
}

/// <summary>A piece of a load as it was sent, kept until the load ends.</summary>
public sealed class LoadChunk
{
    /// <summary>The load.</summary>
    public int LoadKey { get; set; }

    /// <summary>Number of the chunk, from 0, without gaps.</summary>
    public int Number { get; set; }

    /// <summary>Rows in the chunk.</summary>
    public int RowCount { get; set; }

    /// <summary>The serialised chunk.</summary>
    public byte[] Content { get; set; } = [];

    /// <summary>SHA-256 of the content, hexadecimal: the same number with another hash is refused.</summary>
    public string Hash { get; set; } = "";
}

/// <summary>What a dimension member was before a load wrote it, so that the load can be reverted.</summary>
public sealed class DimensionChange
{
    /// <summary>The load.</summary>
    public int LoadKey { get; set; }

    /// <summary>The set, such as Products.</summary>
    public string Set { get; set; } = "";

    /// <summary>The member.</summary>
    public int MemberKey { get; set; }

    /// <summary>The member before the load, as JSON; empty when the load created it.</summary>
    public string Before { get; set; } = "";
}

/// <summary>One finding about input or about a run.</summary>
public sealed class DataQualityResult
{
    /// <summary>Key, from a sequence.</summary>
    public long DataQualityResultKey { get; set; }

    /// <summary>The load it is about; 0 when it is about a run.</summary>
    public int LoadKey { get; set; }

    /// <summary>The run it is about; 0 when it is about a load.</summary>
    public int RunKey { get; set; }

    /// <summary>The rule, such as unknown-product.</summary>
    public string Rule { get; set; } = "";

    /// <summary>Error, Warning or Info.</summary>
    public string Severity { get; set; } = "";

    /// <summary>The file; empty when there is none.</summary>
    public string File { get; set; } = "";

    /// <summary>Line of the file, from 1; 0 when there is none.</summary>
    public long Line { get; set; }

    /// <summary>What it is about, such as a series or a row key.</summary>
    public string Subject { get; set; } = "";

    /// <summary>The column; empty when it is about a whole row.</summary>
    public string Column { get; set; } = "";

    /// <summary>The value found.</summary>
    public string Value { get; set; } = "";

    /// <summary>What is wrong and what to do.</summary>
    public string Reason { get; set; } = "";

    /// <summary>How many times; above 1 where equal findings were counted together.</summary>
    public long Count { get; set; } = 1;

    /// <summary>When it was found (UTC).</summary>
    public DateTime ModifiedAt { get; set; }
}
