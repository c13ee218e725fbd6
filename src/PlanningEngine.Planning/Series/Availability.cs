namespace PlanningEngine.Planning.Series;

/// <summary>
/// Shares of periods in which a series could be sold. Levels of stock alone do not say that sales understate demand (a ledger errs, goods are delivered from elsewhere): what was sold must also lie below
/// what is usual by at least half of the share that was lost.
/// </summary>
public static class Availability
{
    private const int PeriodsCompared = 12;

    /// <summary>Of what was open for less, sales say next to nothing.</summary>
    private const double LeastShare = 0.1;

    /// <summary>Works out the shares, period by period.</summary>
    /// <param name="sold">What was sold per period; NaN is unknown.</param>
    /// <param name="stock">The days of each period, as many.</param>
    /// <param name="longest">Most periods in a row, at least 1, that stock limits: what has run out for longer, such as for a cycle, is not missed any more.</param>
    /// <returns>
    /// Shares, 0 to 1: 1 where stock limited nothing; days on which it changed count half. 0 where it ran out and nobody knows when, since more than half of the days changed, or where next to nothing was open.
    /// Usual is the mean of the last twelve periods of share 1 before.
    /// </returns>
    public static double[] Of(double[] sold, IReadOnlyList<StockDays> stock, int longest)
    {
        ArgumentNullException.ThrowIfNull(sold);
        ArgumentNullException.ThrowIfNull(stock);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        var shares = new double[sold.Length];
        var usual = new Queue<double>(PeriodsCompared);
        var inARow = 0;
        for (var t = 0; t < sold.Length; t++)
        {
            var share = double.IsNaN(sold[t]) || usual.Count == 0 ? 1 : Share(sold[t], stock[t], usual.Average());
            inARow = share < 1 ? inARow + 1 : 0;
            shares[t] = inARow > longest ? 1 : share;
            if (shares[t] < 1 || double.IsNaN(sold[t]))
                continue;
            if (usual.Count == PeriodsCompared)
                usual.Dequeue();
            usual.Enqueue(sold[t]);
        }

        return shares;
    }

    private static double Share(double sold, StockDays stock, double usual)
    {
        var lost = (stock.Out + (stock.Changing / 2.0)) / stock.Days;
        if (lost == 0 || !(sold < usual * (1 - (lost / 2))))
            return 1;
        return 2 * stock.Changing > stock.Days || 1 - lost < LeastShare ? 0 : 1 - lost;
    }
}
