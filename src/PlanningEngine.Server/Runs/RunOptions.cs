using System.ComponentModel.DataAnnotations;

namespace PlanningEngine.Server.Runs;

/// <summary>How runs are worked on; configuration section <c>Runs</c>.</summary>
public sealed class RunOptions
{
    /// <summary>Runs worked on at the same time by this process, 0 (none: a front end) to 16. Default: 1, since a run uses all its threads itself.</summary>
    [Range(0, 16)]
    public int Workers { get; set; } = 1;

    /// <summary>Threads inside a batch, 0 to 1,024. Default: 0, one per processor. It never changes a result.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>Series in a batch, 1 to 10,000. Default: 64.</summary>
    [Range(1, 10_000)]
    public int BatchSize { get; set; } = 64;

    /// <summary>Seconds after which a silent worker's run may be taken up by another, 3 to 3,600. Default: 60; renewed every third of it.</summary>
    [Range(3, 3_600)]
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>Milliseconds between looks at the queue, and at a watched run that another process works on, 10 to 60,000. Default: 1,000.</summary>
    [Range(10, 60_000)]
    public int PollMilliseconds { get; set; } = 1_000;

    /// <summary>Times a run is taken up without getting further before it is given up, 1 to 100. Default: 3.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 3;

    internal int EffectiveThreads => Threads > 0 ? Threads : Environment.ProcessorCount;

    internal TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    internal TimeSpan Poll => TimeSpan.FromMilliseconds(PollMilliseconds);
}
