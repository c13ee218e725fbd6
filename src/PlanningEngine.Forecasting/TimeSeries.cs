namespace PlanningEngine.Forecasting;

/// <summary>One equally spaced history: what was observed, bucket after bucket, and where it lies on the shared time axis.</summary>
/// <param name="Id">Name of the series; it appears in messages only and never changes a forecast.</param>
/// <param name="Values">Observations in time order. NaN means unknown (not zero). Finite values must lie within ±1e100, and be 0 or at least 1e-100 in size.</param>
/// <param name="Period">Buckets in one seasonal cycle: 12 for months, 52 for weeks, 1 for none.</param>
/// <param name="FirstPeriod">Ordinal of the first bucket on the time axis shared by all series of a run.</param>
/// <remarks>The arrays are not copied: treat a series as frozen once it was handed to a forecaster. Safe to read from many threads.</remarks>
public sealed record TimeSeries(string Id, double[] Values, int Period, int FirstPeriod = 0)
{
    /// <summary>Further seasonal cycles, longer than <see cref="Period"/> (for hours: 168 beside 24). Default: none.</summary>
    public IReadOnlyList<int> FurtherPeriods { get; init; } = [];

    /// <summary>What is known about the series and does not change over time, such as its product group. Global models learn from it. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What moves demand and is known ahead, over the history and the future. Default: none.</summary>
    public IReadOnlyList<Regressor> Regressors { get; init; } = [];

    /// <summary>
    /// Share of each bucket in which the item could be sold, 0 to 1; NaN is taken for 1. 0 says that it ran out and not when: sales are then a lower bound of demand.
    /// Null (the default): always.
    /// </summary>
    public double[]? Availability { get; init; }

    /// <summary>
    /// Indices (0 is the first bucket; some may lie in the future), increasing, of buckets that stand outside the seasonal cycle: the 53rd week of a year of weeks,
    /// 29 February of a year of days. Default: none.
    /// </summary>
    public IReadOnlyList<int> LeapBuckets { get; init; } = [];

    /// <summary>
    /// The sum of all that is sold where the series is, such as all items of a shop, on the same time axis. A phase of its longest cycle that as good as never sells is closed for the series too, which alone may sell
    /// too seldom to tell; a sale of its own in the last two cycles opens it. What lies after the end of the series is not looked at. Null (the default): the series is judged alone.
    /// </summary>
    public TimeSeries? Place { get; init; }

    /// <summary>Number of buckets.</summary>
    public int Length => Values.Length;

    /// <summary>Ordinal of the bucket after the last one: the first bucket that a forecast speaks of.</summary>
    public int End => FirstPeriod + Values.Length;

    /// <summary>The history as it was known at a cut-off.</summary>
    /// <param name="cutoff">Ordinal of the first bucket that is not yet known; between <see cref="FirstPeriod"/> and <see cref="End"/>.</param>
    /// <returns>A series that ends at the cut-off; what is known ahead stays.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cut-off lies outside the series.</exception>
    public TimeSeries Until(int cutoff)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cutoff, FirstPeriod);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cutoff, End);
        var length = cutoff - FirstPeriod;
        return this with { Values = Values[..length], Availability = Availability?[..length] };
    }
}
