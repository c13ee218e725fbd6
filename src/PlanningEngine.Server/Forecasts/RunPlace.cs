using PlanningEngine.Forecasting;
using PlanningEngine.Planning.Calendars;

namespace PlanningEngine.Server.Forecasts;

/// <summary>All that was sold in one territory and channel.</summary>
/// <param name="FirstPeriod">Ordinal of the first value.</param>
/// <param name="Values">Sums of its series, one per period up to the last one; NaN where none of them is known.</param>
public sealed record RunPlace(int FirstPeriod, double[] Values)
{
    /// <summary>The places of a run by day, by <see cref="RunSeries.PlaceId"/>; none of other runs.</summary>
    /// <param name="set">The series.</param>
    internal static SortedDictionary<string, RunPlace> Of(SeriesSet set)
    {
        var places = new SortedDictionary<string, RunPlace>(StringComparer.Ordinal);
        if (set.Bucket.Kind != BucketKind.Day)
            return places;
        foreach (var sold in set.Series.Where(s => s.Values.Length > 0).GroupBy(s => s.PlaceId))
        {
            var first = sold.Min(s => s.FirstPeriod);
            var values = new double[set.LastPeriod - first + 1];
            Array.Fill(values, double.NaN);
            foreach (var series in sold)
                Add(values, series.Sold(), series.FirstPeriod - first);
            places.Add(sold.Key, new RunPlace(first, values));
        }

        return places;
    }

    /// <summary>As a series of its own.</summary>
    /// <param name="period">Periods in a cycle.</param>
    internal TimeSeries ToTimeSeries(int period) => new("", Values, period, FirstPeriod);

    private static void Add(double[] sums, double[] sold, int at)
    {
        for (var t = 0; t < sold.Length; t++)
            if (!double.IsNaN(sold[t]))
                sums[at + t] = (double.IsNaN(sums[at + t]) ? 0 : sums[at + t]) + sold[t];
    }
}
