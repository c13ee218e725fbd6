namespace PlanningEngine.Forecasting.Lifecycle;

/// <summary>The planned end of an item: demand declines over its last buckets and is zero from the end on.</summary>
/// <param name="End">Ordinal of the first bucket without sales.</param>
/// <param name="Decline">Share of the usual demand in the last buckets before the end, in time order, each at least 0; empty for a sudden end.</param>
public sealed record PhaseOut(int End, IReadOnlyList<double> Decline)
{
    /// <summary>Shares below it leave too little of a bucket to tell usual demand from it.</summary>
    private const double LeastShare = 0.1;

    /// <summary>A decline in equal steps.</summary>
    /// <param name="end">Ordinal of the first bucket without sales.</param>
    /// <param name="buckets">Buckets of decline, at least 0: of three the shares are 3/4, 2/4 and 1/4.</param>
    public static PhaseOut Linear(int end, int buckets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(buckets);
        return new PhaseOut(end, [.. Enumerable.Range(1, buckets).Select(i => 1 - i / (buckets + 1.0))]);
    }

    /// <summary>The decline that earlier items showed: their last buckets against as many before, added up over items so that large ones count more.</summary>
    /// <param name="end">Ordinal of the first bucket without sales.</param>
    /// <param name="ended">Histories of ended items, each up to its last bucket with sales; those shorter than twice the decline are left out.</param>
    /// <param name="buckets">Buckets of decline, at least 1.</param>
    /// <exception cref="ArgumentException">No item is long enough, or none had sales before its decline.</exception>
    public static PhaseOut LikeEarlier(int end, IReadOnlyList<TimeSeries> ended, int buckets)
    {
        ArgumentNullException.ThrowIfNull(ended);
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        var decline = new double[buckets];
        var usual = 0.0;
        foreach (var values in ended.Select(s => Array.ConvertAll(s.Values, v => double.IsNaN(v) ? 0 : v)).Where(v => v.Length >= 2 * buckets))
        {
            usual += values[^(2 * buckets)..^buckets].Average();
            for (var i = 0; i < buckets; i++)
                decline[i] += values[values.Length - buckets + i];
        }

        if (!(usual > 0))
            throw new ArgumentException($"None of {ended.Count} ended items has sales in {2 * buckets} buckets. Maybe use a linear decline.", nameof(ended));
        return new PhaseOut(end, Array.ConvertAll(decline, d => Math.Max(0, d / usual)));
    }

    /// <summary>Share of the usual demand in a bucket.</summary>
    /// <param name="ordinal">Ordinal of the bucket.</param>
    /// <returns>1 before the decline, 0 from the end on.</returns>
    public double ShareIn(int ordinal) =>
        ordinal >= End ? 0 : ordinal < End - Decline.Count ? 1 : Decline[ordinal - (End - Decline.Count)];

    /// <summary>A history without the decline that has begun: usual demand, unknown where too little is left to tell it.</summary>
    /// <param name="series">The item's history.</param>
    /// <returns>The series itself where nothing else is known of it.</returns>
    public TimeSeries Usual(TimeSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var values = series.Values.Select((v, t) => ShareIn(series.FirstPeriod + t) is var share && share >= LeastShare ? v / share : double.NaN).ToArray();
        return Array.TrueForAll(values, double.IsNaN) ? series : series with { Values = values };
    }
}
