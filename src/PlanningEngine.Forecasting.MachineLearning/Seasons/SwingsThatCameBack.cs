namespace PlanningEngine.Forecasting.MachineLearning.Seasons;

/// <summary>
/// How much of each swing of a season comes back: what a bucket and the one a cycle before have in common is season, what they have not is noise, and of their sum the season's part is kept
/// (Wiener 1949). A swing far beyond the noise, such as Christmas, stays whole; a small one is drawn to the mean, and what was there in one cycle only is no season.
/// </summary>
internal static class SwingsThatCameBack
{
    /// <summary>Buckets on either side that speak for a bucket as well.</summary>
    private const int Beside = 1;

    /// <summary>Share of a cycle's noise that is left where a season is seen in two.</summary>
    private const double NoiseLeft = SeasonView.OlderYear * SeasonView.OlderYear + (1 - SeasonView.OlderYear) * (1 - SeasonView.OlderYear);

    private const double FewestWeight = 0.5;

    /// <summary>Shares from 0 to 1 by bucket; 1 where nothing is known to hold one against.</summary>
    /// <param name="swings">How far buckets lie from the mean of the cycle around them; NaN is unknown.</param>
    /// <param name="sources">Which buckets show the season of another.</param>
    /// <param name="first">Ordinal of the first bucket.</param>
    internal static double[] Shares(double[] swings, SeasonalSources sources, int first)
    {
        var sums = new (double Season, double Noise)[swings.Length];
        for (var t = 0; t < swings.Length; t++)
        {
            var before = Before(swings, sources, first, t);
            if (double.IsNaN(before) || double.IsNaN(swings[t]))
                continue;
            var (season, noise) = (swings[t] * before, (swings[t] - before) * (swings[t] - before) / 2);
            Add(t, 1);
            foreach (var (source, weight) in sources.Of(first + t, 1))
                if (source >= first && source < first + t)
                    Add(source - first, weight);

            void Add(int of, double weight) => sums[of] = (sums[of].Season + weight * season, sums[of].Noise + weight * noise);
        }

        return [.. sums.Select((_, t) => ShareAt(t))];

        double ShareAt(int t)
        {
            var (season, noise) = (0.0, 0.0);
            for (var near = Math.Max(0, t - Beside); near <= Math.Min(sums.Length - 1, t + Beside); near++)
                (season, noise) = (season + sums[near].Season, noise + sums[near].Noise);
            season = Math.Max(0, season);
            return season + noise > 0 ? season / (season + NoiseLeft * noise) : 1;
        }
    }

    /// <summary>The swing a cycle before a bucket, by date a mixture of two; NaN where it is not known.</summary>
    private static double Before(double[] swings, SeasonalSources sources, int first, int t)
    {
        var (sum, weights) = (0.0, 0.0);
        foreach (var (source, weight) in sources.Of(first + t, 1))
            if (source >= first && source < first + t && !double.IsNaN(swings[source - first]))
                (sum, weights) = (sum + weight * swings[source - first], weights + weight);
        return weights > FewestWeight ? sum / weights : double.NaN;
    }
}
