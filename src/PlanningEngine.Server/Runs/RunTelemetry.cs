using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PlanningEngine.Server.Runs;

/// <summary>Metrics and traces of runs, under the name <c>PlanningEngine</c>.</summary>
internal static class RunTelemetry
{
    /// <summary>Name of meter and activity source.</summary>
    public const string Name = "PlanningEngine";

    public static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Ended = Meter.CreateCounter<long>("planning.runs", "{run}", "Runs that ended, by kind and state.");
    private static readonly Counter<long> Series = Meter.CreateCounter<long>("planning.run.series", "{series}", "Series worked on, by stage; its rate is series per second.");
    private static readonly Histogram<double> Batches = Meter.CreateHistogram<double>("planning.run.batch.duration", "s", "Time to compute a batch, by stage.");

    public static void End(string kind, string state) => Ended.Add(1, new("kind", kind), new("state", state));

    public static void Batch(string stage, TimeSpan elapsed) => Batches.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>("stage", stage));

    public static void SeriesDone(string stage, int count) => Series.Add(count, new KeyValuePair<string, object?>("stage", stage));
}
