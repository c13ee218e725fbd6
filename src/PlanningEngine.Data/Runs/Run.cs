namespace PlanningEngine.Data.Runs;

/// <summary>A durable computation: it survives the process that works on it.</summary>
public sealed class Run
{
    /// <summary>Most characters of <see cref="Parameters"/>.</summary>
    public const int LongestParameters = 1_000_000;

    /// <summary>Key; 0 stands for "no run".</summary>
    public int RunKey { get; set; }

    /// <summary>What is computed: Cycle, Forecast, Quotas, Allocation, Kpis, Headcount, Budget, Territories, Inventory; None for key 0.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Where the run is in its life.</summary>
    public RunStatus Status { get; set; }

    /// <summary>The stage it is in.</summary>
    public string Stage { get; set; } = "";

    /// <summary>Share of the work done, 0 to 1.</summary>
    public double Progress { get; set; }

    /// <summary>Number of series; 0 until they are known.</summary>
    public int SeriesCount { get; set; }

    /// <summary>Seed of every random choice in the run.</summary>
    public long Seed { get; set; }

    /// <summary>The run's parameters as JSON, all defaults spelt out.</summary>
    public string Parameters { get; set; } = "{}";

    /// <summary>Number of the last commit that the run's input includes.</summary>
    public int InputCommit { get; set; }

    /// <summary>SHA-256 of the frozen input, hexadecimal.</summary>
    public string InputHash { get; set; } = "";

    /// <summary>SHA-256 of the result, hexadecimal; a replay gives the same.</summary>
    public string ResultHash { get; set; } = "";

    /// <summary>What the run found, as JSON: series, accuracy against naive, quota and shortage totals.</summary>
    public string Summary { get; set; } = "{}";

    /// <summary>Why it failed; empty otherwise.</summary>
    public string Error { get; set; } = "";

    /// <summary>Who asked for it.</summary>
    public string Author { get; set; } = "";

    /// <summary>When it was asked for (UTC).</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When work began (UTC).</summary>
    public DateTime? StartedAt { get; set; }

    /// <summary>When work ended (UTC).</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>When anything of it last changed (UTC).</summary>
    public DateTime ModifiedAt { get; set; }

    /// <summary>How often a process took the run up since it last got further, the process that got it there included.</summary>
    public int Attempts { get; set; }

    /// <summary>True once somebody asked to cancel it.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>Grows with each taking up; a checkpoint with an older token is refused.</summary>
    public long FencingToken { get; set; }

    /// <summary>The process that works on it.</summary>
    public string LeaseOwner { get; set; } = "";

    /// <summary>When another process may take it up (UTC).</summary>
    public DateTime? LeaseExpiresAt { get; set; }
}

/// <summary>Where a run is in its life.</summary>
public enum RunStatus
{
    /// <summary>Waits for a worker.</summary>
    Queued = 0,

    /// <summary>A worker holds its lease.</summary>
    Running = 1,

    /// <summary>Done, results published.</summary>
    Succeeded = 2,

    /// <summary>Ended by an error; nothing published.</summary>
    Failed = 3,

    /// <summary>Ended on request; nothing published.</summary>
    Cancelled = 4,
}

/// <summary>A finished piece of a run: its results and the mark that it is done, in one row.</summary>
public sealed class RunCheckpoint
{
    /// <summary>The run.</summary>
    public int RunKey { get; set; }

    /// <summary>The stage.</summary>
    public string Stage { get; set; } = "";

    /// <summary>Number of the batch in the stage, from 0.</summary>
    public int Batch { get; set; }

    /// <summary>The results, serialised by the stage.</summary>
    public byte[] Content { get; set; } = [];

    /// <summary>SHA-256 of the content, hexadecimal.</summary>
    public string Hash { get; set; } = "";

    /// <summary>When it was done (UTC).</summary>
    public DateTime CreatedAt { get; set; }
}
