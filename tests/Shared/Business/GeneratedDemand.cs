namespace PlanningEngine.Tests.Business;

/// <summary>Draws demand of items: a level, a gentle trend, a season, and counts around their expectation with more than Poisson's variance.</summary>
internal sealed class GeneratedDemand(int seed)
{
    internal Random Random { get; } = new(seed);

    /// <summary>Expectation per bucket, with a gentle trend or none.</summary>
    internal double[] Expectation(int length, int period, double season = 0.25, bool trend = true)
    {
        var level = Math.Exp(Between(Math.Log(40), Math.Log(600)));
        var growth = Between(-0.002, 0.003) * (trend ? 12.0 : 0) / Math.Max(12, period);
        var (first, second) = (2 * Math.PI * Random.NextDouble(), 2 * Math.PI * Random.NextDouble());
        return [.. Enumerable.Range(0, length).Select(t => level * Math.Exp(growth * t) * (period == 1 ? 1
            : 1 + season * Math.Sin(2 * Math.PI * t / period + first) + season / 3 * Math.Sin(4 * Math.PI * t / period + second)))];
    }

    /// <summary>Counts around expectations, the variance of their rate being (variation x rate)^2.</summary>
    internal double[] Counts(double[] expectation, double variation = 0.12) =>
        Array.ConvertAll(expectation, e => Count(e * Rate(variation)));

    /// <summary>A gamma variable of mean 1 and the given coefficient of variation.</summary>
    internal double Rate(double variation)
    {
        // Marsaglia and Tsang (2000); the shape is above 1 for every variation used here.
        var shape = 1 / (variation * variation);
        var d = shape - 1.0 / 3;
        while (true)
        {
            var x = Normal();
            var v = Math.Pow(1 + x / Math.Sqrt(9 * d), 3);
            if (v > 0 && Math.Log(1 - Random.NextDouble()) < x * x / 2 + d - d * v + d * Math.Log(v))
                return d * v / shape;
        }
    }

    /// <summary>A Poisson count, as a rounded normal where it is large.</summary>
    internal double Count(double mean)
    {
        if (mean > 60)
            return Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * Normal()));
        double product = 1, limit = Math.Exp(-mean);
        for (var count = 0; ; count++)
        {
            product *= Random.NextDouble();
            if (product <= limit)
                return count;
        }
    }

    internal double Normal() => Math.Sqrt(-2 * Math.Log(1 - Random.NextDouble())) * Math.Cos(2 * Math.PI * Random.NextDouble());

    internal double Between(double least, double most) => least + (most - least) * Random.NextDouble();

    /// <summary>True with a chance.</summary>
    internal bool Chance(double chance) => Random.NextDouble() < chance;
}
