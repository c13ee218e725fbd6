namespace PlanningEngine.Forecasting;

/// <summary>Reading quantiles off sorted numbers.</summary>
internal static class QuantileFunctions
{
    /// <summary>Linear interpolation of a quantile function given at some levels; flat outside them.</summary>
    internal static double At(ReadOnlySpan<double> levels, ReadOnlySpan<double> quantiles, double level)
    {
        if (level <= levels[0])
            return quantiles[0];
        for (var i = 1; i < levels.Length; i++)
        {
            if (level > levels[i])
                continue;
            var share = (level - levels[i - 1]) / (levels[i] - levels[i - 1]);
            return quantiles[i - 1] + share * (quantiles[i] - quantiles[i - 1]);
        }

        return quantiles[^1];
    }

    /// <summary>The median; sorts the numbers.</summary>
    internal static double Median(double[] values)
    {
        Array.Sort(values);
        return OfSorted(values, 0.5);
    }

    /// <summary>Sample quantile of sorted numbers, type 7 of Hyndman and Fan (1996).</summary>
    internal static double OfSorted(ReadOnlySpan<double> sorted, double level)
    {
        var position = level * (sorted.Length - 1);
        var below = (int)Math.Floor(position);
        if (below >= sorted.Length - 1)
            return sorted[^1];
        return sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]);
    }
}
