namespace PlanningEngine.Forecasting.Cleaning;

/// <summary>
/// Single buckets that trend and season do not explain: their distance from a robust line through their neighbours (Theil 1950) lies beyond Tukey's far-out fences, three
/// interquartile ranges outside the quartiles (Tukey 1977). The last two buckets are never outliers: they may begin a new level.
/// </summary>
internal static class Outliers
{
    private const int Reach = 4;
    private const double Fence = 3;
    private const double MostShare = 0.1;
    private const int LongestRun = 2;

    /// <summary>Finds them.</summary>
    /// <param name="values">Values without NaN; positive when logarithms are asked for.</param>
    /// <param name="season">Season to take out, of the logarithms when they are asked for.</param>
    /// <param name="logarithms">Whether to look at logarithms.</param>
    /// <returns>Indices; none when they are so many, or so many in a row, that they are no exceptions.</returns>
    internal static HashSet<int> Find(double[] values, double[] season, bool logarithms)
    {
        var adjusted = values.Select((v, t) => (logarithms ? Math.Log(v) : v) - season[t]).ToArray();
        var rest = new double[adjusted.Length];
        for (var t = 0; t < rest.Length; t++)
            rest[t] = adjusted[t] - Expected(adjusted, t);
        var sorted = (double[])rest.Clone();
        Array.Sort(sorted);
        var (low, high) = (QuantileFunctions.OfSorted(sorted, 0.25), QuantileFunctions.OfSorted(sorted, 0.75));
        // Rounding errors of an exact history are no spread to judge by.
        var width = Fence * (high - low) + 1e-9 * adjusted.Max(Math.Abs);
        var found = Enumerable.Range(0, rest.Length - LongestRun).Where(t => rest[t] < low - width || rest[t] > high + width).ToHashSet();
        return found.Count > Math.Max(1, MostShare * rest.Length) || found.Any(t => Enumerable.Range(t, LongestRun + 1).All(found.Contains)) ? [] : found;
    }

    /// <summary>The line through the neighbours, itself left out: median of the slopes of all pairs, then median of what is left.</summary>
    private static double Expected(double[] values, int t)
    {
        var left = Math.Clamp(t - Reach, 0, Math.Max(0, values.Length - 1 - 2 * Reach));
        int[] near = [.. Enumerable.Range(left, Math.Min(values.Length, 2 * Reach + 1)).Where(i => i != t)];
        var slopes = new List<double>(near.Length * near.Length / 2);
        for (var i = 0; i < near.Length; i++)
            for (var j = 0; j < i; j++)
                slopes.Add((values[near[i]] - values[near[j]]) / (near[i] - near[j]));
        var slope = Median([.. slopes]);
        return Median(Array.ConvertAll(near, i => values[i] - slope * (i - t)));
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return QuantileFunctions.OfSorted(values, 0.5);
    }
}
