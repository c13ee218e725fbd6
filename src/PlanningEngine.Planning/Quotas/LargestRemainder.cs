namespace PlanningEngine.Planning.Quotas;

/// <summary>Splits whole units so that they add up (largest remainder, Hamilton's method; ties go to the earlier part).</summary>
/// <remarks>Balinski and Young, Fair Representation (1982), chapter 3.</remarks>
public static class LargestRemainder
{
    /// <summary>Splits a total in proportion to weights.</summary>
    /// <param name="total">Units to split, 0 to 10^15.</param>
    /// <param name="weights">Non-negative finite weights; all zero means equal parts.</param>
    /// <returns>Parts that sum to the total; each is the exact share rounded down or up.</returns>
    public static long[] Split(long total, ReadOnlySpan<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        if (weights.Length == 0)
            return [];
        var largest = 0.0;
        foreach (var weight in weights)
            largest = Math.Max(largest, weight);
        var scaled = new decimal[weights.Length];
        var sum = 0m;
        for (var i = 0; i < weights.Length; i++)
            sum += scaled[i] = largest > 0 ? (decimal)(weights[i] / largest) : 1m;
        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = total * (scaled[i] / sum);
        return Round(total, scaled);
    }

    /// <summary>Rounds exact parts to whole units that sum to a total.</summary>
    /// <param name="total">What the parts sum to, up to a rounding of less than one unit per part.</param>
    /// <param name="exact">Exact parts, not negative.</param>
    public static long[] Round(long total, ReadOnlySpan<decimal> exact)
    {
        var parts = new long[exact.Length];
        var remainders = new (decimal Remainder, int Index)[exact.Length];
        var left = total;
        for (var i = 0; i < exact.Length; i++)
        {
            parts[i] = (long)decimal.Floor(exact[i]);
            remainders[i] = (exact[i] - parts[i], i);
            left -= parts[i];
        }

        if (left == 0)
            return parts;
        Array.Sort(remainders, (a, b) => a.Remainder != b.Remainder ? b.Remainder.CompareTo(a.Remainder) : a.Index.CompareTo(b.Index));
        for (var i = 0; left > 0; i = (i + 1) % parts.Length, left--)
            parts[remainders[i].Index]++;
        for (var i = parts.Length - 1; left < 0; i = i == 0 ? parts.Length - 1 : i - 1)
        {
            if (parts[remainders[i].Index] == 0)
                continue;
            parts[remainders[i].Index]--;
            left++;
        }

        return parts;
    }

    /// <summary>Splits a total in proportion to weights, no part below its floor: parts that would be are set to it and the rest is split again.</summary>
    /// <param name="total">Units to split, at least the sum of the floors.</param>
    /// <param name="weights">Non-negative finite weights; all zero means equal parts.</param>
    /// <param name="floors">Least part each, not negative.</param>
    public static long[] Split(long total, ReadOnlySpan<double> weights, ReadOnlySpan<long> floors)
    {
        var parts = new long[weights.Length];
        var open = Enumerable.Range(0, weights.Length).ToList();
        var left = total;
        while (open.Count > 0)
        {
            var openWeights = new double[open.Count];
            for (var i = 0; i < open.Count; i++)
                openWeights[i] = weights[open[i]];
            var split = Split(left, openWeights);
            var stillOpen = new List<int>(open.Count);
            for (var i = 0; i < open.Count; i++)
            {
                parts[open[i]] = Math.Max(split[i], floors[open[i]]);
                if (split[i] >= floors[open[i]])
                    stillOpen.Add(open[i]);
                else
                    left -= floors[open[i]];
            }

            if (stillOpen.Count == open.Count)
                break;
            open = stillOpen;
        }

        return parts;
    }
}
