namespace PlanningEngine.Planning.Series;

/// <summary>What is known about series besides their sales. Each question may be left unanswered.</summary>
/// <typeparam name="TKey">Key of a series.</typeparam>
public sealed record SeriesFacts<TKey>
    where TKey : notnull
{
    /// <summary>Last day of sale of a series' product; null when not discontinued.</summary>
    public Func<TKey, DateOnly?>? EndDate { get; init; }

    /// <summary>The days of a period (an ordinal of the bucket) by what was in stock for a series.</summary>
    public Func<TKey, int, StockDays>? Stock { get; init; }
}
