using PlanningEngine.Forecasting.MachineLearning.Seasons;
using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.MachineLearning;

/// <summary>
/// How far the seasons of many series swung after the origins that methods were weighed at, as logarithms of the season over that of late: the middle 95 % of the steps. How far demand followed them there says how
/// far it will follow those beyond: retail sales swing as the season says (a slope of .97 to 1.4), sales of goods on offer hardly do (.2), since what was promoted a year ago is not promoted on that date again.
/// </summary>
/// <param name="Least">Farthest down.</param>
/// <param name="Most">Farthest up.</param>
public sealed record SeasonSwings(double Least, double Most)
{
    private const double Within = 0.95;
    private const int MostSeries = 500;

    /// <summary>How far beyond nothing is left of a combination.</summary>
    private const double Whole = 0.2;

    /// <summary>How far a season beyond these swings is believed, from 0 (not) to 1. Default: 1.</summary>
    public double Trust { get; init; } = 1;

    /// <summary>Learns.</summary>
    /// <param name="pool">The pooled season, learned at each of the origins.</param>
    /// <param name="series">The series; of many a sample is looked at.</param>
    /// <param name="cutoffs">Ordinals of the origins.</param>
    /// <param name="horizon">Steps compared after each, at least 1.</param>
    /// <param name="cycle">Buckets in a year, or another cycle.</param>
    /// <returns>The swings; null without a pooled season, where demand followed less than half of them, or where each phase of the cycle comes after some origin, so that no season ahead is one that nobody has judged.</returns>
    public static SeasonSwings? Learn(PooledSeasonForecaster pool, IReadOnlyList<TimeSeries> series, IReadOnlyList<int> cutoffs, int horizon, int cycle)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(cutoffs);
        var end = series.Count == 0 ? 0 : series.Max(s => s.End);
        if (cutoffs.SelectMany(cutoff => Enumerable.Range(cutoff, Math.Max(0, Math.Min(horizon, end - cutoff)))).Select(ordinal => Cycle.PhaseOf(ordinal, cycle)).Distinct().Count() == cycle)
            return null;
        var (swings, followed) = (new List<double>(), new Following(cycle >= YearOfDays.Length ? WeekProfile.Days : 1));
        foreach (var one in SeasonModel.Spread([.. series], MostSeries))
        {
            foreach (var cutoff in cutoffs.Where(c => c > one.FirstPeriod && c < one.End))
            {
                var ahead = pool.Swings(one.Until(cutoff), Math.Min(horizon, one.End - cutoff));
                swings.AddRange(ahead);
                followed.Add(one, cutoff, ahead);
            }
        }

        if (swings.Count == 0 || followed.Trust == 0)
            return null;
        double[] sorted = [.. swings.Order()];
        return new SeasonSwings(QuantileFunctions.OfSorted(sorted, (1 - Within) / 2), QuantileFunctions.OfSorted(sorted, (1 + Within) / 2)) { Trust = followed.Trust };
    }

    /// <summary>How much of a combination a season beyond them replaces, 0 to 1.</summary>
    internal double ShareOf(double swing) => Trust * Math.Min(1, Math.Max(0, Math.Max(swing - Most, Least - swing)) / Whole);

    /// <summary>
    /// How far demand followed the season: the slope of its own swings over those that the pooled season foresaw, drawn to 1 as far as these were too small to judge by. After quiet weeks what hit all series alike would decide else.
    /// </summary>
    /// <param name="together">Buckets that are looked at together: a week of days, of which each has its own share.</param>
    private sealed class Following(int together)
    {
        private const int BucketsOfLate = 8;
        private const double Smallest = 0.02;

        /// <summary>Swing from which on demand says whether it follows.</summary>
        private const double Telling = 0.2;

        private double _both;
        private double _foreseen;
        private int _compared;

        /// <summary>1 where demand swings as foreseen, 0 where it does so by half or less: a peak seen once is then rather a single event.</summary>
        internal double Trust
        {
            get
            {
                var drawn = _compared * Telling * Telling;
                return _compared == 0 ? 1 : Math.Clamp(2 * (_both + drawn) / (_foreseen + drawn) - 1, 0, 1);
            }
        }

        internal void Add(TimeSeries series, int cutoff, double[] ahead)
        {
            var origin = cutoff - series.FirstPeriod;
            var late = KnownValues.Mean(series.Values.AsSpan(Math.Max(0, origin - BucketsOfLate * together), Math.Min(origin, BucketsOfLate * together)));
            var length = Math.Min(together, ahead.Length);
            for (var step = 0; length > 0 && step + length <= ahead.Length; step += length)
            {
                var (swing, size) = (KnownValues.Mean(ahead.AsSpan(step, length)), KnownValues.Mean(series.Values.AsSpan(origin + step, length)) / late);
                if (!(late > 0) || double.IsNaN(size))
                    continue;
                _both += swing * Math.Log(Math.Max(size, Smallest));
                _foreseen += swing * swing;
                _compared++;
            }
        }
    }
}
