namespace PlanningEngine.Forecasting.Models.Pretrained;

/// <summary>
/// How far the mean of demand lies above its median. Networks that learned to err least in absolute terms say the median, whose distance from the mean they know from what they learned from: beside a constant level
/// they stay below it even where errors are symmetric. Demand adds up by means; its errors are taken for those of a gamma variable (median by Wilson and Hilferty 1931).
/// </summary>
internal static class MeanOverMedian
{
    private const int Recent = 72;

    /// <summary>Largest noise over level that is believed: beyond it a few outliers speak.</summary>
    private const double MostNoise = 0.7;

    /// <summary>Mean absolute second difference of independent values of deviation 1 (the root of 6 times the mean absolute normal variable).</summary>
    private static readonly double OfUnitNoise = Math.Sqrt(6 * 2 / Math.PI);

    /// <summary>Mean over median of a gamma variable as noisy as a history: noise is what three neighbours show that lie on no line, over their mean.</summary>
    /// <param name="history">The history with its season. Of one that was below zero the errors are taken for symmetric.</param>
    /// <param name="withoutSeason">The same without.</param>
    /// <returns>A factor from 1 to 1.18.</returns>
    internal static double Of(ReadOnlySpan<double> history, ReadOnlySpan<double> withoutSeason)
    {
        foreach (var value in history)
            if (value < 0)
                return 1;
        var (sum, count) = (0.0, 0);
        for (var t = Math.Max(2, withoutSeason.Length - Recent); t < withoutSeason.Length; t++)
        {
            var (before, middle, after) = (withoutSeason[t - 2], withoutSeason[t - 1], withoutSeason[t]);
            var level = (before + middle + after) / 3;
            if (!(level > 0))
                continue;
            sum += Math.Abs(before - (2 * middle) + after) / level;
            count++;
        }

        var noise = count > 0 ? Math.Min(MostNoise, sum / (count * OfUnitNoise)) : 0;
        return Math.Pow(1 - (noise * noise / 9), -3);
    }
}
