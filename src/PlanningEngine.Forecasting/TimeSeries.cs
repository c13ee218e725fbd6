namespace PlanningEngine.Forecasting;

/// <summary>One equally spaced history: what was observed, bucket after bucket, and where it lies on the shared time axis.</summary>
/// <param name="Id">Name of the series; it appears in messages only and never changes a forecast.</param>
/// <param name="Values">Observations in time order. NaN means unknown (not zero). Finite values must lie within ±1e100.</param>
/// <param name="Period">Buckets in one seasonal cycle: 12 for months, 52 for weeks, 1 for none.</param>
/// <param name="FirstPeriod">Ordinal of the first bucket on the time axis shared by all series of a run.</param>
/// <remarks>The arrays are not copied: treat a series as frozen once it was handed to a forecaster. Safe to read from many threads.</remarks>
public sealed record TimeSeries(string Id, double[] Values, int Period, int FirstPeriod = 0)
{
    /// <summary>Further seasonal cycles, longer than <see cref="Period"/> (for hours: 168 beside 24). Default: none.</summary>
    public IReadOnlyList<int> FurtherPeriods { get; init; } = [];

    /// <summary>What is known about the series and does not change over time, such as its product group. Global models learn from it. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Number of buckets.</summary>
    public int Length => Values.Length;

    /// <summary>Ordinal of the bucket after the last one: the first bucket that a forecast speaks of.</summary>
    public int End => FirstPeriod + Values.Length;

    /// <summary>The history as it was known at a cut-off.</summary>
    /// <param name="cutoff">Ordinal of the first bucket that is not yet known; between <see cref="FirstPeriod"/> and <see cref="End"/>.</param>
    /// <returns>A series that ends at the cut-off.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The cut-off lies outside the series.</exception>
    public TimeSeries Until(int cutoff)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cutoff, FirstPeriod);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cutoff, End);
        return this with { Values = Values[..(cutoff - FirstPeriod)] };
    }
}
