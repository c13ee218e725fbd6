using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>How far the seasons of many series swung after the origins that methods were weighed at, as logarithms of the season over that of late: the middle 95 % of the steps.</summary>
/// <param name="Least">Farthest down.</param>
/// <param name="Most">Farthest up.</param>
public sealed record SeasonSwings(double Least, double Most)
{
    private const double Within = 0.95;
    private const int MostSeries = 500;

    /// <summary>How far beyond nothing is left of a combination.</summary>
    private const double Whole = 0.2;

    /// <summary>Learns.</summary>
    /// <param name="pool">The pooled season, learned at each of the origins.</param>
    /// <param name="series">The series; of many a sample is looked at.</param>
    /// <param name="cutoffs">Ordinals of the origins.</param>
    /// <param name="horizon">Steps compared after each, at least 1.</param>
    /// <param name="cycle">Buckets in a year, or another cycle.</param>
    /// <returns>The swings; null without a pooled season, or where each phase of the cycle comes after some origin, so that no season ahead is one that nobody has judged.</returns>
    public static SeasonSwings? Learn(PooledSeasonForecaster pool, IReadOnlyList<TimeSeries> series, IReadOnlyList<int> cutoffs, int horizon, int cycle)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(cutoffs);
        var end = series.Count == 0 ? 0 : series.Max(s => s.End);
        if (cutoffs.SelectMany(cutoff => Enumerable.Range(cutoff, Math.Max(0, Math.Min(horizon, end - cutoff)))).Select(ordinal => Cycle.PhaseOf(ordinal, cycle)).Distinct().Count() == cycle)
            return null;
        var swings = Seasons.SeasonModel.Spread([.. series], MostSeries)
            .SelectMany(s => cutoffs.Where(c => c > s.FirstPeriod && c < s.End).SelectMany(c => pool.Swings(s.Until(c), Math.Min(horizon, s.End - c)))).Order().ToArray();
        return swings.Length == 0 ? null : new SeasonSwings(QuantileFunctions.OfSorted(swings, (1 - Within) / 2), QuantileFunctions.OfSorted(swings, (1 + Within) / 2));
    }

    /// <summary>How much of a combination a season beyond them replaces, 0 to 1.</summary>
    internal double ShareOf(double swing) => Math.Min(1, Math.Max(0, Math.Max(swing - Most, Least - swing)) / Whole);
}
