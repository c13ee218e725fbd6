using System.Globalization;
using System.Text.RegularExpressions;
using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Server.Forecasts;

/// <summary>What training says, for planners: cut-offs as dates, and nothing of how rows were sampled.</summary>
internal static partial class TrainingText
{
    /// <summary>The notes of a run.</summary>
    /// <param name="notes">Notes of a trained model, with cut-offs as ordinals of periods.</param>
    /// <param name="bucket">The period.</param>
    public static IReadOnlyList<string> Of(IEnumerable<string> notes, TimeBucket bucket) =>
    [
        .. notes.Where(n => !n.EndsWith("drawn by the seed", StringComparison.Ordinal))
            .Select(n => Cutoff().Replace(n, m => $"The global model of what was known before {bucket.StartOf(int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)):yyyy-MM-dd}: ")),
    ];

    [GeneratedRegex("^cut-off ([0-9]{1,7}): ")]
    private static partial Regex Cutoff();
}
