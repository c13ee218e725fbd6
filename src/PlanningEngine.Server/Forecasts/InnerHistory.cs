using PlanningEngine.Forecasting;

namespace PlanningEngine.Server.Forecasts;

/// <summary>
/// The summed history of an inner territory, from where what it consists of has begun: a small source that is known from earlier on would make all that begins later look like a jump of demand, which the
/// territory's own forecast, and the spread of all that lies below it, would rest on.
/// </summary>
/// <param name="Series">The history.</param>
/// <param name="Start">Ordinal of its first period where earlier ones were cut off; null where none were.</param>
public sealed record InnerHistory(TimeSeries Series, int? Start)
{
    /// <summary>What was there before must be less than one part in so many.</summary>
    private const double Least = 4;

    /// <summary>Cycles that a cut leaves at least.</summary>
    private const int Cycles = 2;

    /// <summary>
    /// Adds up. The history starts at the last period at which series begin, so that those that began before are less than a quarter of the first cycle from there on, and all that was known in up to a
    /// cycle before is less than a quarter of the same seasons a cycle later. What is replaced by other series of its size is therefore kept, and so is growth of what has begun, and all where fewer than two
    /// cycles would be left. A series begins at its first value other than 0.
    /// </summary>
    /// <param name="id">Identity in messages.</param>
    /// <param name="members">The series of the territory.</param>
    /// <param name="lastPeriod">Ordinal of the last period; no series goes on longer.</param>
    /// <param name="period">Buckets in a year, at least 1.</param>
    /// <returns>The history, in which a period is unknown where no series knows it; null where nothing is known.</returns>
    public static InnerHistory? Of(string id, IReadOnlyList<RunSeries> members, int lastPeriod, int period)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        if (members.Count == 0)
            return null;
        var first = members.Min(s => s.FirstPeriod);
        var values = new double[lastPeriod - first + 1];
        Array.Fill(values, double.NaN);
        var begun = new SortedDictionary<int, double[]>();
        foreach (var one in members)
        {
            var volumes = VolumesFrom(begun, one, first, values.Length);
            var sold = one.Sold();
            for (var i = 0; i < sold.Length; i++)
            {
                if (double.IsNaN(sold[i]))
                    continue;
                var t = one.FirstPeriod + i - first;
                values[t] = (double.IsNaN(values[t]) ? 0 : values[t]) + sold[i];
                if (volumes is not null)
                    volumes[t] += Math.Abs(sold[i]);
            }
        }

        if (Array.TrueForAll(values, double.IsNaN))
            return null;
        var start = StartOf(values, begun, period);
        return new InnerHistory(new TimeSeries(id, values[start..], period, first + start), start > 0 ? first + start : null);
    }

    /// <summary>Volume per period of the series that begin with this one; null where it never begins.</summary>
    private static double[]? VolumesFrom(SortedDictionary<int, double[]> begun, RunSeries one, int first, int length)
    {
        var begin = Array.FindIndex(one.Values, v => v is not 0 and not double.NaN);
        if (begin < 0)
            return null;
        if (!begun.TryGetValue(one.FirstPeriod + begin - first, out var volumes))
            begun.Add(one.FirstPeriod + begin - first, volumes = new double[length]);
        return volumes;
    }

    private static int StartOf(double[] values, SortedDictionary<int, double[]> begun, int period)
    {
        var all = new double[values.Length];
        foreach (var volumes in begun.Values)
            Add(all, volumes);
        var (start, old) = (0, new double[values.Length]);
        foreach (var (t, volumes) in begun)
        {
            if (t > 0 && values.Length - t >= Cycles * period)
            {
                var cycle = t..(t + period);
                var before = Math.Max(0, t - period)..t;
                if (Least * old[cycle].Sum() < all[cycle].Sum() && Least * Mean(values[before]) < Mean(values[(before.Start.Value + period)..(t + period)]))
                    start = t;
            }

            Add(old, volumes);
        }

        return start;
    }

    private static void Add(double[] sum, double[] volumes)
    {
        for (var t = 0; t < sum.Length; t++)
            sum[t] += volumes[t];
    }

    /// <summary>Mean size of what is known; 0 where nothing is.</summary>
    private static double Mean(double[] values) => values.Where(v => !double.IsNaN(v)).Select(Math.Abs).DefaultIfEmpty().Average();
}
