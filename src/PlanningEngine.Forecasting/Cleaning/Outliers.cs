namespace PlanningEngine.Forecasting.Cleaning;

/// <summary>
/// Single buckets that trend and season do not explain: their distance from a robust line through their neighbours (Theil 1950) lies beyond Tukey's far-out fences, three
/// interquartile ranges outside the quartiles (Tukey 1977). The last bucket may begin a new level and is one only if it is
/// <see cref="SuspectedOutliers.Beyond">ten times</see> as large as any other; the one before it only where the last is back between the fences, or nearly.
/// </summary>
internal static class Outliers
{
    private const int Reach = 4;
    private const double Fence = 3;
    private const double MostShare = 0.1;
    private const int LongestRun = 2;
    private const double FarBeyond = 10;
    private const double KeptAtPhase = 2;

    /// <summary>Finds them.</summary>
    /// <param name="values">Values without NaN; positive when logarithms are asked for.</param>
    /// <param name="season">Season to take out, of the logarithms when they are asked for.</param>
    /// <param name="logarithms">Whether to look at logarithms.</param>
    /// <returns>Indices; where they are so many, or so many in a row, that they are no exceptions, only those far beyond all others.</returns>
    internal static HashSet<int> Find(double[] values, double[] season, bool logarithms)
    {
        var adjusted = values.Select((v, t) => (logarithms ? Math.Log(v) : v) - season[t]).ToArray();
        var (rest, low, high) = Fenced(adjusted);
        bool IsOut(int t) => rest[t] < low || rest[t] > high;
        var end = rest.Length - 1;
        bool MayBeginLevel(int t) => t == end ? !IsAlone(values, t) : t == end - 1 && IsOut(end) && Math.Abs(rest[t]) <= FarBeyond * Math.Abs(rest[end]);
        int[] found = [.. Enumerable.Range(0, rest.Length).Where(t => IsOut(t) && !MayBeginLevel(t)).OrderByDescending(t => Math.Abs(rest[t]))];
        for (var count = found.Length; count > 0; count--)
            if ((count == found.Length || Math.Abs(rest[found[count - 1]]) > FarBeyond * Math.Abs(rest[found[count]])) && AreExceptions(found[..count], rest.Length))
                return [.. found[..count]];
        return [];
    }

    /// <summary>Whether a value is far beyond each other one.</summary>
    private static bool IsAlone(double[] values, int t)
    {
        var others = 0.0;
        for (var i = 0; i < values.Length; i++)
            others = i == t ? others : Math.Max(others, Math.Abs(values[i]));
        return Math.Abs(values[t]) > SuspectedOutliers.Beyond * others;
    }

    private static bool AreExceptions(int[] found, int length) =>
        found.Length <= Math.Max(1, MostShare * length) && !Array.Exists(found, t => Enumerable.Range(t, LongestRun + 1).All(found.Contains));

    /// <summary>
    /// Values in which no single one, however large, bends the season that is estimated from them: what lies beyond the fences gets the distance that is usual in the other
    /// cycles at its phase. Peaks that come back are left: up to twice what is usual there.
    /// </summary>
    /// <param name="values">Values without NaN.</param>
    /// <param name="cycles">Lengths of cycles, each above 1.</param>
    /// <returns>A copy.</returns>
    internal static double[] Bounded(double[] values, IReadOnlyList<int> cycles)
    {
        var bounded = (double[])values.Clone();
        if (cycles.Count == 0)
            return bounded;
        var (rest, low, high) = Fenced(values);
        for (var t = 0; t < values.Length; t++)
        {
            if (rest[t] >= low && rest[t] <= high)
                continue;
            double[] usual = [.. cycles.Select(p => UsualAtPhase(rest, t, p))];
            var (least, most) = (usual.Min(), usual.Max());
            if (rest[t] < KeptAtPhase * least || rest[t] > KeptAtPhase * most)
                bounded[t] = Expected(values, t) + Math.Clamp(rest[t], least, most);
        }

        return bounded;
    }

    /// <summary>Distances from the lines through the neighbours, and the fences for them.</summary>
    private static (double[] Distances, double Low, double High) Fenced(double[] values)
    {
        var rest = values.Select((v, t) => v - Expected(values, t)).ToArray();
        var sorted = (double[])rest.Clone();
        Array.Sort(sorted);
        var (low, high) = (QuantileFunctions.OfSorted(sorted, 0.25), QuantileFunctions.OfSorted(sorted, 0.75));
        // Rounding errors of an exact history are no spread to judge by.
        var width = Fence * (high - low) + 1e-9 * QuantileFunctions.Median(Array.ConvertAll(values, Math.Abs));
        return (rest, low - width, high + width);
    }

    /// <summary>The middle of the other distances at the phase; of two in the middle the smaller, so that a second far-out value does not count.</summary>
    private static double UsualAtPhase(double[] rest, int t, int period)
    {
        var others = new List<double>();
        for (var i = t % period; i < rest.Length; i += period)
            if (i != t)
                others.Add(rest[i]);
        return others.OrderBy(Math.Abs).ElementAtOrDefault((others.Count - 1) / 2);
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
        var slope = QuantileFunctions.Median([.. slopes]);
        return QuantileFunctions.Median(Array.ConvertAll(near, i => values[i] - slope * (i - t)));
    }
}
