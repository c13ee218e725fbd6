using PlanningEngine.Data.Dimensions;

namespace PlanningEngine.Data.Plans;

/// <summary>One state of a plan in a scenario. A published version never changes.</summary>
public sealed class PlanVersion : Dimension
{
    /// <summary>Key; 0 is the Unknown member.</summary>
    public int PlanVersionKey { get; set; }

    /// <summary>The plan.</summary>
    public int PlanKey { get; set; }

    /// <summary>The scenario.</summary>
    public int ScenarioKey { get; set; }

    /// <summary>Number within plan and scenario, from 1.</summary>
    public int Number { get; set; }

    /// <summary>Where the version is in its life.</summary>
    public PlanVersionStatus Status { get; set; }

    /// <summary>Who made it.</summary>
    public string Author { get; set; } = "";

    /// <summary>When it was made (UTC).</summary>
    public DateTime CreatedAt { get; set; }

    /// <summary>When it was published (UTC).</summary>
    public DateTime? PublishedAt { get; set; }

    /// <summary>When a later version took its place (UTC).</summary>
    public DateTime? SupersededAt { get; set; }

    /// <summary>The version whose place it took when it was first published, to which reverting its load returns; 0 for none, null before, and where an earlier version of this program published it.</summary>
    public int? ReplacedPlanVersionKey { get; set; }

    /// <summary>SHA-256 over the version's facts in key order, hexadecimal; set at publication.</summary>
    public string ContentHash { get; set; } = "";

    /// <summary>The run that computed it; 0 when it was loaded or entered.</summary>
    public int RunKey { get; set; }

    /// <summary>What the periods of its forecasts, allocation or policies are: Day, Week, Month, or a fiscal calendar such as "4-4-5, last Saturday of January", of its weeks "Week, 4-4-5, last Saturday of January"; empty where it has none, and where an earlier version of this program published it.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>Gives its place to another version.</summary>
    /// <param name="now">The time (UTC).</param>
    public void Supersede(DateTime now)
    {
        (Status, SupersededAt, ModifiedAt) = (PlanVersionStatus.Superseded, now, now);
        Version++;
    }
}

/// <summary>Where a plan version is in its life.</summary>
public enum PlanVersionStatus
{
    /// <summary>Can be edited; not shown in reporting.</summary>
    Draft = 0,

    /// <summary>Frozen and shown: at most one per plan and scenario.</summary>
    Published = 1,

    /// <summary>Frozen; a later version took its place.</summary>
    Superseded = 2,

    /// <summary>Frozen; taken back, or without its facts, which a purge of old runs deleted.</summary>
    Recalled = 3,
}
