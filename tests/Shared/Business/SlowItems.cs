namespace PlanningEngine.Tests.Business;

/// <summary>Items of shops that sell on some days and not on most, more at the end of the week than before it.</summary>
internal static class SlowItems
{
    /// <summary>Share of the mean rate on each day of the week.</summary>
    internal static readonly double[] Week = [0.7, 0.7, 0.8, 0.8, 1.0, 1.6, 1.4];

    /// <summary>Draws daily counts; each item starts on a day of its own around ordinal 0.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="days">Ordinal after the last day.</param>
    /// <param name="week">Share of the mean rate on each day, the first one that of ordinal 0.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="mostRate">Most that an item sells in a day, at least .1.</param>
    internal static (string Id, int First, double[] Counts, double[] Rates)[] Draw(int count, int days, double[] week, int seed, double mostRate = 0.5)
    {
        var demand = new GeneratedDemand(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var (first, rate) = (demand.Random.Next(10) - 5, demand.Between(0.1, mostRate));
            double[] rates = [.. Enumerable.Range(first, days - first).Select(t => rate * week[(t + 70) % 7])];
            return ($"item {i}", first, Array.ConvertAll(rates, demand.Count), rates);
        })];
    }
}
