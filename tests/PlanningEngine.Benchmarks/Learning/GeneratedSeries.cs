using PlanningEngine.Tests.Business;

namespace PlanningEngine.Benchmarks;

/// <summary>Series of any kind whose law is drawn at random: level, slope and season that move or not, growth or not, errors with memory and heavy tails, now and then a break.</summary>
internal static class GeneratedSeries
{
    private const int FirstSeed = 9000;
    private const int FirstLongSeed = 20000;
    private const int FirstDemandSeed = 30000;
    private const int LongestHistory = 1500;
    private const int UsualHistory = 100;
    private const double Farthest = 5;
    private static readonly int[] Periods = [1, 1, 4, 4, 7, 12, 12, 24];
    private static readonly int[] PeriodsOfDemand = [1, 7, 7, 7, 12, 24];

    /// <summary>One series; the same for the same number.</summary>
    internal static TrainingSeries Of(int number, int half) => Draw(new Random(FirstSeed + number), half, "generated", (10, 150), (2, 12), isLong: false);

    /// <summary>One series with a long history; the same for the same number.</summary>
    internal static TrainingSeries Long(int number, int half) => Draw(new Random(FirstLongSeed + number), half, "generated-long", (150, LongestHistory), (12, 60), isLong: true);

    /// <summary>Demand with a long history, such as sales of an item by day: noisy counts around a level that hardly wanders, growth and a season that stay; the same for the same number.</summary>
    internal static TrainingSeries Demand(int number, int half)
    {
        var demand = new GeneratedDemand(FirstDemandSeed + number);
        var random = demand.Random;
        var period = PeriodsOfDemand[random.Next(PeriodsOfDemand.Length)];
        var horizon = Math.Max(4, (int)Math.Round(Math.Max(7, period) * random.LogUniform(0.5, 4)));
        var known = (int)random.LogUniform(Math.Max(60, 3 * period), LongestHistory);
        var (noise, size, growth) = (random.LogUniform(0.05, 0.6), random.LogUniform(3, 3000), 0.3 * random.Normal() / LongestHistory);
        var wander = random.Chance(0.3) ? 0 : noise * random.LogUniform(0.003, 0.06);
        var (season, level) = (Season(random, period), 0.0);
        var expected = new double[known + horizon];
        for (var t = 0; t < expected.Length; t++)
        {
            expected[t] = size * Math.Exp(Math.Clamp(level + (growth * t) + season[t % period], -Farthest, Farthest));
            level += wander * random.Normal();
        }

        return new TrainingSeries("generated", $"generated-demand-{period}", half, demand.Counts(expected, noise), period, horizon, MostWindows: 2);
    }

    private static TrainingSeries Draw(Random random, int half, string kind, (double Low, double High) values, (double Low, double High) cycles, bool isLong)
    {
        var period = Periods[random.Next(Periods.Length)];
        var horizon = period == 1 ? random.Next(3, 13) : Math.Max(3, (int)Math.Round(period * (0.5 + random.NextDouble())));
        var length = period == 1 ? random.LogUniform(values.Low, values.High) : period * random.LogUniform(cycles.Low, cycles.High);
        var known = Math.Clamp((int)length, horizon + 10, LongestHistory);
        // Long histories move less per bucket, or they would leave all bounds.
        var pace = isLong ? Math.Sqrt(UsualHistory / (double)known) : 1;
        return new TrainingSeries("generated", $"{kind}-{period}", half, Values(random, period, known + horizon, pace), period, horizon, MostWindows: isLong ? 2 : 1);
    }

    private static double[] Values(Random random, int period, int count, double pace)
    {
        var slope = random.Chance(0.6) ? 0.02 * random.Normal() / (period > 4 ? 4 : 1) * pace * pace : 0;
        var sigma = random.LogUniform(0.01, 0.2) * pace;
        var alpha = 1.2 * random.NextDouble() * random.NextDouble();
        var beta = random.Chance(0.5) ? 0 : 0.2 * random.NextDouble() * random.NextDouble();
        var phi = random.Chance(0.4) ? 1 : 0.8 + 0.2 * random.NextDouble();
        var memory = random.Chance(0.4) ? 0.9 * random.NextDouble() : 0;
        var gamma = random.Chance(0.5) ? 0 : 0.2 * random.NextDouble();
        var season = Season(random, period);
        var grows = random.Chance(0.6);
        var breaksAt = random.Chance(0.15) ? random.Next(count) : -1;
        var size = random.LogUniform(1, 3000);
        double level = 0, error = 0;
        var values = new double[count];
        for (var t = 0; t < count; t++)
        {
            var shock = sigma * random.Normal() * (random.Chance(0.1) ? 2.5 : 1);
            error = memory * error + shock;
            var value = level + slope + season[t % period] + error;
            values[t] = size * (grows ? Math.Exp(Math.Clamp(value, -Farthest, Farthest)) : 1.5 + value);
            level += slope + alpha * shock + (t == breaksAt ? 4 * sigma * random.Normal() : 0);
            slope = phi * slope + alpha * beta * shock;
            season[t % period] += gamma * (1 - alpha) * shock;
        }

        return values;
    }

    private static double[] Season(Random random, int period)
    {
        var amplitude = period > 1 && random.Chance(0.85) ? random.LogUniform(0.02, 0.4) : 0;
        double[] season = [.. Enumerable.Range(0, period).Select(_ => amplitude * random.Normal())];
        var mean = season.Average();
        return Array.ConvertAll(season, s => s - mean);
    }
}
