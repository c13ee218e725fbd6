using PlanningEngine.Forecasting.Selection;

namespace PlanningEngine.Forecasting.Intervals;

/// <summary>How widely one series erred at its origins: the mean absolute standardised error.</summary>
internal static class OwnErrors
{
    /// <summary>Beyond, an error counts as this far: a single one does not make a series restless.</summary>
    internal const double Farthest = 4;

    private const int Digits = 4;

    /// <summary>Of all known scores; 0 where there are none.</summary>
    internal static double Of(IEnumerable<OriginScore> scores)
    {
        var (sum, count) = (0.0, 0);
        foreach (var score in scores)
            (sum, count) = (sum + Math.Min(Math.Abs(score.Score), Farthest), count + 1);
        return count == 0 ? 0 : Math.Round(sum / count, Digits);
    }

    /// <summary>Of the other origins, without the buckets that one origin is judged by: what happened in these is not known at it.</summary>
    /// <param name="scores">Scores of a series.</param>
    /// <param name="cutoff">Ordinal of the origin.</param>
    /// <param name="lastStep">The last step it is judged by.</param>
    internal static double Without(IEnumerable<OriginScore> scores, int cutoff, int lastStep) =>
        Of(scores.Where(s => s.Cutoff != cutoff && (s.Cutoff + s.Step < cutoff || s.Cutoff + s.Step > cutoff + lastStep)));
}
