using PlanningEngine.Forecasting.MachineLearning;
using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What training says, for planners: cut-offs as dates, and nothing of how rows were sampled.</summary>
internal static class TrainingText
{
    /// <summary>The notes of a run.</summary>
    /// <param name="notes">Notes of a trained model, with cut-offs as ordinals of periods.</param>
    /// <param name="bucket">The period.</param>
    public static IReadOnlyList<string> Of(IEnumerable<TrainingNote> notes, TimeBucket bucket) =>
        [.. notes.Where(n => n.Kind != TrainingNoteKind.RowsDrawn).Select(n => n.Cutoff is { } cutoff ? $"The global model of what was known before {bucket.StartOf(cutoff):yyyy-MM-dd}: {n.Text}" : n.Text)];
}
