namespace PlanningEngine.Benchmarks;

/// <summary>Numbers drawn at random.</summary>
internal static class Draws
{
    /// <summary>From the standard normal distribution (Box, Muller 1958).</summary>
    internal static double Normal(this Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Between two positive numbers, any ratio as often as any other.</summary>
    internal static double LogUniform(this Random random, double low, double high) => low * Math.Pow(high / low, random.NextDouble());

    /// <summary>Whether something with this chance happens.</summary>
    internal static bool Chance(this Random random, double chance) => random.NextDouble() < chance;
}
