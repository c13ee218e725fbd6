using PlanningEngine.Forecasting.Numerics;

namespace PlanningEngine.Forecasting.Launches;

/// <summary>
/// The season that a group of items shares, for <see cref="LaunchOptions.Season"/>: their sum over its centred moving average, added up by place in the cycle (ratio to moving average, as in classical
/// decomposition: Makridakis, Wheelwright and Hyndman 1998, ch. 3).
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
        var sums = new double[end - first];
        foreach (var member in members.Where(m => m.FirstPeriod <= first && Array.Exists(m.Values, v => !double.IsNaN(v))))
        {
            var usual = member.Values.Where(v => !double.IsNaN(v)).Average();
            for (var t = 0; t < sums.Length && first + t < member.End; t++)
                sums[t] += member.Values[first + t - member.FirstPeriod] is var value && double.IsNaN(value) ? usual : value;
        }

        return Indices(sums, first, period);
    }

    private static double[]? Indices(double[] sums, int first, int period)
    {
        var (sold, usual) = (new double[period], new double[period]);
        var half = period / 2;
        for (var t = half; t < sums.Length - half; t++)
        {
            // An even cycle has half of a bucket at each end.
            var around = sums.AsSpan(t - half, (2 * half) + 1);
            var total = 0.0;
            foreach (var value in around)
                total += value;
            if (period % 2 == 0)
                total -= (around[0] + around[^1]) / 2;
            var place = Cycle.PhaseOf(first + t, period);
            (sold[place], usual[place]) = (sold[place] + sums[t], usual[place] + (total / period));
        }

        if (!Array.TrueForAll(usual, u => u > 0))
            return null;
        double[] indices = [.. sold.Zip(usual, (s, u) => Math.Max(LeastIndex, s / u))];
        var mean = indices.Average();
        return Array.ConvertAll(indices, i => i / mean);
    }
}
