namespace PlanningEngine.Allocation.Inventory;

/// <summary>Equally likely courses of future demand, period by period: what a forecast draws, or windows of history.</summary>
/// <remarks>Sums over lead times are taken along each path, so that what periods have in common stays in them; quantiles of periods are never added.</remarks>
/// <param name="Paths">One per draw, all of one length; demand per period, at least 0.</param>
public sealed record DemandPaths(IReadOnlyList<double[]> Paths)
{
    /// <summary>Periods of each path; 0 without paths.</summary>
    public int Periods => Paths.Count == 0 ? 0 : Paths[0].Length;

    /// <summary>Reads paths that lie one after the other.</summary>
    /// <param name="values">Demand, path by path.</param>
    /// <param name="periods">Periods per path, at least 1.</param>
    /// <exception cref="ArgumentException">The values are not a whole number of paths.</exception>
    public static DemandPaths FromFlat(ReadOnlySpan<double> values, int periods)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        if (values.Length % periods != 0)
            throw new ArgumentException($"The values ({values.Length}) must be a whole number of paths of {periods} periods.", nameof(values));
        var paths = new double[values.Length / periods][];
        for (var i = 0; i < paths.Length; i++)
            paths[i] = values.Slice(i * periods, periods).ToArray();
        return new(paths);
    }

    /// <summary>Cuts history into overlapping windows: right where demand has neither trend nor season, or with the season as the stride.</summary>
    /// <param name="history">Demand per period, the oldest first.</param>
    /// <param name="periods">Periods per window, at least 1.</param>
    /// <param name="stride">Periods from one window to the next, at least 1; the last window ends at the last full stride before the end.</param>
    /// <param name="offset">Where the first window starts, at least 0.</param>
    public static DemandPaths FromHistory(ReadOnlySpan<double> history, int periods, int stride = 1, int offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var paths = new List<double[]>();
        for (var start = offset; start + periods <= history.Length; start += stride)
            paths.Add(history.Slice(start, periods).ToArray());
        return new(paths);
    }
}
