using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Launches;

/// <summary>
/// The season that a group of items shares, for <see cref="LaunchOptions.Season"/>: what they sold over their centred moving averages, added up by place in the cycle (ratio to moving average, as in classical
/// decomposition: Makridakis, Wheelwright and Hyndman 1998, ch. 3), and drawn towards none as far as items and years differ (James and Stein's estimator as Miller and Williams 2003 use it).
/// </summary>
public static class GroupSeason
{
    private const double LeastIndex = 0.01;

    /// <summary>Estimates it.</summary>
    /// <param name="members">Histories of one period, on one time axis; unknown values count as the mean of their item. Those that begin later than half of them are left out.</param>
    /// <returns>Indices of mean 1, all above 0, by ordinal modulo the period; null without a season, for fewer than two cycles, and where nothing was sold.</returns>
    public static IReadOnlyList<double>? Of(IReadOnlyList<TimeSeries> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0 || members[0].Period < 2)
            return null;
        var period = members[0].Period;
        int[] starts = [.. members.Select(m => m.FirstPeriod).Order()];
        var (first, end) = (starts[starts.Length / 2], members.Max(m => m.End));
        if (end - first < 2 * period)
            return null;
        Place[] places = [.. Enumerable.Range(0, period).Select(_ => new Place())];
        foreach (var member in members.Where(m => m.FirstPeriod <= first && Array.Exists(m.Values, v => !double.IsNaN(v))))
            Add(member, first, places);
        if (!Array.TrueForAll(places, p => p.Usual > 0))
            return null;
        var share = Share(places);
        double[] indices = [.. places.Select(p => Math.Max(LeastIndex, 1 + (share * (p.Index - 1))))];
        var mean = indices.Average();
        return share > 0 ? Array.ConvertAll(indices, i => i / mean) : null;
    }

    private static void Add(TimeSeries member, int first, Place[] places)
    {
        var (period, half) = (places.Length, places.Length / 2);
        var mean = member.Values.Where(v => !double.IsNaN(v)).Average();
        double[] values = [.. member.Values.Skip(first - member.FirstPeriod).Select(v => double.IsNaN(v) ? mean : v)];
        for (var t = half; t < values.Length - half; t++)
        {
            // An even cycle has half of a bucket at each end.
            var around = values.AsSpan(t - half, (2 * half) + 1);
            var total = 0.0;
            foreach (var value in around)
                total += value;
            if (period % 2 == 0)
                total -= (around[0] + around[^1]) / 2;
            places[Cycle.PhaseOf(first + t, period)].Add(values[t], total / period);
        }
    }

    /// <summary>How much of the indices to keep: one less the part of their variance that differences between items and years explain.</summary>
    private static double Share(Place[] places)
    {
        var signal = places.Sum(p => (p.Index - 1) * (p.Index - 1)) / (places.Length - 1);
        var seenOften = Array.FindAll(places, p => p.Count > 1);
        // Seen once each: neighbours differ by the noise of both, and by what the season turns.
        var noise = seenOften.Length > 0 ? seenOften.Average(p => p.Variance) : places.Select((p, i) => Math.Pow(p.Index - places[(i + 1) % places.Length].Index, 2) / 2).Average();
        return signal > 0 ? Math.Clamp(1 - (Math.Max(1, places.Length - 3.0) / Math.Max(1, places.Length - 1) * noise / signal), 0, 1) : 0;
    }

    /// <summary>What was sold at one place of the cycle by all items in all years, and what was usual around it.</summary>
    private sealed class Place
    {
        private double _sold, _soldSquared, _both, _usualSquared;

        internal int Count { get; private set; }

        internal double Usual { get; private set; }

        internal double Index => _sold / Usual;

        /// <summary>Variance of the index: of a ratio of sums (Cochran 1977, ch. 6).</summary>
        internal double Variance => (_soldSquared - (2 * Index * _both) + (Index * Index * _usualSquared)) / (Usual * Usual) * Count / (Count - 1);

        internal void Add(double sold, double usual)
        {
            Count++;
            (_sold, Usual) = (_sold + sold, Usual + usual);
            (_soldSquared, _both, _usualSquared) = (_soldSquared + (sold * sold), _both + (sold * usual), _usualSquared + (usual * usual));
        }
    }
}
