namespace PlanningEngine.Forecasting.Tests;

/// <summary>Histories for tests, made from a seed.</summary>
internal static class Some
{
    internal static double[] Seasonal(int length, int period, int seed, double level = 100, double noise = 5)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(t => level + 0.3 * t + 20 * Math.Sin(2 * Math.PI * t / period) + noise * Normal(random))];
    }

    internal static double[] Sporadic(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() < 0.25 ? Math.Ceiling(6 * random.NextDouble()) : 0.0)];
    }

    internal static TimeSeries Monthly(int length = 60, int seed = 1, string id = "SKU-7") => new(id, Seasonal(length, 12, seed), 12);

    internal static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>The inputs that come every day and are not textbook.</summary>
    internal static IReadOnlyDictionary<string, TimeSeries> Unusual { get; } = new Dictionary<string, TimeSeries>
    {
        ["one value"] = new("a", [7], 12),
        ["one zero"] = new("a", [0], 12),
        ["two values"] = new("a", [3, 5], 4),
        ["three values"] = new("a", [3, 5, 4], 1),
        ["constant"] = new("a", [.. Enumerable.Repeat(4.0, 40)], 12),
        ["all zero"] = new("a", new double[40], 12),
        ["exact line"] = new("a", [.. Enumerable.Range(0, 40).Select(t => 2.0 * t)], 12),
        ["exact decay"] = new("a", [.. Enumerable.Range(0, 16).Select(t => 1e6 * Math.Pow(0.7, t))], 1),
        ["exact decay, long"] = new("a", [.. Enumerable.Range(0, 60).Select(t => 1e6 * Math.Pow(0.7, t))], 12),
        ["exact season"] = new("a", [.. Enumerable.Range(0, 48).Select(t => t % 12 + 1.0)], 12),
        ["less than a cycle"] = new("a", [3, 9, 4, 8, 6, 7, 2], 12),
        ["less than two cycles"] = new("a", Seasonal(20, 12, 3), 12),
        ["gaps"] = new("a", [.. Seasonal(60, 12, 4).Select((v, t) => t % 7 == 3 || t > 57 || t < 2 ? double.NaN : v)], 12),
        ["mostly unknown"] = new("a", [.. Seasonal(60, 12, 5).Select((v, t) => t % 10 == 3 ? v : double.NaN)], 12),
        ["negative"] = new("a", [.. Seasonal(60, 12, 6).Select(v => v - 150)], 12),
        ["signs mixed"] = new("a", [.. Seasonal(60, 12, 7).Select(v => v - 100)], 12),
        ["sporadic"] = new("a", Sporadic(60, 8), 12),
        ["one sale"] = new("a", [.. Enumerable.Range(0, 50).Select(t => t == 30 ? 5.0 : 0)], 12),
        ["returns"] = new("a", [.. Sporadic(60, 9).Select((v, t) => t % 9 == 0 ? -2 : v)], 12),
        ["weekly"] = new("a", Seasonal(143, 52, 10), 52),
        ["weekly, one year"] = new("a", Seasonal(60, 52, 11), 52),
        ["huge"] = new("a", [.. Seasonal(60, 12, 12).Select(v => v * 1e90)], 12),
        ["tiny"] = new("a", [.. Seasonal(60, 12, 13).Select(v => v * 1e-90)], 12),
        ["hugest"] = new("a", [.. Seasonal(60, 12, 12).Select(v => v / 200 * InputRules.LargestMagnitude)], 12),
        ["tiniest"] = new("a", [.. Seasonal(60, 12, 13).Select(v => v / 50 * InputRules.SmallestMagnitude)], 12),
        ["late start"] = new("a", [.. Enumerable.Repeat(0.0, 50), .. Seasonal(10, 12, 14)], 12, 30),
        ["outlier"] = new("a", [.. Seasonal(60, 12, 15).Select((v, t) => t == 40 ? 1e6 : v)], 12),
        ["period 1"] = new("a", Seasonal(30, 12, 16), 1),
        ["period 2"] = new("a", Seasonal(30, 2, 17), 2),
        ["odd period"] = new("a", Seasonal(50, 7, 18), 7),
    };
}
