namespace PlanningEngine.Forecasting.Models.Pretrained;

/// <summary>
/// How far the mean of demand lies above its median. Networks that learned to err least in absolute terms say the median, and take errors for those of most of what they learned from, of a lognormal distribution:
/// beside a constant level they stay below it by half the squared noise over the level. Demand adds up by means.
/// </summary>
internal static class MeanOverMedian
{
    private const int Recent = 72;

    /// <summary>Most that a median is raised by, noise of seven tenths of the level: beyond it a few outliers speak.</summary>
    private const double Most = 1.284;

    /// <summary>Mean absolute second difference of independent values of deviation 1 (the root of 6 times the mean absolute normal variable).</summary>
    private static readonly double OfUnitNoise = Math.Sqrt(6 * 2 / Math.PI);

    /// <summary>Mean over median of a lognormal variable as noisy as a history: noise is what three neighbours show that lie on no line, over their mean.</summary>
    /// <param name="history">The history with its season. Of one that was below zero the errors are taken for symmetric.</param>
    /// <param name="withoutSeason">The same without.</param>
    /// <returns>A factor from 1 to 1.284.</returns>
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

        var noise = count > 0 ? sum / (count * OfUnitNoise) : 0;
        return Math.Min(Most, Math.Sqrt(1 + (noise * noise)));
    }
}
