using System.Diagnostics.Metrics;

namespace PlanningEngine.Server.Loads;

/// <summary>What the slice counts, on the meter PlanningEngine.</summary>
internal sealed class LoadMetrics
{
    /// <summary>Name of the engine's meter.</summary>
    public const string MeterName = "PlanningEngine";

    private readonly Counter<long> _rows;
    private readonly Histogram<double> _commits;

    public LoadMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _rows = meter.CreateCounter<long>("planning.loads.rows", "{row}", "Rows that commits wrote, by what they were.");
        _commits = meter.CreateHistogram<double>("planning.loads.commit.duration", "s", "Time that a commit took.");
    }

    public void Committed(Commit.RowCounts counts, double seconds)
    {
        _rows.Add(counts.Inserted, new KeyValuePair<string, object?>("change", "inserted"));
        _rows.Add(counts.Corrected, new KeyValuePair<string, object?>("change", "corrected"));
        _rows.Add(counts.Unchanged, new KeyValuePair<string, object?>("change", "unchanged"));
        _commits.Record(seconds);
    }
}
